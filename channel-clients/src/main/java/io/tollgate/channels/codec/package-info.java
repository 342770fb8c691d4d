/** The wire formats that channels share: JSON in, form bodies out. */
@NullMarked
package io.tollgate.channels.codec;

import org.jspecify.annotations.NullMarked;
