package io.tollgate.channels.adyen;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shapes of Adyen's ids; nothing else goes into an address. */
final class AdyenIds {

  private static final Pattern PSP_REFERENCE = Pattern.compile("[A-Z0-9]{16}");
  private static final Pattern LINK = Pattern.compile("PL[A-Z0-9]{15,62}");
  private static final Pattern STORED_METHOD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private AdyenIds() {}

  /** Whether it is the reference of a payment or a modification: 16 characters. */
  static boolean isPspReference(@Nullable String text) {
    return text != null && PSP_REFERENCE.matcher(text).matches();
  }

  /** Whether it is the id of a payment link, which is longer than a reference. */
  static boolean isLink(@Nullable String text) {
    return text != null && LINK.matcher(text).matches();
  }

  /** Whether it is the id of a stored payment method. */
  static boolean isStoredMethod(@Nullable String text) {
    return text != null && STORED_METHOD.matcher(text).matches();
  }

  /** The text where it is the reference of a payment or a modification, else nothing. */
  static @Nullable String pspReference(@Nullable String text) {
    return isPspReference(text) ? text : null;
  }
}
