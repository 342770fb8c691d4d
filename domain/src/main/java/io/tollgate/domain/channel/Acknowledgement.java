package io.tollgate.domain.channel;

/** An answer to a callback in the channel's own words. */
public record Acknowledgement(int status, String contentType, String body) {}
