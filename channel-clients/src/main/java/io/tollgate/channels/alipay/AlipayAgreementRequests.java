package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayIds.id;
import static io.tollgate.channels.alipay.AlipayIds.out;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import java.net.URI;

/**
 * Builds what is sent to Alipay about withholding agreements (facts, section 4, "agreement"). Which
 * product, scene and way in an account was given is its own contract's: the options {@value
 * #PRODUCT}, {@value #SCENE} and {@value #ACCESS}.
 */
final class AlipayAgreementRequests {

  static final String PAGE_SIGN = "alipay.user.agreement.page.sign";
  static final String QUERY = "alipay.user.agreement.query";
  static final String UNSIGN = "alipay.user.agreement.unsign";

  static final String PRODUCT = "personal-product";
  static final String SCENE = "sign-scene";
  static final String ACCESS = "access-channel";

  private static final String PRODUCT_UNLESS_SET = "GENERAL_WITHHOLDING_P";
  private static final String SCENE_UNLESS_SET = "INDUSTRY|DEFAULT_SCENE";
  private static final String ACCESS_UNLESS_SET = "ALIPAYAPP";

  private AlipayAgreementRequests() {}

  /** {@code alipay.user.agreement.page.sign}: no call, but an address for the payer's browser. */
  static URI sign(AgreementRequest request, AlipayCalls calls) {
    var access = new JsonBody().with("channel", calls.option(ACCESS, ACCESS_UNLESS_SET));
    return calls.page(
        PAGE_SIGN, named(request, calls).with("access_params", access), request.returnUrl());
  }

  /** {@code alipay.user.agreement.query} by our id. */
  static HttpCall query(AgreementRequest request, AlipayCalls calls) {
    return calls.ask(QUERY, named(request, calls));
  }

  /** {@code alipay.user.agreement.unsign}. */
  static HttpCall end(String token, AlipayCalls calls) {
    return calls.post(UNSIGN, new JsonBody().with("agreement_no", id(token)));
  }

  private static JsonBody named(AgreementRequest request, AlipayCalls calls) {
    return new JsonBody()
        .with("personal_product_code", calls.option(PRODUCT, PRODUCT_UNLESS_SET))
        .with("sign_scene", calls.option(SCENE, SCENE_UNLESS_SET))
        .with("external_agreement_no", out(request.id()));
  }
}
