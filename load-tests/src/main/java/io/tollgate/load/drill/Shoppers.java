package io.tollgate.load.drill;

import io.tollgate.load.check.Call;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Shoppers at work, as their seed says. Each sends one order after the other; an order that got no
 * answer is sent again unchanged, as merchants do; what is not final yet is polled or followed.
 */
final class Shoppers implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled", "expired");

  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = Checkout.client();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Journal journal;
  private final Supplier<List<Integer>> doors;
  private final Shopping plan;
  private final String prefix;
  private volatile boolean closing;

  Shoppers(Journal journal, Supplier<List<Integer>> doors, Shopping plan, String prefix) {
    this.journal = journal;
    this.doors = doors;
    this.plan = plan;
    this.prefix = prefix;
  }

  Shoppers start(Random random) {
    for (int client = 0; client < plan.clients(); client++) {
      int number = client;
      var own = new Random(random.nextLong());
      people.execute(() -> quietly(() -> shop(number, own)));
    }
    return this;
  }

  /** Everybody sends the very same order at once, and insists. */
  Shoppers startWithOneOrder(Order order, Random random) {
    for (int client = 0; client < plan.clients(); client++) {
      int number = client;
      var own = new Random(random.nextLong());
      people.execute(
          () -> quietly(() -> insist(new Checkout(http, journal, doors, number), order, own)));
    }
    return this;
  }

  /** How many orders were acknowledged so far. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Takes no new orders, and waits until those under way have been answered and followed. */
  void finish() throws InterruptedException {
    closing = true;
    people.shutdown();
    if (!people.awaitTermination(PATIENCE.toSeconds() + 30, TimeUnit.SECONDS)) {
      journal.complain("shoppers did not come to an end");
    }
  }

  private void shop(int client, Random random) throws InterruptedException {
    var checkout = new Checkout(http, journal, doors, client);
    for (int number = 0; !closing; number++) {
      var reference = prefix + client + "-" + number;
      var token = plan.tokens().get(random.nextInt(plan.tokens().size()));
      var key = random.nextDouble() < plan.keyed() ? "key-" + reference : "";
      insist(checkout, new Order(reference, token, key, random.nextInt(4)), random);
      Thread.sleep(random.nextInt(2 * plan.pauseMillis() + 1));
    }
  }

  /** Sends the order until it is acknowledged, however long that takes within reason. */
  void insist(Checkout checkout, Order order, Random random) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var answer = checkout.pay(order);
    while (comesAgain(answer) && System.nanoTime() < deadline) {
      Thread.sleep(pause(answer) + random.nextInt(300));
      answer = checkout.pay(order);
    }
    if (answer.acknowledges()) {
      acknowledged.incrementAndGet();
      watch(answer, random.nextBoolean(), random.nextInt(64));
    } else if (plan.insists() || !isWithoutRoute(answer)) {
      journal.complain(
          "%s was never acknowledged: %d %s"
              .formatted(order.reference(), answer.status(), answer.trouble()));
    }
  }

  private static int pause(Call answer) {
    return isWithoutRoute(answer) ? 1_000 : 100;
  }

  private boolean comesAgain(Call answer) {
    return answer.status() == 0
        || answer.status() >= 500
        || answer.status() == 429
        || answer.trouble().equals("idempotency_key_in_use")
        // What is repeated under a key will not change any more.
        || plan.insists() && isWithoutRoute(answer) && !answer.replayed();
  }

  private static boolean isWithoutRoute(Call answer) {
    return answer.trouble().equals("no_route");
  }

  private void watch(Call answer, boolean follows, int first) {
    var seen = answer.payment();
    if (seen == null || FINAL.contains(seen.status())) {
      return;
    }
    var own = new Checkout(http, journal, doors, first);
    if (follows) {
      Thread.startVirtualThread(
          () -> quietly(() -> own.follow(answer.reference(), seen.id(), PATIENCE)));
    } else {
      Thread.startVirtualThread(() -> quietly(() -> poll(own, answer.reference(), seen.id())));
    }
  }

  private static void poll(Checkout own, String reference, String id) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean ended = false;
    while (!ended && System.nanoTime() < deadline) {
      Thread.sleep(700);
      var seen = own.read(reference, id).payment();
      ended = seen != null && FINAL.contains(seen.status());
    }
  }

  private interface Errand {
    void run() throws InterruptedException;
  }

  private static void quietly(Errand errand) {
    try {
      errand.run();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    people.shutdownNow();
    http.shutdownNow();
  }
}
