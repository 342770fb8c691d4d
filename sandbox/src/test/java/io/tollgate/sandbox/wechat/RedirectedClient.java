package io.tollgate.sandbox.wechat;

import com.wechat.pay.java.core.auth.Credential;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.http.AbstractHttpClient;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.http.OriginalResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The vendor's client, whose calls go to a simulator instead of the vendor's hosts. */
final class RedirectedClient extends AbstractHttpClient {

  private static final List<String> SEAL =
      List.of(
          "Wechatpay-Timestamp",
          "Wechatpay-Nonce",
          "Wechatpay-Serial",
          "Wechatpay-Signature",
          "Request-ID");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String baseUrl;

  RedirectedClient(Credential credential, Validator validator, String baseUrl) {
    super(credential, validator);
    this.baseUrl = baseUrl;
  }

  @Override
  protected OriginalResponse innerExecute(HttpRequest request) {
    HttpResponse<String> response = send(request, BodyHandlers.ofString());
    Map<String, String> headers = new HashMap<>();
    SEAL.forEach(
        name -> response.headers().firstValue(name).ifPresent(it -> headers.put(name, it)));
    return new OriginalResponse.Builder()
        .request(request)
        .headers(headers)
        .statusCode(response.statusCode())
        .contentType(response.headers().firstValue("Content-Type").orElse(null))
        .body(response.body())
        .build();
  }

  @Override
  protected InputStream innerDownload(HttpRequest request) {
    return send(request, BodyHandlers.ofInputStream()).body();
  }

  @Override
  protected String getHttpClientInfo() {
    return "jdk";
  }

  private <T> HttpResponse<T> send(
      HttpRequest request, java.net.http.HttpResponse.BodyHandler<T> handler) {
    var to =
        URI.create(request.getUri().toString().replace("https://api.mch.weixin.qq.com", baseUrl));
    var call =
        java.net.http.HttpRequest.newBuilder(to)
            .method(
                request.getHttpMethod().name(),
                request.getBody() instanceof JsonRequestBody json
                    ? BodyPublishers.ofString(json.getBody())
                    : BodyPublishers.noBody());
    request.getHeaders().getHeaders().forEach(call::header);
    try {
      return http.send(call.build(), handler);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
