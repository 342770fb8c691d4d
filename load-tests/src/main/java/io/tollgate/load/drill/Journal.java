package io.tollgate.load.drill;

import io.tollgate.load.check.Call;
import io.tollgate.load.check.Mark;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What happens in a run, as it happens. */
final class Journal {

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<Mark> marks = new ConcurrentLinkedQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  void add(Call call) {
    calls.add(call);
  }

  void mark(String what) {
    marks.add(new Mark(System.currentTimeMillis(), what));
  }

  void complain(String what) {
    complaints.add(what);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }
}
