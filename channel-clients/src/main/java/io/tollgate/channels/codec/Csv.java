package io.tollgate.channels.codec;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/** Reads tables of text, as channels' bill files are. */
public final class Csv {

  private static final ObjectReader ROWS =
      CsvMapper.builder()
          .enable(CsvReadFeature.WRAP_AS_ARRAY)
          .enable(CsvReadFeature.SKIP_EMPTY_LINES)
          .build()
          .readerForListOf(String[].class);

  private Csv() {}

  /**
   * All rows, headings and totals included, each as long as it is; empty where this is no table.
   *
   * @param separator between the cells; a cell in double quotes may hold it
   */
  public static Optional<List<String[]>> rows(byte[] file, Charset charset, char separator) {
    var schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    try {
      return Optional.of(ROWS.with(schema).readValue(new String(file, charset)));
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }
}
