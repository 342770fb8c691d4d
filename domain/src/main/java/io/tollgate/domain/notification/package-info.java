/** What merchants are told, where, and how often it is tried. */
@NullMarked
package io.tollgate.domain.notification;

import org.jspecify.annotations.NullMarked;
