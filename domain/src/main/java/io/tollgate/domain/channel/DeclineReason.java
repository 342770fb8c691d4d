package io.tollgate.domain.channel;

import org.jspecify.annotations.Nullable;

/**
 * Why a channel or an issuer refused.
 *
 * @param category the same for all channels; merchants may switch on it
 * @param channelCode the channel's own code, for support
 */
public record DeclineReason(Category category, @Nullable String channelCode) {

  /** What the merchant can do about it. */
  public enum Category {
    INSUFFICIENT_FUNDS,
    EXPIRED_METHOD,
    INVALID_METHOD,
    LIMIT_EXCEEDED,
    SUSPECTED_FRAUD,
    AUTHENTICATION_FAILED,
    /** The issuer gave no reason that a merchant could act on. */
    DO_NOT_HONOR,
    /** The channel did not accept the request itself: our configuration or the order's data. */
    REQUEST_REFUSED,
    /** No channel account could be reached, and nothing left us. */
    CHANNEL_UNREACHABLE,
    /** The channel never got the request. */
    NEVER_ARRIVED,
    OTHER;

    /** As the API spells it, in snake case. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
