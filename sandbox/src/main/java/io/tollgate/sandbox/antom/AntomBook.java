package io.tollgate.sandbox.antom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Every payment and agreement that there is: the truth a gateway is judged by. */
public final class AntomBook {

  private final Map<String, Charge> charges = new LinkedHashMap<>();
  private final Map<String, Agreement> agreements = new LinkedHashMap<>();

  AntomBook() {}

  /**
   * One payment.
   *
   * @param paymentRequestId the gateway's id
   * @param paymentId the channel's id
   * @param methodType in the channel's word
   * @param value asked for, in minor units
   * @param status {@code SUCCESS}, {@code FAIL}, {@code PROCESSING} or {@code CANCELLED}
   * @param code why it failed, else {@code SUCCESS}
   * @param held whether its money waits for a capture
   * @param script how it goes
   * @param captures amounts by the gateway's ids
   * @param refunds amounts by the gateway's ids
   */
  public record Charge(
      String paymentRequestId,
      String paymentId,
      String methodType,
      String currency,
      long value,
      String status,
      String code,
      boolean held,
      String script,
      Map<String, Long> captures,
      Map<String, Long> refunds) {

    public Charge {
      captures = Map.copyOf(captures);
      refunds = Map.copyOf(refunds);
    }

    /** Whether money was taken, and not given back by a cancellation. */
    public boolean charged() {
      return status.equals("SUCCESS") && (!held || captured() > 0);
    }

    /** What was captured, in minor units. */
    public long captured() {
      return sum(captures);
    }

    /** What was given back, in minor units. */
    public long refunded() {
      return sum(refunds);
    }

    AntomScript goes() {
      return AntomScript.valueOf(script);
    }

    Charge now(String otherStatus, String otherCode) {
      return with(otherStatus, otherCode, script, captures, refunds);
    }

    Charge going(AntomScript otherwise) {
      return with(status, code, otherwise.name(), captures, refunds);
    }

    /** With a capture, if it fits; the same id captures once. */
    Charge capturing(String id, long amount) {
      boolean fits = status.equals("SUCCESS") && held && captured() + amount <= value;
      return fits ? with(status, code, script, plus(captures, id, amount), refunds) : this;
    }

    /** With a refund, if it fits; the same id gives back once. */
    Charge refunding(String id, long amount) {
      boolean fits = charged() && refunded() + amount <= value;
      return fits ? with(status, code, script, captures, plus(refunds, id, amount)) : this;
    }

    private Charge with(
        String otherStatus,
        String otherCode,
        String otherScript,
        Map<String, Long> otherCaptures,
        Map<String, Long> otherRefunds) {
      return new Charge(
          paymentRequestId,
          paymentId,
          methodType,
          currency,
          value,
          otherStatus,
          otherCode,
          held,
          otherScript,
          otherCaptures,
          otherRefunds);
    }

    private static Map<String, Long> plus(Map<String, Long> amounts, String id, long value) {
      Map<String, Long> more = new LinkedHashMap<>(amounts);
      more.putIfAbsent(id, value);
      return more;
    }

    private static long sum(Map<String, Long> amounts) {
      return amounts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A payer's consent.
   *
   * @param authState the gateway's id of it
   * @param accessToken empty until the code was exchanged
   * @param isRevoked whether nobody can charge with the token any more
   */
  public record Agreement(
      String authState, String authCode, String accessToken, boolean isRevoked) {}

  /** Every payment, oldest first. */
  public synchronized List<Charge> charges() {
    return List.copyOf(charges.values());
  }

  /** The payment with this id of the gateway's. */
  public synchronized Optional<Charge> find(String paymentRequestId) {
    return Optional.ofNullable(charges.get(paymentRequestId));
  }

  /** The agreement with this id of the gateway's. */
  public synchronized Optional<Agreement> agreement(String authState) {
    return Optional.ofNullable(agreements.get(authState));
  }

  /** The first payment like that. */
  synchronized Optional<Charge> first(Predicate<Charge> wanted) {
    return charges.values().stream().filter(wanted).findFirst();
  }

  /** Adds a payment, unless there is one under its id already: that one is what counts. */
  synchronized Charge add(Charge charge) {
    Charge before = charges.putIfAbsent(charge.paymentRequestId(), charge);
    return before == null ? charge : before;
  }

  synchronized Optional<Charge> change(String paymentRequestId, UnaryOperator<Charge> change) {
    return Optional.ofNullable(
        charges.computeIfPresent(paymentRequestId, (_, charge) -> change.apply(charge)));
  }

  synchronized Agreement keep(Agreement agreement) {
    agreements.put(agreement.authState(), agreement);
    return agreement;
  }

  /** The first agreement like that. */
  synchronized Optional<Agreement> firstAgreement(Predicate<Agreement> wanted) {
    return agreements.values().stream().filter(wanted).findFirst();
  }
}
