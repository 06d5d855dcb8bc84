import type { Page, Reason } from "../domain/snapshot.ts";
import type { Client } from "./client.ts";
import { clientRedirectOf } from "./client-redirect.ts";
import { decodePage } from "./decode.ts";
import { absolute } from "./dom.ts";
import { notAPage } from "./not-a-page.ts";
import { PageDocument } from "./page-document.ts";
import { unfitness } from "./page-limits.ts";
import { got, type PageAddress, type PageRequest, pageKey } from "./page-request.ts";
import { hostOf } from "./site.ts";

/** A page of text, wherever redirects led, or the reason why there is none. */
export type Followed =
  | { readonly ok: true; readonly page: Page; readonly document: PageDocument }
  | { readonly ok: false; readonly reason: Reason; readonly page: Page | null };

const MOST_HOPS = 6;
const LONGEST_URL = 2000;

/** The same, and nothing but a page: a challenge, a soft 404 or a notice of maintenance is none. */
export async function followToPage(...request: Parameters<typeof follow>): Promise<Followed> {
  const answer = await follow(...request);
  if (!answer.ok) return answer;
  const reason = notAPage(answer.document, 200);
  return reason ? { ok: false, reason, page: answer.page } : answer;
}

/**
 * Asks for a page and goes where its redirects lead, by status or by script, on `hosts` alone: an address
 * anywhere else is not patrolled.
 */
export async function follow(
  client: Client,
  { url, form, purpose }: PageRequest,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Followed> {
  let next: PageAddress = { url, form };
  let last: Page | null = null;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    if (next.url.length > LONGEST_URL || !hosts.has(hostOf(next.url))) {
      await client.leaveOut?.({ ...next, purpose }, "not-patrolled");
      return { ok: false, reason: "not-patrolled", page: last };
    }
    const answer = await client.get({ ...next, purpose }, signal);
    if (!answer.ok) return answer;
    last = answer.page;
    const html = answer.location === null ? decodePage(answer.body, answer.contentType).text : "";
    const document = new PageDocument(html, next.url, next.form);
    const location =
      answer.location === null ? clientRedirectOf(document) : absolute(answer.location, next.url);
    if (location === null) {
      if (answer.location !== null) return { ok: false, reason: "unreadable", page: last };
      const unfit = unfitness(html);
      // A firewall's or a server's own message is often cut short as well, and says more.
      if (unfit !== null) return { ok: false, reason: notAPage(document, 200) ?? unfit, page: last };
      return { ok: true, page: last, document };
    }
    const asked = next;
    // Only these two ask for the same once more (RFC 9110); after any other the way on is got.
    next = [307, 308].includes(last.status) ? { url: location, form: next.form } : got(location);
    if (pageKey(next) === pageKey(asked)) return { ok: false, reason: "unreadable", page: last };
  }
  return { ok: false, reason: "unreadable", page: last };
}
