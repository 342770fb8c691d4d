/** The wire formats that channels share: JSON, forms, tables, decimal amounts. */
@NullMarked
package io.tollgate.channels.codec;

import org.jspecify.annotations.NullMarked;
