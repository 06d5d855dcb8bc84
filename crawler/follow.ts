import type { Page, Reason } from "../domain/snapshot.ts";
import type { Client } from "./client.ts";
import { absolute } from "./dom.ts";
import { notAPage } from "./not-a-page.ts";
import type { PageDocument } from "./page-document.ts";
import { got, type PageAddress, type PageRequest, pageKey } from "./page-request.ts";
import { type Came, type PageView, viewOf } from "./page-view.ts";
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
  request: PageRequest,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Followed> {
  const answer = await followAndView(client, request, hosts, signal, (came) => viewOf(came, itself));
  return answer.ok ? { ok: true, page: answer.page, document: answer.value } : answer;
}

function itself(document: PageDocument): PageDocument {
  return document;
}

/** What `view` took from a page, wherever redirects led, or the reason why there is none. */
export type Viewed<T> =
  | { readonly ok: true; readonly page: Page; readonly value: T }
  | { readonly ok: false; readonly reason: Reason; readonly page: Page | null };

/** The same for whoever needs no page, but what `view` takes from it. */
export async function followAndView<T>(
  client: Client,
  { url, form, purpose }: PageRequest,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
  view: (came: Came) => PageView<T> | Promise<PageView<T>>,
): Promise<Viewed<T>> {
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
    let location: string | null;
    if (answer.location !== null) location = absolute(answer.location, next.url);
    else {
      const seen = await view({ ...next, body: answer.body, contentType: answer.contentType });
      if (seen.kind === "page") return { ok: true, page: last, value: seen.value };
      if (seen.kind === "none") return { ok: false, reason: seen.reason, page: last };
      location = seen.location;
    }
    if (location === null) return { ok: false, reason: "unreadable", page: last };
    const asked = next;
    // Only these two ask for the same once more (RFC 9110); after any other the way on is got.
    next = [307, 308].includes(last.status) ? { url: location, form: next.form } : got(location);
    if (pageKey(next) === pageKey(asked)) return { ok: false, reason: "unreadable", page: last };
  }
  return { ok: false, reason: "unreadable", page: last };
}
