package io.tollgate.load.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {

  @TempDir Path folder;
  private Path file;
  private TaskLog log;

  @BeforeEach
  void begin() {
    file = folder.resolve("worker.log");
    log = new TaskLog(file);
  }

  @Test
  void isEmptyBeforeTheWorkerWroteAnything() {
    assertThat(log.read().different("a")).isZero();
    assertThat(log.lateness("a")).isEmpty();
  }

  @Test
  void countsATaskOnceAndItsRepetitionsApart() {
    write("S a-0_100 105\nS a-1_100 110\nS a-0_100 190\nS b-0_100 100\n");

    assertThat(log.read().different("a")).isEqualTo(2);
    assertThat(log.repeated("a")).isEqualTo(1);
    assertThat(log.lateness("a")).containsExactly(5, 10);
  }

  @Test
  void leavesALineThatIsHalfWrittenForTheNextTime() {
    write("S a-0_100 105\nS a-1_1");
    assertThat(log.read().different("a")).isEqualTo(1);

    write("00 110\n");
    assertThat(log.read().different("a")).isEqualTo(2);
  }

  @Test
  void knowsWhatWasBegunAndNotDone() {
    write("S a-0_100 105\nS a-1_100 106\nD a-0_100 205\n");

    assertThat(log.read().unfinished("a")).containsExactly(new TaskName("a", 1, 100));
  }

  @Test
  void knowsWhatWasBegunSinceAMoment() {
    write("S a-0_100 105\nS a-0_100 300\nS a-1_100 400\nS a-1_100 500\n");

    assertThat(log.read().begunSince("a", 200))
        .containsEntry(new TaskName("a", 0, 100), 300L)
        .containsEntry(new TaskName("a", 1, 100), 400L);
  }

  @Test
  void findsTheLongestSilence() {
    write("S a-0_1 100\nS a-1_1 900\nS a-2_1 950\n");

    assertThat(log.read().longestSilence("a")).isEqualTo(800);
  }

  private void write(String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
