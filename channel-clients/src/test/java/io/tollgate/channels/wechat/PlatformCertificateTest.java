package io.tollgate.channels.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sandbox.channel.CertifiedKey;
import org.junit.jupiter.api.Test;

class PlatformCertificateTest {

  private static final String NAME = "CN=Root,O=Sandbox";
  private static final CertifiedKey ROOT = CertifiedKey.root(NAME);
  private static final PlatformCertificate CERTIFICATE =
      new PlatformCertificate("1", ROOT.holder("CN=Platform").certificate());

  @Test
  void isIssuedByTheRootThatSignedIt() {
    assertThat(CERTIFICATE.isIssuedBy(ROOT.certificate())).isTrue();
  }

  @Test
  void isNotIssuedByAnotherOfTheSameName() {
    assertThat(CERTIFICATE.isIssuedBy(CertifiedKey.root(NAME).certificate())).isFalse();
  }

  @Test
  void isNotIssuedByAnAuthorityInBetween() {
    var below = ROOT.authority("CN=Between").holder("CN=Platform").certificate();

    assertThat(new PlatformCertificate("1", below).isIssuedBy(ROOT.certificate())).isFalse();
  }
}
