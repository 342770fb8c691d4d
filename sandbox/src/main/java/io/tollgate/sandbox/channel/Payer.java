package io.tollgate.sandbox.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a payer does when a payment asks for it. */
@FunctionalInterface
public interface Payer {

  /** A payer who is not to be asked. */
  Payer NOBODY =
      step -> {
        throw new IllegalStateException("the payer was not to be asked: " + step);
      };

  /**
   * Acts, and returns when that is done.
   *
   * @param step what the payment's next step gives the payer: an address to go to, or the content
   *     of a code
   */
  void act(String step);

  /**
   * A payer who is sent to a simulator's page and decides there.
   *
   * @param decision what the page's link for it adds to its address, such as {@code
   *     outcome=succeed}
   */
  static Payer deciding(String decision) {
    return page -> {
      URI address = URI.create(page + (page.contains("?") ? "&" : "?") + decision);
      try (HttpClient browser = HttpClient.newHttpClient()) {
        int status =
            browser
                .send(
                    HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                    BodyHandlers.discarding())
                .statusCode();
        if (status >= 400) {
          throw new IllegalStateException("HTTP " + status + " at " + address);
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    };
  }
}
