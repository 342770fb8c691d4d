package io.tollgate.sandbox.paypal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few words of ASN.1's DER that a certificate is made of (X.690). */
final class Der {

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return of(0x30, joined(parts));
  }

  static byte[] set(byte[]... parts) {
    return of(0x31, joined(parts));
  }

  static byte[] integer(long value) {
    return of(0x02, BigInteger.valueOf(value).toByteArray());
  }

  static byte[] isTrue() {
    return of(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] text(String value) {
    return of(0x0c, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant value) {
    return of(0x17, UTC_TIME.format(value).getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] nothing() {
    return of(0x05);
  }

  static byte[] bits(byte[] value) {
    return of(0x03, joined(new byte[] {0}, value));
  }

  static byte[] octets(byte[] value) {
    return of(0x04, value);
  }

  static byte[] tagged(int number, byte[] value) {
    return of(0xa0 + number, value);
  }

  /** An object identifier in dotted decimals. */
  static byte[] identifier(String dotted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] arcs = dotted.split("\\.");
    out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift != 0) {
          out.write(0x80 | (arc >> shift & 0x7f));
        }
      }
      out.write(arc & 0x7f);
    }
    return of(0x06, out.toByteArray());
  }

  private static byte[] of(int tag, byte... content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - from));
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
