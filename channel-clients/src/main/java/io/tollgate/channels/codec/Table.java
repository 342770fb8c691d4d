package io.tollgate.channels.codec;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of text whose first row names its columns, in whatever order. */
public final class Table {

  private final Map<String, Integer> columns;
  private final List<String[]> cells;

  private Table(Map<String, Integer> columns, List<String[]> cells) {
    this.columns = columns;
    this.cells = cells;
  }

  /**
   * Reads a table; empty where it is none, has no heading, or names a column twice.
   *
   * @param separator between the cells; a cell in double quotes may hold it
   */
  public static Optional<Table> read(byte[] file, Charset charset, char separator) {
    return Csv.rows(file, charset, separator).filter(rows -> !rows.isEmpty()).flatMap(Table::of);
  }

  private static Optional<Table> of(List<String[]> rows) {
    var columns = new HashMap<String, Integer>();
    var heading = rows.getFirst();
    for (int at = 0; at < heading.length; at++) {
      // Some programs begin a file with the mark of its byte order, which is no part of the name.
      var name = heading[at].replace("\uFEFF", "").strip();
      if (columns.put(name, at) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Table(columns, rows.subList(1, rows.size())));
  }

  /** Whether it has all these columns. */
  public boolean has(List<String> names) {
    return columns.keySet().containsAll(names);
  }

  /** Its rows in their order, without the heading. */
  public List<Row> rows() {
    return cells.stream().map(Row::new).toList();
  }

  /** One row. */
  public final class Row {

    private final String[] texts;

    private Row(String[] texts) {
      this.texts = texts;
    }

    /** What stands under the heading, without blanks around it; empty where nothing does. */
    public Optional<String> text(String column) {
      var at = columns.get(column);
      return at == null || at >= texts.length
          ? Optional.empty()
          : Optional.of(texts[at].strip()).filter(text -> !text.isEmpty());
    }
  }
}
