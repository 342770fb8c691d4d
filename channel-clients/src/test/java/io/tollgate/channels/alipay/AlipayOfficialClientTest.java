package io.tollgate.channels.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.request.AlipayFundAuthOperationDetailQueryRequest;
import com.alipay.api.request.AlipayFundAuthOrderFreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderUnfreezeRequest;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayUserAgreementPageSignRequest;
import com.alipay.api.request.AlipayUserAgreementQueryRequest;
import com.alipay.api.request.AlipayUserAgreementUnsignRequest;
import io.tollgate.channels.codec.FormFields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The simulator is held against Alipay's own client, so that it and our channel do not err alike.
 */
@Timeout(60)
class AlipayOfficialClientTest {

  private static AlipaySandbox sandbox;
  private static AlipayClient client;

  @BeforeAll
  static void start() {
    sandbox = new AlipaySandbox();
    client =
        new DefaultAlipayClient(
            sandbox.simulator.gatewayUrl(),
            AlipayFixtures.APP_ID,
            base64(AlipayFixtures.OURS.getPrivate().getEncoded()),
            "json",
            "utf-8",
            base64(sandbox.simulator.publicKey().getEncoded()),
            "RSA2");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void charges() throws AlipayApiException {
    var paid = client.execute(pay("sdk_1", "28"));

    assertThat(paid.isSuccess()).isTrue();
    assertThat(paid.getOutTradeNo()).isEqualTo("sdk_1");
    assertThat(paid.getTotalAmount()).isEqualTo("1.00");
    var known = client.execute(query("sdk_1"));
    assertThat(known.getTradeStatus()).isEqualTo("TRADE_SUCCESS");
    assertThat(known.getTradeNo()).isEqualTo(paid.getTradeNo());
  }

  @Test
  void isDeclined() throws AlipayApiException {
    var declined = client.execute(pay("sdk_2", "sim_no_funds"));

    assertThat(declined.isSuccess()).isFalse();
    assertThat(declined.getCode()).isEqualTo("40004");
    assertThat(declined.getSubCode()).isEqualTo("ACQ.BUYER_BALANCE_NOT_ENOUGH");
    assertThat(client.execute(query("sdk_2")).getSubCode()).isEqualTo("ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void refusesAnAnswerThatSomebodyElseSigned() {
    assertThatThrownBy(() -> client.execute(pay("sdk_3", "sim_wrong_signature")))
        .isInstanceOf(AlipayApiException.class);
  }

  @Test
  void refunds() throws AlipayApiException {
    client.execute(pay("sdk_4", "28"));
    var request = new AlipayTradeRefundRequest();
    request.setBizContent(
        "{\"out_trade_no\":\"sdk_4\",\"refund_amount\":\"0.40\",\"out_request_no\":\"r1\"}");
    var question = new AlipayTradeFastpayRefundQueryRequest();
    question.setBizContent("{\"out_trade_no\":\"sdk_4\",\"out_request_no\":\"r1\"}");

    var refunded = client.execute(request);
    assertThat(refunded.getFundChange()).isEqualTo("Y");
    assertThat(refunded.getRefundFee()).isEqualTo("0.40");
    assertThat(client.execute(request).getFundChange()).isEqualTo("N");
    var known = client.execute(question);
    assertThat(known.getRefundStatus()).isEqualTo("REFUND_SUCCESS");
    assertThat(known.getRefundAmount()).isEqualTo("0.40");
  }

  @Test
  void closesAndCancels() throws AlipayApiException {
    client.execute(pay("sdk_5", "sim_open"));
    client.execute(pay("sdk_6", "28"));
    var close = new AlipayTradeCloseRequest();
    close.setBizContent("{\"out_trade_no\":\"sdk_5\"}");
    var cancel = new AlipayTradeCancelRequest();
    cancel.setBizContent("{\"out_trade_no\":\"sdk_6\"}");

    assertThat(client.execute(close).isSuccess()).isTrue();
    assertThat(client.execute(query("sdk_5")).getTradeStatus()).isEqualTo("TRADE_CLOSED");
    assertThat(client.execute(cancel).getAction()).isEqualTo("refund");
  }

  @Test
  void isPaidByPageCodeAndApp() throws AlipayApiException {
    var page = new AlipayTradePagePayRequest();
    page.setBizContent(trade("sdk_7", "FAST_INSTANT_TRADE_PAY"));
    var app = new AlipayTradeAppPayRequest();
    app.setBizContent(trade("sdk_8", "QUICK_MSECURITY_PAY"));
    var code = new AlipayTradePrecreateRequest();
    code.setBizContent("{\"out_trade_no\":\"sdk_9\",\"total_amount\":\"1.00\"}");

    AlipaySandbox.visit(client.pageExecute(page, "GET").getBody());
    AlipaySandbox.visit(sandbox.simulator.gatewayUrl() + "?" + client.sdkExecute(app).getBody());
    AlipaySandbox.visit(client.execute(code).getQrCode());

    for (var out : new String[] {"sdk_7", "sdk_8", "sdk_9"}) {
      assertThat(client.execute(query(out)).getTradeStatus()).as(out).isEqualTo("TRADE_SUCCESS");
    }
  }

  @Test
  void holdsMoneyAndLetsItGo() throws AlipayApiException {
    var freeze = new AlipayFundAuthOrderFreezeRequest();
    freeze.setBizContent(
        "{\"out_order_no\":\"sdk_f\",\"out_request_no\":\"sdk_f\",\"amount\":\"5.00\","
            + "\"auth_code\":\"28\"}");
    var question = new AlipayFundAuthOperationDetailQueryRequest();
    question.setBizContent(
        "{\"out_order_no\":\"sdk_f\",\"out_request_no\":\"sdk_f\",\"operation_type\":\"FREEZE\"}");
    var unfreeze = new AlipayFundAuthOrderUnfreezeRequest();

    var held = client.execute(freeze);
    assertThat(held.getStatus()).isEqualTo("SUCCESS");
    unfreeze.setBizContent(
        "{\"auth_no\":\"" + held.getAuthNo() + "\",\"out_request_no\":\"u\",\"amount\":\"2.00\"}");
    assertThat(client.execute(unfreeze).getStatus()).isEqualTo("SUCCESS");
    assertThat(client.execute(question).getRestAmount()).isEqualTo("3.00");
  }

  @Test
  void signsAndEndsAnAgreement() throws AlipayApiException {
    var sign = new AlipayUserAgreementPageSignRequest();
    sign.setBizContent("{\"external_agreement_no\":\"sdk_a\"}");
    var question = new AlipayUserAgreementQueryRequest();
    question.setBizContent("{\"external_agreement_no\":\"sdk_a\"}");
    var end = new AlipayUserAgreementUnsignRequest();
    end.setBizContent("{\"external_agreement_no\":\"sdk_a\"}");

    AlipaySandbox.visit(client.pageExecute(sign, "GET").getBody());
    assertThat(client.execute(question).getStatus()).isEqualTo("NORMAL");
    assertThat(client.execute(end).isSuccess()).isTrue();
    assertThat(client.execute(question).getStatus()).isEqualTo("STOP");
  }

  @Test
  void isToldWhereTheBillIs() throws AlipayApiException {
    var bill = new AlipayDataDataserviceBillDownloadurlQueryRequest();
    bill.setBizContent("{\"bill_type\":\"trade\",\"bill_date\":\"2026-02-28\"}");

    assertThat(client.execute(bill).getBillDownloadUrl()).startsWith("http://127.0.0.1:");
  }

  @Test
  void verifiesTheSimulatorsNotifications() throws AlipayApiException {
    client.execute(pay("sdk_n", "28"));

    await()
        .atMost(AlipaySandbox.SOON)
        .until(() -> sandbox.forms.stream().anyMatch(it -> it.contains("sdk_n")));
    var form = sandbox.forms.stream().filter(it -> it.contains("sdk_n")).findFirst().orElseThrow();
    var fields = FormFields.read(form, StandardCharsets.UTF_8).orElseThrow();
    var key = base64(sandbox.simulator.publicKey().getEncoded());
    assertThat(AlipaySignature.rsaCheckV1(new HashMap<>(fields), key, "utf-8", "RSA2")).isTrue();
  }

  private static AlipayTradePayRequest pay(String out, String code) {
    var request = new AlipayTradePayRequest();
    request.setBizContent(
        "{\"out_trade_no\":\""
            + out
            + "\",\"total_amount\":\"1.00\",\"auth_code\":\""
            + code
            + "\"}");
    return request;
  }

  private static AlipayTradeQueryRequest query(String out) {
    var request = new AlipayTradeQueryRequest();
    request.setBizContent("{\"out_trade_no\":\"" + out + "\"}");
    return request;
  }

  private static String trade(String out, String product) {
    return "{\"out_trade_no\":\"%s\",\"total_amount\":\"1.00\",\"product_code\":\"%s\"}"
        .formatted(out, product);
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
