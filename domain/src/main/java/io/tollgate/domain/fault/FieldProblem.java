package io.tollgate.domain.fault;

/**
 * One field that breaks its rule.
 *
 * @param pointer where it is, as a JSON Pointer (RFC 6901); empty for the whole body
 * @param code stable, snake case: {@code required}, {@code unknown_field}, {@code out_of_range} …
 * @param detail the offending and the expected value in words
 */
public record FieldProblem(String pointer, String code, String detail) {}
