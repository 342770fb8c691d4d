package io.tollgate.sandbox.merchant;

import io.tollgate.sandbox.merchant.WebhookReceiver.Received;
import java.util.List;

/** What the merchant received, for people; reloads itself. */
final class WebhookPage {

  private static final int SHOWN = 100;

  private WebhookPage() {}

  static String of(List<Received> received) {
    StringBuilder page =
        new StringBuilder(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="refresh" content="2"><title>Webhooks</title><style>
            body { font: 15px system-ui, sans-serif; margin: 2em; }
            table { border-collapse: collapse; }
            td, th { border-bottom: 1px solid #ddd; padding: .4em .8em; text-align: left; vertical-align: top; }
            pre { margin: 0; white-space: pre-wrap; max-width: 60em; }
            .no { color: #b00; }
            </style></head><body><h1>What the merchant was told</h1>
            """);
    if (received.isEmpty()) {
      return page.append("<p>Nothing yet. Make a payment; this page reloads itself.</p></body>")
          .toString();
    }
    page.append("<table><tr><th>When (UTC)<th>Type<th>Signature<th>Id<th>Payload</tr>");
    received.reversed().stream().limit(SHOWN).forEach(webhook -> row(page, webhook));
    return page.append("</table></body></html>").toString();
  }

  private static void row(StringBuilder page, Received webhook) {
    page.append("<tr><td>")
        .append(webhook.at().toString(), 11, 19)
        .append("<td>")
        .append(escaped(webhook.type()))
        .append(webhook.verified() ? "<td>verified" : "<td class=no>NOT VERIFIED")
        .append("<td>")
        .append(escaped(webhook.id()))
        .append("<td><pre>")
        .append(escaped(webhook.payload()))
        .append("</pre></tr>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
