import type { BrowserContext, Page, Request, Route } from "playwright-core";
import type { Reason } from "../domain/snapshot.ts";
import type { Answer } from "./answer.ts";
import type { Client } from "./client.ts";
import { decodePage } from "./decode.ts";
import { absolute } from "./dom.ts";
import { notAPage } from "./not-a-page.ts";
import { PageDocument } from "./page-document.ts";
import { got, type PageAddress } from "./page-request.ts";
import { hostOf } from "./site.ts";

/** What a page asked for and did not get. */
export interface Unanswered {
  readonly url: string;
  /**
   * - `data`: what may hold rows · `own`: a script or style of the portal
   * - `foreign-data`, `foreign`: the same from elsewhere, refused
   */
  readonly kind: "data" | "own" | "foreign-data" | "foreign";
  readonly reason: Reason;
}

/** The requests of one page. */
export interface PageTraffic {
  /** Requests that wait for their answer. */
  readonly pending: number;
  /** When the last one was asked or answered, by the monotonic clock. */
  readonly lastAt: number;
  readonly unanswered: readonly Unanswered[];
  /** Answers that may hold rows. */
  readonly dataAnswers: number;
  /** The page tried to lead elsewhere. */
  readonly left: boolean;
  /** It asks without end: it is answered no more. */
  readonly endless: boolean;
  /** It may ask as often again: a reader has clicked on. What it did not get before is not forgotten. */
  renew(): void;
}

export interface RequestAnswers {
  readonly client: Client;
  /** Hosts of the portal's sites, with port: nothing else is asked. */
  readonly hosts: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** No page of a list asks for so much, or for the same so often; one that asks without end does. */
const MOST_REQUESTS = 120;
const MOST_OF_A_PATH = 20;
const MOST_HOPS = 5;
const LONGEST_URL = 2000;
/** Loads data through a script element. */
const JSONP = /[?&](?:\w{0,20}callback|jsonp\w{0,10}|cb)=/i;

/**
 * Answers every request of `page` through `client`, so that no byte reaches the page that is not in the
 * evidence, and nobody is asked who may not be. Its own document is `document`, which came already.
 * Pictures, fonts, sockets, pop-ups, and whatever leads away are refused.
 */
export async function answerRequests(
  { context, page }: { readonly context: BrowserContext; readonly page: Page },
  document: PageDocument,
  answers: RequestAnswers,
): Promise<PageTraffic> {
  const traffic = new Traffic(page, document, answers);
  await context.routeWebSocket(/.*/, (socket) => socket.close());
  await context.route("**/*", (route) => traffic.answer(route));
  context.on("page", (other) => {
    if (other !== page) void other.close().catch(() => {});
  });
  return traffic;
}

class Traffic implements PageTraffic {
  pending = 0;
  lastAt = performance.now();
  readonly unanswered: Unanswered[] = [];
  dataAnswers = 0;
  left = false;
  endless = false;
  #asked = 0;
  readonly #askedOfPath = new Map<string, number>();
  #isOpened = false;
  readonly #page: Page;
  readonly #document: PageDocument;
  readonly #answers: RequestAnswers;

  constructor(page: Page, document: PageDocument, answers: RequestAnswers) {
    this.#page = page;
    this.#document = document;
    this.#answers = answers;
  }

  /** Never rejects: the page may have gone meanwhile, which is nobody's fault. */
  async answer(route: Route): Promise<void> {
    const request = route.request();
    this.lastAt = performance.now();
    this.pending += 1;
    try {
      await this.#answer(route, request);
    } catch {
      await route.abort("aborted").catch(() => {});
    } finally {
      this.pending -= 1;
      this.lastAt = performance.now();
    }
  }

