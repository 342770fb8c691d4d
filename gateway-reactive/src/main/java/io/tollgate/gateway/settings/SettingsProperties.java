package io.tollgate.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Where the first settings come from.
 *
 * @param seed a YAML file; its form is in the README of persistence-r2dbc
 * @param reseed whether it replaces what is stored at every start; only for sandboxes
 */
@ConfigurationProperties("tollgate.settings")
record SettingsProperties(@Nullable Resource seed, @DefaultValue("false") boolean reseed) {}
