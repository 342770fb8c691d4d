package io.tollgate.load.rig;

import io.tollgate.sandbox.servers.SandboxFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is started when a gateway is.
 *
 * @param javaOptions for its JVM
 */
public record GatewayBuild(Path jar, List<String> javaOptions) {

  /** The AOT cache in the folder of a trained gateway. */
  public static final String CACHE = "tollgate.aot";

  private static final String JAR = "tollgate-gateway-exec.jar";

  public GatewayBuild {
    javaOptions = List.copyOf(javaOptions);
  }

  /** The packaged jar, as it is built. */
  public static GatewayBuild packaged() {
    var target = SandboxFolder.projectRoot().resolve("gateway-reactive/target");
    return new GatewayBuild(target.resolve(JAR), List.of());
  }

  /** A folder that {@code load-tests/run train} made. */
  public static GatewayBuild trained(Path folder) {
    return new GatewayBuild(folder.resolve(JAR), List.of("-XX:AOTCache=" + folder.resolve(CACHE)));
  }

  /** The same with further options for the JVM. */
  public GatewayBuild with(List<String> more) {
    var options = new ArrayList<>(javaOptions);
    options.addAll(more);
    return new GatewayBuild(jar, options);
  }
}
