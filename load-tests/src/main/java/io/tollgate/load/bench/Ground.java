package io.tollgate.load.bench;

import io.tollgate.load.past.Past;
import io.tollgate.load.rig.Program;
import io.tollgate.load.rig.TestBed;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.net.URI;
import java.util.List;

/**
 * What stays while gateways come and go: the channel, the servers and the payments in them.
 *
 * @param channel where payments are sent: the stub, or one that is not ours
 */
record Ground(Program stub, URI channel, TestBed bed, HotStore hotStore, Wrk wrk, Past past)
    implements AutoCloseable {

  /** Starts the channel and the servers. */
  static Ground prepare(Plan.Setup setup) throws InterruptedException {
    var log = SandboxFolder.folder("load-tests").resolve("stub.log");
    var stub = Program.start(log, List.of(), "stub", "--delay=" + setup.delayMillis());
    var partners = URI.create("http://127.0.0.1:" + stub.port());
    var named = setup.channel();
    var channel = named == null ? partners : named;
    var bed = TestBed.start(channel, partners.resolve("/webhooks"));
    var hotStore = new HotStore(bed.redis().uri(), floorUri(bed));
    return new Ground(stub, channel, bed, hotStore, new Wrk(bed.folder()), new Past(bed));
  }

  /** The database in Redis that the floor works on. */
  String floorUri() {
    return floorUri(bed);
  }

  private static String floorUri(TestBed bed) {
    return bed.redis().uri() + "/1";
  }

  @Override
  public void close() {
    hotStore.close();
    stub.close();
    bed.close();
  }
}
