package io.tollgate.load;

import io.tollgate.load.bench.BenchCommand;
import io.tollgate.load.bench.GrowthCommand;
import io.tollgate.load.drill.DrillCommand;
import io.tollgate.load.floor.FloorProgram;
import io.tollgate.load.gatling.GatlingCommand;
import io.tollgate.load.queues.PlayerProgram;
import io.tollgate.load.queues.QueuesCommand;
import io.tollgate.load.stub.StubProgram;
import io.tollgate.load.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one program of the load and fault tests. See {@code --help}. */
@Command(
    name = "load-tests/run",
    mixinStandardHelpOptions = true,
    description = "Load, cost and fault tests of the packaged gateway, on loopback.",
    subcommands = {
      BenchCommand.class,
      DrillCommand.class,
      FloorProgram.class,
      GatlingCommand.class,
      GrowthCommand.class,
      PlayerProgram.class,
      QueuesCommand.class,
      StubProgram.class,
      TrainCommand.class
    })
public final class LoadTests {

  private LoadTests() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LoadTests()).execute(arguments));
  }
}
