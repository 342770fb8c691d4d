package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypal.PayPalIssues.Issue;
import io.tollgate.channels.paypal.PayPalIssues.Meaning;
import io.tollgate.domain.channel.DeclineReason;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of another kind than 2xx means (facts, section 2, "Errors").
 *
 * @param reason PayPal's own name of it
 * @param text for logs
 */
record PayPalProblem(Meaning meaning, DeclineReason reason, String text) {

  private static final Json<PayPalFailure> FAILURE = Json.of(PayPalFailure.class);

  /** Of several names the one that says most about what may have happened decides. */
  private static final List<Meaning> WEIGHTIEST_FIRST =
      List.of(
          Meaning.RUNNING,
          Meaning.LOOK,
          Meaning.DUPLICATE,
          Meaning.EXPIRED,
          Meaning.DECLINED,
          Meaning.MISCONFIGURED,
          Meaning.REFUSED,
          Meaning.LATER,
          Meaning.UNPROVED);

  private record Named(String name, Issue issue) {}

  static PayPalProblem of(Answered answer, Alarms alarms) {
    if (answer.status() == 429) {
      return new PayPalProblem(Meaning.LATER, reason("RATE_LIMIT_REACHED"), "PayPal's rate limit");
    }
    if (answer.status() >= 500 || answer.status() < 400) {
      return unproved(answer);
    }
    return FAILURE
        .read(answer.body())
        .flatMap(failure -> named(failure, alarms))
        .map(PayPalProblem::of)
        .orElseGet(() -> unproved(answer));
  }

  /** Raises an alarm where a person has to set our account right. */
  void alarm(Alarms alarms) {
    if (meaning == Meaning.MISCONFIGURED) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, text);
    }
  }

  private static PayPalProblem of(Named named) {
    return new PayPalProblem(
        named.issue().meaning(),
        new DeclineReason(named.issue().category(), PayPalDeclines.word(named.name())),
        named.name());
  }

  /** Empty where there is no name, or one of them is not mapped. */
  private static Optional<Named> named(PayPalFailure failure, Alarms alarms) {
    var names = names(failure);
    var unknown = names.stream().filter(name -> PayPalIssues.find(name) == null).findFirst();
    if (unknown.isPresent()) {
      alarms.raise(Alarm.UNMAPPED, "issue " + PayPalDeclines.word(unknown.get()));
      return Optional.empty();
    }
    return names.stream()
        .flatMap(PayPalProblem::named)
        .min(Comparator.comparingInt(it -> WEIGHTIEST_FIRST.indexOf(it.issue().meaning())));
  }

  private static Stream<Named> named(String name) {
    var issue = PayPalIssues.find(name);
    return issue == null ? Stream.empty() : Stream.of(new Named(name, issue));
  }

  /**
   * The details where there are any: the name of the whole then only says of what kind they are.
   */
  private static List<String> names(PayPalFailure failure) {
    var details =
        Optional.ofNullable(failure.details()).stream()
            .flatMap(List::stream)
            .filter(Objects::nonNull)
            .map(PayPalFailure.Detail::issue)
            .filter(Objects::nonNull)
            .toList();
    return details.isEmpty()
        ? Stream.of(Optional.ofNullable(failure.name()), Optional.ofNullable(failure.error()))
            .flatMap(Optional::stream)
            .toList()
        : details;
  }

  private static PayPalProblem unproved(Answered answer) {
    return new PayPalProblem(Meaning.UNPROVED, reason(null), "HTTP " + answer.status());
  }

  private static DeclineReason reason(@Nullable String code) {
    return new DeclineReason(DeclineReason.Category.OTHER, code);
  }
}
