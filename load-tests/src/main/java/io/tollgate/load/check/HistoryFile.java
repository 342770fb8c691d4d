package io.tollgate.load.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A run as a file of JSON lines, so that it can be read, searched and judged again. */
public final class HistoryFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HistoryFile() {}

  /** One line: exactly one of its parts is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      @Nullable Head head,
      @Nullable Call call,
      @Nullable Mark mark,
      Ends.@Nullable Charge charge,
      Ends.@Nullable Stored hot,
      Ends.@Nullable Stored cold,
      Ends.@Nullable Told told) {}

  /** The first line. */
  record Head(String drill, long seed, Rules rules, List<String> complaints) {}

  /** Writes a run; a file that is there is replaced. */
  public static void write(Recorded run, Path file) {
    try (var out = Files.newBufferedWriter(file)) {
      var head = new Head(run.drill(), run.seed(), run.rules(), run.complaints());
      line(out, new Line(head, null, null, null, null, null, null));
      for (var mark : run.marks()) {
        line(out, new Line(null, null, mark, null, null, null, null));
      }
      for (var call : run.calls()) {
        line(out, new Line(null, call, null, null, null, null, null));
      }
      for (var charge : run.ends().charges()) {
        line(out, new Line(null, null, null, charge, null, null, null));
      }
      for (var hot : run.ends().hot()) {
        line(out, new Line(null, null, null, null, hot, null, null));
      }
      for (var cold : run.ends().cold()) {
        line(out, new Line(null, null, null, null, null, cold, null));
      }
      for (var told : run.ends().told()) {
        line(out, new Line(null, null, null, null, null, null, told));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void line(BufferedWriter out, Line line) throws IOException {
    out.write(JSON.writeValueAsString(line));
    out.newLine();
  }

  /** Reads a run that {@link #write} wrote. */
  public static Recorded read(Path file) {
    try {
      var lines = new ArrayList<Line>();
      for (var text : Files.readAllLines(file)) {
        lines.add(JSON.readValue(text, Line.class));
      }
      var head = parts(lines, Line::head).getFirst();
      return new Recorded(
          head.drill(),
          head.seed(),
          parts(lines, Line::call),
          parts(lines, Line::mark),
          new Ends(
              parts(lines, Line::charge),
              parts(lines, Line::hot),
              parts(lines, Line::cold),
              parts(lines, Line::told)),
          head.rules(),
          head.complaints());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static <T> List<T> parts(List<Line> lines, Function<Line, @Nullable T> part) {
    return lines.stream().map(part).filter(Objects::nonNull).toList();
  }
}
