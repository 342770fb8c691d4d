package io.tollgate.sandbox.channel;

import java.util.List;
import java.util.Map;

/** A channel that is simulated on 127.0.0.1, with an account of the sandbox's merchant. */
public interface SimulatedChannel extends AutoCloseable {

  /** To be used where the channel's own address would be. */
  String baseUrl();

  /** The account's secrets, by the names that the channel's adapter gives them. */
  Map<String, String> secrets();

  /** The account's options, by the names that the channel's adapter gives them. */
  Map<String, String> options();

  /** What can be tried: a payment for each scripted behaviour. */
  List<Trial> trials();

  /**
   * How often money was taken for a payment and not given back: what a gateway is judged by.
   *
   * @param paymentId the gateway's id of it
   */
  long chargesOf(String paymentId);

  /** Stops listening and sends no more callbacks. */
  @Override
  void close();
}
