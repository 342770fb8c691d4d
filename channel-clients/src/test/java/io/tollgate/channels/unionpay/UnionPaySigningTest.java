package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.MER_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.NOW;
import static io.tollgate.channels.unionpay.UnionPayFixtures.PASSWORD;
import static io.tollgate.channels.unionpay.UnionPayFixtures.WHO;
import static io.tollgate.channels.unionpay.UnionPayFixtures.account;
import static io.tollgate.channels.unionpay.UnionPayFixtures.notice;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static io.tollgate.channels.unionpay.UnionPayFixtures.secrets;
import static io.tollgate.channels.unionpay.UnionPayFixtures.signed;
import static io.tollgate.channels.unionpay.UnionPayFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.egzosn.pay.common.bean.CertStoreType;
import com.egzosn.pay.common.bean.NoticeParams;
import com.egzosn.pay.common.bean.PayOrder;
import com.egzosn.pay.common.util.sign.SignTextUtils;
import com.egzosn.pay.common.util.sign.SignUtils;
import com.egzosn.pay.common.util.sign.encrypt.RSA2;
import com.egzosn.pay.union.api.UnionPayConfigStorage;
import com.egzosn.pay.union.api.UnionPayService;
import com.egzosn.pay.union.bean.UnionTransactionType;
import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.sandbox.channel.CertifiedKey;
import io.tollgate.sandbox.unionpay.UnionPayIdentities;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Signatures crossed with pay-java-union, which is not UnionPay's own, and certificates that are
 * not what they say. UnionPay publishes no vectors.
 */
class UnionPaySigningTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void signsRequestsAsTheOtherClientReadsThem() {
    var body = new UnionPayRequests(UnionPayFixtures.calls()).query(transaction(order())).body();
    var fields = FormFields.read(body, UTF_8).orElseThrow();
    var content =
        SignTextUtils.parameterText(new TreeMap<String, Object>(fields), "&", "signature");
    var digest = SignUtils.SHA256.createSign(content, "", "UTF-8");
    var key = WHO.merchant().certificate().getPublicKey();

