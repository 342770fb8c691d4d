/** The client of Airwallex's Payments API: cards, and wallets of Asia. */
@NullMarked
package io.tollgate.channels.airwallex;

import org.jspecify.annotations.NullMarked;
