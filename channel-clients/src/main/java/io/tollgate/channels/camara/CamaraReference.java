package io.tollgate.channels.camara;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a payment is called at the operator, and what its payer was asked to do. The operator says
 * the second once, in answer to the preparation, and wants it back with the password ({@code
 * validationInfo.authorizationId}), so both are kept as one text: {@code <payment>}, {@code
 * <payment>/<authorization>}, or {@code <payment>/} where the payer was sent to a page.
 *
 * @param action the authorization's id; empty for a page; null where nobody was asked for anything
 */
record CamaraReference(String paymentId, @Nullable String action) {

  /** Fit to be a part of an address; the standard only says that ids are texts. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:=@+~-]{0,119}");

  CamaraReference {
    if (!isId(paymentId)) {
      throw new IllegalArgumentException("payment id: not of a shape that can be asked for");
    }
  }

  /** A payment whose payer was asked for nothing. */
  static CamaraReference of(String paymentId) {
    return new CamaraReference(paymentId, null);
  }

  /** What {@link #toString()} wrote; throws where it is something else. */
  static CamaraReference parse(String text) {
    var slash = text.indexOf('/');
    return slash < 0
        ? of(text)
        : new CamaraReference(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Whether a text can be an id at the operator; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** What the password is handed in with, where one was asked for. */
  Optional<String> authorizationId() {
    return Optional.ofNullable(action).filter(CamaraReference::isId);
  }

  /** The same payment, whose payer has nothing to do any more. */
  CamaraReference done() {
    return of(paymentId);
  }

  @Override
  public String toString() {
    return action == null ? paymentId : paymentId + "/" + action;
  }
}
