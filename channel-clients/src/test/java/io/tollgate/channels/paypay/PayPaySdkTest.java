package io.tollgate.channels.paypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.sandbox.paypay.PayPaySimulator;
import io.tollgate.sandbox.paypay.PayPaySimulatorSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import jp.ne.paypay.ApiClient;
import jp.ne.paypay.ApiException;
import jp.ne.paypay.api.PaymentApi;
import jp.ne.paypay.api.UserApi;
import jp.ne.paypay.model.AccountLinkQRCode;
import jp.ne.paypay.model.AuthorizationScope;
import jp.ne.paypay.model.CaptureObject;
import jp.ne.paypay.model.MoneyAmount;
import jp.ne.paypay.model.Payment;
import jp.ne.paypay.model.PaymentState;
import jp.ne.paypay.model.PaymentStateRevert;
import jp.ne.paypay.model.QRCode;
import jp.ne.paypay.model.Refund;
import jp.ne.paypay.model.RefundState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PayPay's own client drives the simulator, so that the simulator speaks as PayPay does. */
class PayPaySdkTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final PayPaySimulatorSettings settings = PayPaySimulatorSettings.defaults();
  private final PayPaySimulator simulator = PayPaySimulator.start(settings);
  private final ApiClient client = new ApiClient();
  private final PaymentApi payments = new PaymentApi(client);

  @BeforeEach
  void connect() throws ApiException {
    client.setBasePath(simulator.baseUrl());
    client.setApiKey(settings.apiKey());
    client.setApiSecretKey(settings.apiSecret());
    client.setAssumeMerchant(settings.merchantId());
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void makesACodeDeletesItAndAsks() throws ApiException {
    var code = new QRCode().merchantPaymentId(id()).amount(yen(1_299)).codeType("ORDER_QR");
    code.setRedirectUrl("https://shop.example/back");
    code.setRedirectType(QRCode.RedirectTypeEnum.WEB_LINK);

    var made = payments.createQRCode(code);
    assertThat(made.getResultInfo().getCode()).isEqualTo("SUCCESS");
    assertThat(made.getData().getUrl()).startsWith(simulator.baseUrl());
    assertThat(state(payments.getCodesPaymentDetails(code.getMerchantPaymentId()).getData()))
        .isEqualTo("CREATED");
    assertThat(payments.deleteQRCode(made.getData().getCodeId()).getResultInfo().getCode())
        .isEqualTo("SUCCESS");
    assertThatThrownBy(() -> payments.getCodesPaymentDetails(code.getMerchantPaymentId()))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void chargesCancelsAndGivesBack() throws ApiException {
    var charged = payments.createPayment(charge(), "true").getData();
    assertThat(state(charged)).isEqualTo("COMPLETED");
    assertThat(state(payments.getPaymentDetails(charged.getMerchantPaymentId()).getData()))
        .isEqualTo("COMPLETED");

    var refund = new Refund();
    refund.setMerchantRefundId(id());
    refund.setPaymentId(charged.getPaymentId());
    refund.setAmount(yen(1_299));
    refund.setRequestedAt(1_600_000_000L);
    refund.setReason("returned");
    assertThat(payments.refundPayment(refund).getData().getStatus())
        .isEqualTo(RefundState.StatusEnum.REFUNDED);
    assertThat(payments.getRefundDetails(refund.getMerchantRefundId()).getData().getAmount())
        .isEqualTo(yen(1_299));

    var other = payments.createContinuousPayment(charge()).getData();
    assertThat(payments.cancelPayment(other.getMerchantPaymentId()).getResultInfo().getCode())
        .isEqualTo("REQUEST_ACCEPTED");
    assertThat(state(payments.getPaymentDetails(other.getMerchantPaymentId()).getData()))
        .isEqualTo("FAILED");
  }

  @Test
  void holdsCapturesAndLetsGo() throws ApiException {
    var held = payments.createPaymentAuthorization(charge(), "true").getData();
    assertThat(state(held)).isEqualTo("AUTHORIZED");
    var capture = new CaptureObject();
    capture.setMerchantPaymentId(held.getMerchantPaymentId());
    capture.setMerchantCaptureId(id());
    capture.setAmount(yen(500));
    capture.setOrderDescription("half");
    capture.setRequestedAt(1_600_000_000L);
    var captured = payments.capturePaymentAuth(capture).getData();
    assertThat(state(captured)).isEqualTo("COMPLETED");
    assertThat(captured.getCaptures().getData().getFirst().getMerchantCaptureId())
        .isEqualTo(capture.getMerchantCaptureId());

    var other = payments.createPaymentAuthorization(charge(), "true").getData();
    var revert = new PaymentStateRevert();
    revert.setMerchantRevertId(id());
    revert.setPaymentId(other.getPaymentId());
    revert.setRequestedAt(1_600_000_000L);
    assertThat(payments.revertAuth(revert).getData().getStatus().toString()).isEqualTo("CANCELED");
  }

  @Test
  void asksForConsent() throws ApiException {
    var link = new AccountLinkQRCode();
    link.setScopes(List.of(AuthorizationScope.CONTINUOUS_PAYMENTS));
    link.setNonce("n");
    link.setRedirectUrl("https://shop.example/agreed");
    link.setReferenceId("agr_1");
    link.setRedirectType(QRCode.RedirectTypeEnum.WEB_LINK);

    assertThat(payments.createAccountLinkQRCode(link).getData().getLinkQRCodeURL())
        .startsWith(simulator.baseUrl() + "/_sim/consent/");
    assertThatThrownBy(() -> new UserApi(client).getUserAuthorizationStatus("nobody"))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void isRefusedWithAWrongSecret() throws ApiException {
    client.setApiSecretKey("b3RoZXI=");

    assertThatThrownBy(() -> payments.createPayment(charge(), "true"))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(401));
  }

  /** The words that our tables know are those of the official models. */
  @Test
  void knowsTheOfficialWords() {
    assertThat(PaymentState.StatusEnum.values())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "CREATED",
            "AUTHORIZED",
            "REAUTHORIZING",
            "COMPLETED",
            "REFUNDED",
            "FAILED",
            "CANCELED",
            "EXPIRED");
    assertThat(RefundState.StatusEnum.values())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("CREATED", "REFUNDED", "REFUND_FAILED");
    assertThat(AuthorizationScope.CONTINUOUS_PAYMENTS.getValue())
        .isEqualTo("CONTINUOUS_PAYMENTS".toLowerCase(Locale.ROOT));
    PayPayModels.assume();
    assertThat(PayPayModels.words("PaymentState$StatusEnum")).hasSize(8);
  }

  private static Payment charge() {
    var payment = new Payment();
    payment.setMerchantPaymentId(id());
    payment.setUserAuthorizationId(PayPaySandbox.PAYER);
    payment.setAmount(yen(1_299));
    payment.setRequestedAt(1_600_000_000L);
    return payment;
  }

  private static String state(Payment payment) {
    return payment.getStatus().toString();
  }

  private static MoneyAmount yen(int amount) {
    return new MoneyAmount().amount(amount).currency(MoneyAmount.CurrencyEnum.JPY);
  }

  private static String id() {
    return "sdk_" + NUMBERS.incrementAndGet();
  }
}
