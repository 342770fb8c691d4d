package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An X.509 certificate in PEM. The JDK reads them and cannot make them, so it is written here,
 * field by field, in DER (RFC 5280, section 4.1).
 */
final class IssuedCertificate {

  private static final byte[] VERSION_3 = HexFormat.of().parseHex("a003020102");
  private static final byte[] SHA256_WITH_RSA =
      HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private IssuedCertificate() {}

  static String pem(
      String issuer,
      PrivateKey issuerKey,
      String subject,
      PublicKey subjectKey,
      BigInteger serial,
      Instant from,
      Instant to) {
    byte[] content =
        field(
            0x30,
            VERSION_3,
            field(0x02, serial.toByteArray()),
            SHA256_WITH_RSA,
            name(issuer),
            field(0x30, time(from), time(to)),
            name(subject),
            subjectKey.getEncoded());
    byte[] certificate =
        field(0x30, content, SHA256_WITH_RSA, field(0x03, new byte[1], sign(issuerKey, content)));
    return framed("CERTIFICATE", certificate);
  }

  static String framed(String name, byte[] der) {
    return "-----BEGIN "
        + name
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + name
        + "-----\n";
  }

  private static byte[] sign(PrivateKey key, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] name(String commonName) {
    byte[] text = field(0x0c, commonName.getBytes(US_ASCII));
    return field(0x30, field(0x31, field(0x30, COMMON_NAME, text)));
  }

  private static byte[] time(Instant time) {
    return field(0x17, UTC_TIME.format(time).getBytes(US_ASCII));
  }

  private static byte[] field(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(tag);
    if (content.size() < 0x80) {
      field.write(content.size());
    } else {
      byte[] length = BigInteger.valueOf(content.size()).toByteArray();
      int zeros = length[0] == 0 ? 1 : 0;
      field.write(0x80 | (length.length - zeros));
      field.write(length, zeros, length.length - zeros);
    }
    field.writeBytes(content.toByteArray());
    return field.toByteArray();
  }
}
