package io.tollgate.load.check;

/** Something that was done to the world, e.g. {@code Redis killed}. */
public record Mark(long at, String what) {}
