package io.tollgate.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

  @TempDir private Path folder;

  @Test
  void readsBackWhatItWrote() {
    var run = Runs.clean();
    run.calls.add(Runs.unanswered(3, Runs.START));
    run.complaints.add("something \"quoted\"");
    run.rules =
        new Rules(
            true,
            true,
            Set.of("pay_x"),
            List.of(new Rules.Span(1, 2)),
            List.of(new Rules.Span(3, 4)));
    var recorded = run.recorded();

    HistoryFile.write(recorded, folder.resolve("run.jsonl"));

    var read = HistoryFile.read(folder.resolve("run.jsonl"));
    assertThat(read).isEqualTo(recorded);
    assertThat(Checker.judge(read)).isEqualTo(Checker.judge(recorded));
  }
}
