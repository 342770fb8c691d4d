package io.tollgate.channels.paypal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of another kind than 2xx.
 *
 * @param name the kind of error, {@code UNPROCESSABLE_ENTITY}
 * @param error the same where it comes from the door that checks tokens
 * @param details what exactly is wrong
 */
record PayPalFailure(
    @Nullable String name, @Nullable String error, @Nullable List<Detail> details) {

  /** One thing that is wrong, {@code INSTRUMENT_DECLINED}. */
  record Detail(@Nullable String issue) {}
}
