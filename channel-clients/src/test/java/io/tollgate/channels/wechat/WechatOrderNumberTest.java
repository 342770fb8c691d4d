package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.ChannelRequestId;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WechatOrderNumberTest {

  @Test
  void givesEveryAttemptANumberOfItsOwnThatWechatTakes() {
    var numbers = new HashSet<String>();
    IntStream.rangeClosed(1, 99)
        .mapToObj(attempt -> new ChannelRequestId(order().paymentId(), attempt))
        .forEach(attempt -> {
          var number = WechatOrderNumber.of(attempt);

          assertThat(number).matches("[0-9A-Za-z_\\-|*]{6,32}");
          assertThat(numbers.add(number)).isTrue();
          assertThat(WechatOrderNumber.parse(number)).contains(attempt);
        });
  }

  @Test
  void isTheAttemptsIdWhereThatFits() {
    var id = order().paymentId();

    assertThat(WechatOrderNumber.of(new ChannelRequestId(id, 9))).isEqualTo(id.value() + "-9");
    assertThat(WechatOrderNumber.of(new ChannelRequestId(id, 10))).isEqualTo(id.value() + "10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "10",
        "1217752501201407033233368018",
        "pay_",
        "pay_00000000000000000000000000",
        "pay_00000000000000000000000000-0",
        "pay_00000000000000000000000000-10",
        "pay_0000000000000000000000000010x",
        "pay_0000000000000000000000000005",
        "PAY_00000000000000000000000000-1"
      })
  void knowsNumbersThatAreNotOurs(String number) {
    assertThat(WechatOrderNumber.parse(number)).isEmpty();
  }
}
