package io.tollgate.channels.antom;

import org.jspecify.annotations.Nullable;

/** What we read of the answers to asking for a payer's consent and to exchanging it for a token. */
record AntomConsent(
    @Nullable AntomResult result,
    @Nullable String normalUrl,
    @Nullable String applinkUrl,
    @Nullable String authUrl,
    @Nullable String accessToken) {}
