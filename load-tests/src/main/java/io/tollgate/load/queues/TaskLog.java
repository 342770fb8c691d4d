package io.tollgate.load.queues;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** What a worker wrote, as far as it has been read. */
final class TaskLog {

  private final Path file;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Set<TaskName>> seen = new HashMap<>();
  private long offset;

  /**
   * One line.
   *
   * @param begun whether the task was begun then, or done
   * @param atMillis since the epoch
   */
  record Entry(boolean begun, TaskName task, long atMillis) {}

  TaskLog(Path file) {
    this.file = file;
  }

  /** Reads what has been added; a line that is half written stays for the next time. */
  TaskLog read() {
    if (!file.toFile().exists()) {
      return this;
    }
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      var bytes = new byte[(int) (open.length() - offset)];
      open.seek(offset);
      open.readFully(bytes);
      var text = new String(bytes, StandardCharsets.US_ASCII);
      int end = text.lastIndexOf('\n') + 1;
      offset += end;
      text.substring(0, end).lines().map(TaskLog::entry).forEach(this::add);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void add(Entry entry) {
    entries.add(entry);
    if (entry.begun) {
      seen.computeIfAbsent(entry.task.group(), _ -> new HashSet<>()).add(entry.task);
    }
  }

  private static Entry entry(String line) {
    var words = line.split(" ");
    return new Entry(words[0].equals("S"), TaskName.parse(words[1]), Long.parseLong(words[2]));
  }

  /** The beginnings of a group's tasks, in order. */
  List<Entry> begun(String group) {
    return entries.stream()
        .filter(entry -> entry.begun && entry.task.group().equals(group))
        .toList();
  }

  /** How many different tasks of a group were begun. */
  int different(String group) {
    return seen.getOrDefault(group, Set.of()).size();
  }

  /** How many beginnings were not a task's first. */
  int repeated(String group) {
    return begun(group).size() - different(group);
  }

  /** How late the tasks of a group were begun for the first time, in ms, in order of size. */
  long[] lateness(String group) {
    Map<TaskName, Long> first = new HashMap<>();
    begun(group).forEach(entry -> first.merge(entry.task, entry.atMillis, Math::min));
    return first.entrySet().stream()
        .mapToLong(task -> Math.max(0, task.getValue() - task.getKey().dueMillis()))
        .sorted()
        .toArray();
  }

  /** The tasks of a group that were begun and not done. */
  Set<TaskName> unfinished(String group) {
    Set<TaskName> open = new HashSet<>();
    for (var entry : entries) {
      if (!entry.task.group().equals(group)) {
        continue;
      }
      if (entry.begun) {
        open.add(entry.task);
      } else {
        open.remove(entry.task);
      }
    }
    return open;
  }

  /** When the tasks of a group were begun that were begun since some time, first of all. */
  Map<TaskName, Long> begunSince(String group, long sinceMillis) {
    Map<TaskName, Long> first = new HashMap<>();
    begun(group).stream()
        .filter(entry -> entry.atMillis >= sinceMillis)
        .forEach(entry -> first.merge(entry.task, entry.atMillis, Math::min));
    return first;
  }

  /** The longest silence between two beginnings of a group, in ms. */
  long longestSilence(String group) {
    long[] times = begun(group).stream().mapToLong(Entry::atMillis).sorted().toArray();
    return LongStream.range(1, times.length)
        .map(at -> times[(int) at] - times[(int) at - 1])
        .max()
        .orElse(0);
  }
}
