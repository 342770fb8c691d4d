package io.tollgate.domain.payment;

/**
 * What two requests with one reference are compared by: the lower-case hex SHA-256 of the request
 * body's bytes.
 */
public record Fingerprint(String value) {}
