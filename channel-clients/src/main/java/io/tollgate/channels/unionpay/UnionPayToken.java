package io.tollgate.channels.unionpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelAccount;
import java.util.Map;
import java.util.Optional;

/**
 * The token inside of a message: {@code tokenPayData={token=…&trId=…&…}} (facts, section 7, "quick
 * pay token"). It counts only where it was made for us.
 */
final class UnionPayToken {

  private UnionPayToken() {}

  /** The agreement that a message of success stands for. */
  static AgreementOutcome agreement(UnionPayMessage message, ChannelAccount account) {
    var requestor = account.options().get(UnionPayRequests.TOKEN_REQUESTOR);
    return data(message)
        .filter(data -> requestor != null && requestor.equals(data.get("trId")))
        .flatMap(data -> Optional.ofNullable(data.get("token")))
        .filter(UnionPayRequests::isToken)
        .<AgreementOutcome>map(token -> new AgreementOutcome.Active(token, null))
        .orElseGet(() -> new AgreementOutcome.Unknown("agreed, without a token of ours"));
  }

  private static Optional<Map<String, String>> data(UnionPayMessage message) {
    return Optional.ofNullable(message.get("tokenPayData"))
        .map(String::trim)
        .filter(text -> text.length() > 2 && text.startsWith("{") && text.endsWith("}"))
        .flatMap(text -> FormFields.read(text.substring(1, text.length() - 1), UTF_8));
  }
}
