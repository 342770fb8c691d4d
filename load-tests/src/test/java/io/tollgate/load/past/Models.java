package io.tollgate.load.past;

import java.time.LocalDateTime;

/** A payment as a gateway stored it. */
final class Models {

  private static final DerivedId ID = DerivedId.of("demo", "order-1");

  private static final String SNAPSHOT =
      """
      {"format":1,"id":"pay_KEY","version":2,"status":"SUCCEEDED","order":{"merchant":"demo",\
      "reference":"order-1","product":"FOREIGN_CARD","minor_units":1299,"currency":"EUR",\
      "capture":"AUTOMATIC","method":{"type":"card","token":"pm_card_visa"},"customer":{},\
      "return_url":"https://shop.example/return"},"attempts":[{"number":1,"account":"stripe/demo",\
      "request_id":"pay_KEY-1","channel_reference":"pi_payKEY1","started_at":1790000000123456789}],\
      "next_step":{"type":"done"},"created_at":1790000000123456789,\
      "updated_at":1790000000150000000,"pay_by":1790001800123456789}\
      """
          .replace("KEY", ID.key());

  private Models() {}

  static Model succeeded() {
    return of(SNAPSHOT);
  }

  static Model of(String snapshot) {
    var created = LocalDateTime.parse("2026-09-21T14:13:20.123");
    return new Model(
        ID,
        2,
        "demo",
        "order-1",
        "foreign_card",
        1299,
        "EUR",
        "stripe/demo",
        "pi_pay" + ID.key() + "1",
        created,
        created.plusNanos(27_000_000),
        created.plusNanos(28_000_000),
        snapshot);
  }
}
