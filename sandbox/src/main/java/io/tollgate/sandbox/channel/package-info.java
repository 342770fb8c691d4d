/** What all simulated channels have in common, for those who start them and judge a gateway. */
@NullMarked
package io.tollgate.sandbox.channel;

import org.jspecify.annotations.NullMarked;
