package io.tollgate.domain.channel;

import java.time.LocalDate;
import reactor.core.publisher.Flux;

/** A channel that tells what it settled, as a file or a list. */
public interface ListsStatements {

  /**
   * What the channel settled on a day, in the channel's own time zone and order.
   *
   * @throws StatementUnavailable signalled where it is not there (yet), or cannot be read; rows
   *     before it are then not to be used
   */
  Flux<StatementRow> statement(LocalDate day, ChannelAccount account);
}
