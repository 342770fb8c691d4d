package io.tollgate.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GatlingCommandTest {

  private final StringWriter errors = new StringWriter();
  private final CommandLine command =
      new CommandLine(new GatlingCommand()).setErr(new PrintWriter(errors));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | name the suites to run
          checkout --all                         | name the suites to run
          chekout                                | no such suite: chekout
          --size=tiny checkout                   | expected: smoke or full
          --url=http://127.0.0.1:1 life          | it needs SIMULATOR
          --url=http://127.0.0.1:1 herd          | it needs OWN_SETTINGS
          --rate=0 --url=http://127.0.0.1:1 soak | rate: 0.0
          """)
  void refusesWhatItCannotRun(String arguments, String why) {
    int exit = command.execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).contains(why);
  }

  @Test
  void listsEverySuite() {
    assertThat(Suite.values())
        .allSatisfy(suite -> assertThat(suite.wireName()).matches("[a-z-]+"))
        .extracting(Suite::simulation)
        .doesNotHaveDuplicates();
    assertThat(command.execute("--list")).isZero();
  }
}
