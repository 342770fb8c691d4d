package io.tollgate.load.drill;

/**
 * What a shopper buys.
 *
 * @param token the payment method, which tells the simulated channel what to do
 * @param key the idempotency key; empty for none
 * @param waitSeconds how long the shop wants to wait for the outcome
 */
record Order(String reference, String token, String key, int waitSeconds) {

  String body() {
    return """
    {"reference":"%s","product":"foreign_card","amount":1299,"currency":"EUR",\
    "method":{"type":"card","token":"%s"},"return_url":"https://shop.example/return"}\
    """
        .formatted(reference, token);
  }
}
