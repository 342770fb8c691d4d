package io.tollgate.domain.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LifecycleDocumentTest {
  private static final Path PAGE =
      Path.of(System.getProperty("tollgate.root", ".."), "docs", "payment-lifecycle.md");
  private static final String OPENING = "```mermaid\n";
  private static final String CLOSING = "```\n";

  @Test
  void showsTheDiagramOfTheTable() throws IOException {
    var page = Files.readString(PAGE);
    int start = page.indexOf(OPENING) + OPENING.length();
    int end = page.indexOf(CLOSING, start);
    if (Boolean.getBoolean("tollgate.write-docs")) {
      Files.writeString(
          PAGE, page.substring(0, start) + PaymentLifecycle.diagram() + page.substring(end));
      return;
    }

    assertThat(page.substring(start, end))
        .as(
            "docs/payment-lifecycle.md is stale; to write it anew: "
                + "./mvnw -pl domain test -Dtest=LifecycleDocumentTest -Dtollgate.write-docs=true")
        .isEqualTo(PaymentLifecycle.diagram());
  }
}
