package io.tollgate.gateway.platform;

/** What a process opens; each role is deployed and scaled by itself. */
public enum Role {
  /** The merchants' door. */
  API,
  /** The channels' door. */
  CALLBACK,
  /** Everything behind the response: the drain, notices, webhooks, status checks. */
  WORKER
}
