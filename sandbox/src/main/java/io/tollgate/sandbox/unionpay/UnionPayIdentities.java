package io.tollgate.sandbox.unionpay;

import io.tollgate.sandbox.channel.CertifiedKey;
import java.security.cert.X509Certificate;

/**
 * Who takes part: UnionPay under its authority, a merchant under the same one, and a stranger who
 * calls himself UnionPay under an authority of his own.
 */
public record UnionPayIdentities(
    X509Certificate root,
    CertifiedKey middle,
    CertifiedKey unionPay,
    CertifiedKey merchant,
    CertifiedKey stranger) {

  private static final String ROOT = "CN=Sandbox Root CA,O=Sandbox CFCA,C=CN";
  private static final String MIDDLE = "CN=Sandbox OCA31,O=Sandbox CFCA,C=CN";

  /** UnionPay's name, whose third part says who it is. */
  public static final String UNIONPAY = "CN=041@8310000000083040@中国银联股份有限公司@00016493,C=CN";

  private static final String MERCHANT = "CN=041@N777290058110048@Sandbox Shop@00000001,C=CN";

  /** New keys for everybody. */
  public static UnionPayIdentities create() {
    CertifiedKey root = CertifiedKey.root(ROOT);
    CertifiedKey middle = root.authority(MIDDLE);
    return new UnionPayIdentities(
        root.certificate(),
        middle,
        middle.holder(UNIONPAY),
        middle.holder(MERCHANT),
        CertifiedKey.root(ROOT).authority(MIDDLE).holder(UNIONPAY));
  }
}
