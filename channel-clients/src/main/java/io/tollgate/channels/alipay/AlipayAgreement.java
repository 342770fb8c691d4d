package io.tollgate.channels.alipay;

import org.jspecify.annotations.Nullable;

/** What we read of an answer about an agreement. */
record AlipayAgreement(
    @Nullable String agreementNo, @Nullable String externalAgreementNo, @Nullable String status) {}