    assertThat(new UnionPayMessage(fields).content()).isEqualTo(content);
    assertThat(RSA2.verify(digest, fields.get("signature"), key, "UTF-8")).isTrue();
    assertThat(fields.get("certId"))
        .isEqualTo(WHO.merchant().certificate().getSerialNumber().toString());
  }

  @Test
  void readsRequestsThatTheOtherClientSigned() {
    var fields = otherFields();

    assertThat(
            Rsa.verifies(
                WHO.merchant().certificate().getPublicKey(),
                UnionPaySigning.signed(new UnionPayMessage(fields)),
                Base64.getDecoder().decode(fields.get("signature"))))
        .isTrue();
    assertThat(fields.get("certId")).isEqualTo(UnionPayKey.of(account()).certId());
  }

  @Test
  void signsNoticesAsTheOtherClientReadsThem() {
    var notice = signed(notice(transaction(order())));
    var changed = new TreeMap<>(notice);
    changed.put("txnAmt", "8889");

    assertThat(otherClient().verify(new NoticeParams(new TreeMap<String, Object>(notice))))
        .isTrue();
    assertThat(otherClient().verify(new NoticeParams(new TreeMap<String, Object>(changed))))
        .isFalse();
    assertThat(isUnionPays(notice)).isTrue();
    assertThat(isUnionPays(changed)).isFalse();
  }

  @Test
  void refusesWhateverWasChanged() {
    var notice = signed(notice(transaction(order())));

    for (var field : notice.entrySet()) {
      var value = field.getValue();
      for (int at = 0; at < value.length(); at += value.length() > 100 ? 7 : 1) {
        var changed = new TreeMap<>(notice);
        changed.put(field.getKey(), value.substring(0, at) + '~' + value.substring(at + 1));
        if (!changed.equals(notice)) {
          assertThat(isUnionPays(changed)).as("%s at %d", field.getKey(), at).isFalse();
        }
      }
    }
    for (var name : notice.keySet()) {
      var less = new TreeMap<>(notice);
      less.remove(name);
      boolean isSigned = !notice.get(name).isEmpty();
      assertThat(isUnionPays(less)).as("without %s", name).isEqualTo(!isSigned);
    }
    var more = new TreeMap<>(notice);
    more.put("added", "1");
    assertThat(isUnionPays(more)).isFalse();
  }

  @Test
  void takesBlanksAroundValuesForNothing() {
    var notice = new TreeMap<>(notice(transaction(order())));
    notice.put("respMsg", " success ");
    var sent = signed(notice);
    sent.put("respMsg", "success");

    assertThat(isUnionPays(sent)).isTrue();
  }

  /** Certificates that somebody else could bring along. */
  enum Attack {
    /** The same names, all the way up to another root. */
    OTHER_ROOT {
      @Override
      CertifiedKey signer() {
        return WHO.stranger();
      }
    },
    /** Certified by the same authority, for somebody else. */
    OTHER_MERCHANT {
      @Override
      CertifiedKey signer() {
        return WHO.merchant();
      }
    },
    ITS_OWN_ROOT {
      @Override
      CertifiedKey signer() {
        return CertifiedKey.root(UnionPayIdentities.UNIONPAY);
      }
    },
    /** A merchant who certifies UnionPay himself. */
    CERTIFIED_BY_A_MERCHANT {
      @Override
      CertifiedKey signer() {
        return WHO.merchant().holder(UnionPayIdentities.UNIONPAY);
      }
    },
    /** An authority of its own that the middle one certified, with UnionPay's name below. */
    CERTIFIED_BY_A_FELLOW_AUTHORITY {
      @Override
      CertifiedKey signer() {
        return WHO.middle().authority("CN=Fellow CA").holder(UnionPayIdentities.UNIONPAY);
      }
    },
    AN_AUTHORITY_WITH_UNIONPAYS_NAME {
      @Override
      CertifiedKey signer() {
        return WHO.middle().authority(UnionPayIdentities.UNIONPAY);
      }
    },
    EXPIRED {
      @Override
      CertifiedKey signer() {
        return WHO.middle()
            .holder(UnionPayIdentities.UNIONPAY, NOW.minus(HOUR.multipliedBy(9)), NOW.minus(HOUR));
      }
    },
    NOT_YET_VALID {
      @Override
      CertifiedKey signer() {
        return WHO.middle()
            .holder(UnionPayIdentities.UNIONPAY, NOW.plus(HOUR), NOW.plus(HOUR.multipliedBy(9)));
      }
    },
    /** UnionPay's common name inside of another part of the name. */
    NAMED_IN_ANOTHER_PART {
      @Override
      CertifiedKey signer() {
        return named("OU=x CN\\=041@831@中国银联股份有限公司@1,CN=041@N777@Sandbox Shop@1");
      }
    },
    NAMED_TWICE {
      @Override
      CertifiedKey signer() {
        return named("CN=041@831@中国银联股份有限公司@1,CN=041@N777@Sandbox Shop@1");
      }
    },
    NAMED_ALMOST {
      @Override
      CertifiedKey signer() {
        return named("CN=041@831@中国银联股份有限公司 @1");
      }
    },
    NAMED_ELSEWHERE {
      @Override
      CertifiedKey signer() {
        return named("CN=041@中国银联股份有限公司@831@1");
      }
    },
    NAMED_BY_NOTHING_ELSE {
      @Override
      CertifiedKey signer() {
        return named("CN=中国银联股份有限公司");
      }
    };

    abstract CertifiedKey signer();

    private static CertifiedKey named(String name) {
      return WHO.middle().holder(name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesCertificatesThatAreNotUnionPays(Attack attack) {
    var signer = attack.signer();
    var fields = notice(transaction(order()));

    assertThat(isUnionPays(signed(fields, signer, signer))).isFalse();
    assertThat(isUnionPays(signed(fields, WHO.unionPay(), signer))).isFalse();
    assertThat(isUnionPays(signed(fields))).isTrue();
  }

  @Test
  void letsTheAccountNameUnionPaysOwnerAndNobodyElse() {
    var test = WHO.middle().holder("CN=041@8310000000083040@00040000:SIGN@00016493");
    var fields = signed(notice(transaction(order())), test, test);
    var account = account(Map.of("certificate-owner", "00040000:SIGN"));

    assertThat(isUnionPays(fields)).isFalse();
    assertThat(isUnionPays(fields, account)).isTrue();
    assertThat(isUnionPays(signed(notice(transaction(order()))), account)).isFalse();
  }

  @Test
  void believesNothingWithoutCertificatesToMeasureBy() {
    var fields = signed(notice(transaction(order())));
    for (var missing : new String[] {"root-cert", "middle-cert"}) {
      var secrets = new HashMap<>(secrets());
      secrets.remove(missing);
      assertThat(isUnionPays(fields, with(secrets))).as(missing).isFalse();
      secrets.put(missing, Secret.ofText("no certificate"));
      assertThat(isUnionPays(fields, with(secrets))).as(missing).isFalse();
      secrets.put(missing, Secret.ofText(WHO.merchant().pem()));
      assertThat(isUnionPays(fields, with(secrets))).as(missing).isFalse();
    }
  }

  @Test
  void readsMessagesUnderTheCertificateThatIsBeingReplaced() {
    var secrets = new HashMap<>(secrets());
    secrets.put("middle-cert-previous", secrets.get("middle-cert"));
    secrets.put("middle-cert", Secret.ofText(WHO.stranger().pem()));

    assertThat(isUnionPays(signed(notice(transaction(order()))), with(secrets))).isTrue();
  }

  @Test
  void judgesByTheTimeAtWhichTheMessageCame() {
    var fields = signed(notice(transaction(order())));

    assertThat(
            UnionPaySigning.isUnionPays(
                new UnionPayMessage(fields), account(), Instant.parse("2050-01-01T00:00:00Z")))
        .isFalse();
  }

  @Test
  void signsNothingWithoutAKey() {
    var secrets = new HashMap<>(secrets());
    secrets.put("pfx-password", Secret.ofText("another"));

    assertThatThrownBy(() -> UnionPaySigning.sign(new UnionPayMessage(), with(secrets)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean isUnionPays(Map<String, String> fields) {
    return isUnionPays(fields, account());
  }

  private static boolean isUnionPays(Map<String, String> fields, ChannelAccount account) {
    return UnionPaySigning.isUnionPays(new UnionPayMessage(fields), account, NOW);
  }

  private static ChannelAccount with(Map<String, Secret> secrets) {
    var base = account();
    return new ChannelAccount(base.id(), base.baseUrl(), secrets, base.options(), base.limits());
  }

  private static UnionPayService otherClient() {
    var config = new UnionPayConfigStorage();
    config.setMerId(MER_ID);
    config.setCertSign(true);
    config.setSignType("RSA2");
    config.setInputCharset("UTF-8");
    config.setNotifyUrl("https://pay.example/callbacks/unionpay/cn?a=1");
    config.setReturnUrl("https://shop.example/back?order=1&x=%C3%A4");
    config.setTest(true);
    config.setCertStoreType(CertStoreType.INPUT_STREAM);
    config.setKeyPrivateCert(stream(WHO.merchant().pfx(PASSWORD)));
    config.setKeyPrivateCertPwd(PASSWORD);
    config.setAcpMiddleCert(stream(WHO.middle().pem().getBytes(UTF_8)));
    config.setAcpRootCert(stream(CertifiedKey.pem(WHO.root()).getBytes(UTF_8)));
    return new UnionPayService(config);
  }

  private static PayOrder otherOrder() {
    return new PayOrder(
        "十二本书",
        "十二本书",
        new BigDecimal("88.88"),
        UnionPayFixtures.number(order()),
        UnionTransactionType.WEB);
  }

  /** The request of the other client for the page that we build, too. */
  static Map<String, String> otherFields() {
    var fields = new LinkedHashMap<String, String>();
    otherClient().orderInfo(otherOrder()).forEach((name, value) -> fields.put(name, "" + value));
    return fields;
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
