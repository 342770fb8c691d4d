package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.unionpay.UnionPayAnswers.Found;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks what became of a transaction, by each time that it may have been sent with. */
final class UnionPayQuestions {

  private final UnionPayRequests requests;
  private final UnionPayAnswers answers;
  private final Edge edge;

  UnionPayQuestions(UnionPayRequests requests, UnionPayAnswers answers, Edge edge) {
    this.requests = requests;
    this.answers = answers;
    this.edge = edge;
  }

  /** What was found, and under which name. */
  record Answer(UnionPayTransaction about, Found found) {

    boolean isAbsent() {
      return found instanceof Found.Absent;
    }
  }

  Mono<Answer> ask(UnionPayTransaction about) {
    return edge.ask(() -> requests.query(about))
        .map(exchange -> new Answer(about, answers.toQuestion(exchange, about)));
  }

  /** The first of these times that UnionPay does not deny; the last where it denies all. */
  Mono<Answer> ask(UnionPayTransaction about, List<String> times) {
    return Flux.fromIterable(times)
        .map(about::at)
        .concatMap(this::ask)
        .takeUntil(answer -> !answer.isAbsent())
        .last();
  }
}
