/** The configuration as it is kept in the database, sealed where it is secret, and as YAML. */
@NullMarked
package io.tollgate.persistence.settings;

import org.jspecify.annotations.NullMarked;