  async #answer(route: Route, request: Request): Promise<void> {
    const url = request.url().replace(/#.*$/, "");
    const type = request.resourceType();
    if (type === "document" && this.#isMain(request)) return this.#main(route, url);
    const isData = type === "xhr" || type === "fetch" || type === "document" || JSONP.test(url);
    if (!isData && type !== "script" && type !== "stylesheet") return route.abort("blockedbyclient");
    this.#count(url);
    const isOwn = this.#answers.hosts.has(hostOf(url));
    const kind = isOwn ? (isData ? "data" : "own") : isData ? "foreign-data" : "foreign";
    const refuse = (reason: Reason, status: number | null) => {
      this.unanswered.push({ url: url.slice(0, LONGEST_URL), kind, reason });
      return status === null ? route.abort("blockedbyclient") : route.fulfill({ status, body: "" });
    };
    if (!isOwn || url.length > LONGEST_URL || this.endless) return refuse("not-patrolled", null);
    const form = request.method() === "POST" ? (request.postData() ?? "") : null;
    if (form === null ? request.method() !== "GET" : !isForm(form, request.headers()["content-type"] ?? ""))
      return refuse("not-patrolled", null);
    const answer = await this.#ask({ url, form }, type === "document");
    if (!answer.ok) return refuse(answer.reason, answer.page?.status ?? null);
    const { contentType, page } = answer;
    if (type === "script" || type === "document") {
      // Read as the readers read it: what a header says of the encoding is often wrong.
      const { text } = decodePage(answer.body, contentType);
      if (type === "document") {
        const unfit = notAPage(new PageDocument(text, url), page.status);
        if (unfit) return refuse(unfit, 503);
      }
      if (isData) this.dataAnswers += 1;
      const as = type === "document" ? "text/html" : "text/javascript";
      return route.fulfill({ status: page.status, contentType: `${as}; charset=utf-8`, body: text });
    }
    if (isData) {
      const failure = failureIn(answer.body, contentType);
      if (failure) this.unanswered.push({ url, kind, reason: failure });
      else this.dataAnswers += 1;
    }
    return route.fulfill({
      status: page.status,
      headers: {
        // Hosts of one portal may read each other's answers here, whatever they allow strangers.
        "access-control-allow-origin": "*",
        ...(contentType === null ? {} : { "content-type": contentType }),
      },
      body: Buffer.from(answer.body),
    });
  }

  /** The page's own document is answered once; a page that loads itself again, or leads elsewhere, stays. */
  #main(route: Route, url: string): Promise<void> {
    if (this.#isOpened || url !== this.#document.url) {
      this.left = true;
      return route.abort("aborted");
    }
    this.#isOpened = true;
    return route.fulfill({
      status: 200,
      contentType: "text/html; charset=utf-8",
      body: this.#document.html,
    });
  }

  renew(): void {
    this.#asked = 0;
    this.#askedOfPath.clear();
  }

  #count(url: string): void {
    const path = url.replace(/\?.*$/, "");
    const ofPath = (this.#askedOfPath.get(path) ?? 0) + 1;
    this.#askedOfPath.set(path, ofPath);
    this.#asked += 1;
    this.endless ||= this.#asked > MOST_REQUESTS || ofPath > MOST_OF_A_PATH;
  }

  #isMain(request: Request): boolean {
    try {
      const frame = request.frame();
      return frame.parentFrame() === null || frame.page() !== this.#page;
    } catch {
      // A window that is only about to open.
      return true;
    }
  }

  /** An answer behind its redirects, as far as they stay with the portal. */
  async #ask(address: PageAddress, isPage: boolean): Promise<Answer> {
    const { client, hosts, signal } = this.#answers;
    for (let at = address, hop = 0; ; hop += 1) {
      const answer = await client.get({ ...at, purpose: "render", as: isPage ? "page" : "resource" }, signal);
      if (!answer.ok || answer.location === null) return answer;
      const next = absolute(answer.location, at.url);
      if (next === null || hop === MOST_HOPS || next.length > LONGEST_URL || !hosts.has(hostOf(next)))
        return { ok: false, reason: "not-patrolled", page: answer.page };
      at = got(next);
    }
  }
}

/** What the client posts as the page would: a form, or JSON. */
function isForm(body: string, contentType: string): boolean {
  if (/json/i.test(contentType)) return /^\s{0,99}[{[]/.test(body);
  return body === "" || /urlencoded/i.test(contentType);
}

const LARGEST_LOOKED_INTO = 1_000_000;

/** Why an answer that came under a good status is none: a firewall's page, or data that say that they failed. */
function failureIn(body: Uint8Array, contentType: string | null): Reason | null {
  if (body.length > LARGEST_LOOKED_INTO) return null;
  const { text } = decodePage(body, contentType);
  if (/^\s{0,99}</.test(text)) return notAPage(new PageDocument(text, null), 200);
  return /^\s{0,99}\{/.test(text) && saysItFailed(text) ? "server-error" : null;
}

function saysItFailed(json: string): boolean {
  try {
    const answer: unknown = JSON.parse(json);
    if (typeof answer !== "object" || answer === null) return false;
    const { success, ok, code, status, error } = answer as Readonly<Record<string, unknown>>;
    const isRefusal = (value: unknown) => /^-?[45]\d\d$/.test(String(value)) || /^-\d+$/.test(String(value));
    return (
      success === false ||
      ok === false ||
      isRefusal(code) ||
      isRefusal(status) ||
      (typeof error === "string" && error !== "") ||
      error === true
    );
  } catch {
    return false;
  }
}
