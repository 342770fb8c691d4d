package io.tollgate.channels.http;

/** What a channel was asked to do, as its metrics name it. */
public enum Operation {
  PAY("pay"),
  QUERY("query"),
  CLOSE("close");

  private final String tag;

  Operation(String tag) {
    this.tag = tag;
  }

  String tag() {
    return tag;
  }
}
