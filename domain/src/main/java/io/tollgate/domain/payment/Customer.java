package io.tollgate.domain.payment;

import org.jspecify.annotations.Nullable;

/**
 * Who pays, as far as the merchant tells.
 *
 * @param id the merchant's own id of the customer; risk rules count by it
 * @param email where the payer gets mail
 * @param country ISO 3166-1 alpha-2
 * @param name as the payer writes it
 * @param phone E.164, with its plus sign; where a carrier charges, it is who is charged
 * @param ip the address that the payer's device has, which some channels judge risk by
 */
public record Customer(
    @Nullable String id,
    @Nullable String email,
    @Nullable String country,
    @Nullable String name,
    @Nullable String phone,
    @Nullable String ip) {

  /** Nobody in particular. */
  public static final Customer UNKNOWN = new Customer(null, null, null, null, null, null);

  /** Masks what is personal. */
  @Override
  public String toString() {
    return "Customer[***]";
  }
}
