import type { Page as BrowserPage, Route } from "playwright-core";
import type { Instant } from "../domain/time.ts";
import { answerFrom } from "./answer.ts";
import { type HeadlessBrowser, VIEW } from "./browser.ts";
import { decodePage } from "./decode.ts";
import { domUri, viewUri } from "./render-names.ts";
import type { Evidence } from "./warc.ts";
import { sha256Of } from "./warc-record.ts";

/** A page by its address and the digest of what was received. */
export interface RecordedAddress {
  readonly url: string;
  readonly sha256: string;
}

/** What is below is not painted, CSS pixels. */
const HIGHEST_VIEW = 4_000;
const PAINT_MS = 20_000;
const LOAD_MS = 15_000;

/** Paints what a page shows, PNG. Rejects where it does not let itself be painted. */
export function paint(page: BrowserPage): Promise<Uint8Array> {
  return page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width: VIEW.width, height: HIGHEST_VIEW },
    animations: "disabled",
    timeout: PAINT_MS,
  });
}

/**
 * Paints pages as they are on record, without their scripts, and puts the pictures on record beside them. Nothing
 * is asked of the network: a style that is not on record is missing. Each address is painted once; what a browser
 * has shown was painted then. Ends early where `untilMs` (by the monotonic clock) passes, or no browser starts.
 */
export async function paintRecorded(
  pages: readonly RecordedAddress[],
  evidence: Evidence,
  browser: HeadlessBrowser,
  {
    timezone,
    untilMs,
    signal,
  }: { readonly timezone: string; readonly untilMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const open = pages.filter(({ url }) => !evidence.has(viewUri(url)) && !evidence.has(domUri(url)));
  if (open.length === 0) return;
  await browser.withPage({ timezone, scripts: false }, async ({ context, page }) => {
    let current: { readonly url: string; readonly html: string } | null = null;
    await context.route("**/*", async (route) => {
      try {
        const isOwn = route.request().isNavigationRequest() && route.request().frame() === page.mainFrame();
        if (!isOwn) return await answerFromRecord(route, evidence);
        if (current === null || route.request().url() !== current.url) return await route.abort("aborted");
        await route.fulfill({ contentType: "text/html; charset=utf-8", body: current.html });
      } catch {
        // The page has gone on meanwhile.
      }
    });
    for (const { url, sha256 } of open) {
      signal.throwIfAborted();
      if (performance.now() > untilMs || page.isClosed()) return;
      const html = await markupOf({ url, sha256 }, evidence);
      if (html === null) continue;
      current = { url, html };
      try {
        await page.goto(url, { waitUntil: "load", timeout: LOAD_MS });
        const view = await paint(page);
        const at = new Date().toISOString() as Instant; // toISOString writes this form
        await evidence.putResource(viewUri(url), "image/png", view, at);
      } catch {
        // It has no picture, then.
      }
    }
  });
}

/** What the page with that digest looks like, PNG; null where no picture of it is on record. */
export async function viewOf(
  { url, sha256 }: RecordedAddress,
  evidence: Evidence,
): Promise<Uint8Array | null> {
  const dom = await evidence.resource(domUri(url));
  const isIt = dom ? sha256Of(dom) === sha256 : (await evidence.recordedBytes(url, sha256)) !== null;
  return isIt ? evidence.resource(viewUri(url)) : null;
}

async function markupOf({ url, sha256 }: RecordedAddress, evidence: Evidence): Promise<string | null> {
  const recorded = await evidence.recordedBytes(url, sha256);
  if (recorded?.kind !== "response") return null;
  const answer = await answerFrom(recorded);
  if (!answer.ok || answer.location !== null) return null;
  return decodePage(answer.body, answer.contentType).text;
}

async function answerFromRecord(route: Route, evidence: Evidence): Promise<void> {
  const request = route.request();
  const isStyle = request.resourceType() === "stylesheet" && request.method() === "GET";
  const recorded = isStyle ? await evidence.recorded(request.url()) : null;
  const answer = recorded && (await answerFrom(recorded));
  if (!answer?.ok || answer.location !== null) return route.abort("blockedbyclient");
  const contentType = answer.contentType ?? "text/css";
  await route.fulfill({ contentType, body: Buffer.from(answer.body) });
}
