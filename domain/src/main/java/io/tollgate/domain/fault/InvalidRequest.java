package io.tollgate.domain.fault;

import java.util.List;

/** A request some of whose fields break their rules; all of them are listed at once. */
public final class InvalidRequest extends GatewayFault {

  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  public InvalidRequest(List<FieldProblem> problems) {
    super(FaultCode.INVALID_REQUEST, summary(problems));
    this.problems = List.copyOf(problems);
  }

  public InvalidRequest(String pointer, String code, String detail) {
    this(List.of(new FieldProblem(pointer, code, detail)));
  }

  public List<FieldProblem> problems() {
    return problems;
  }

  private static String summary(List<FieldProblem> problems) {
    var first = problems.getFirst();
    var more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return (first.pointer().isEmpty() ? "" : first.pointer() + ": ") + first.detail() + more;
  }
}
