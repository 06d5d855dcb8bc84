import type { Page, Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import type { PageTraffic, Unanswered } from "./browser-requests.ts";
import { PageDocument } from "./page-document.ts";
import type { ArrivedPage } from "./page-furniture.ts";
import { isPassingReason } from "./passing.ts";
import { domUri, renderUri, untilTurned, viewUri } from "./render-names.ts";
import type { Shown } from "./render-page.ts";
import type { Evidence } from "./warc.ts";
import { sha256Of } from "./warc-record.ts";

/** A page as a browser shows it, or why it could not be had. */
export type Rendered =
  | (ArrivedPage & {
      readonly ok: true;
      /** Of everything that the page asked for nothing failed, and it came to rest: what it lacks is not there. */
      readonly isWhole: boolean;
      /** Data came that the page asked for. */
      readonly hasData: boolean;
      /** Data of the portal did not come: what the page shows may be anything but its list. */
      readonly lacksData: boolean;
    })
  | { readonly ok: false; readonly reason: Reason };

/** A page that could be shown. */
export type ShownPage = Extract<Rendered, { readonly ok: true }>;

/** How a rendering went; on record beside what the page showed. */
interface RenderRecord {
  /** null: the page was shown. */
  readonly failure: Reason | null;
  /** HTTP status of the document. */
  readonly status: number;
  readonly settled: boolean;
  readonly grows: boolean;
  readonly left: boolean;
  readonly errors: number;
  readonly lostFrames: number;
  readonly dataAnswers: number;
  readonly unanswered: readonly Unanswered[];
}

const MOST_UNANSWERED_TOLD = 50;
const KINDS: readonly Unanswered["kind"][] = ["data", "own", "foreign-data", "foreign"];

/** What a browser showed of an address, by the digest of that; null where it is not on record. */
export async function shownOnRecord(
  url: string,
  sha256: string,
  evidence: Evidence,
): Promise<{ readonly page: Page; readonly html: string } | null> {
  const shown = await recorded(url, evidence);
  return shown?.ok && shown.page.sha256 === sha256 ? { page: shown.page, html: shown.document.html } : null;
}

/** Puts on record what the browser shows of an address, and how that went: in place of what is there, if it is. */
export async function record(
  evidence: Evidence,
  { url, status }: Pick<Page, "url" | "status">,
  shown: Shown,
  traffic: PageTraffic,
  errors: number,
): Promise<void> {
  const at = new Date().toISOString() as Instant; // toISOString writes this form
  if (shown.ok) {
    await evidence.putResourceAgain(domUri(url), "text/html; charset=utf-8", bytesOf(shown.html), at);
    if (shown.view) await evidence.putResourceAgain(viewUri(url), "image/png", shown.view, at);
  }
  const { left, dataAnswers, unanswered } = traffic;
  const told: RenderRecord = {
    failure: shown.ok ? null : shown.reason,
    status,
    settled: shown.ok && shown.settled,
    grows: shown.ok && shown.grows,
    left,
    errors,
    lostFrames: shown.ok ? shown.lostFrames : 0,
    dataAnswers,
    // What matters first: the list may be cut.
    unanswered: [...unanswered]
      .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
      .slice(0, MOST_UNANSWERED_TOLD),
  };
  // Written last: a rendering without it was cut off.
  await evidence.putResourceAgain(renderUri(url), "application/json", bytesOf(JSON.stringify(told)), at);
}

/**
 * Whether a rendering that is on record, from before `before`, failed for a reason that may have passed by then: the
 * page crashed or took too long, or data of the portal did not come.
 */
export async function mayRenderLater(
  url: string,
  evidence: Pick<Evidence, "resource" | "resourceAt">,
  before: Instant,
): Promise<boolean> {
  const at = evidence.resourceAt(renderUri(url));
  const written = at !== null && at < before ? await evidence.resource(renderUri(url)) : null;
  if (!written) return false;
  const { failure, unanswered } = JSON.parse(textOf(written)) as RenderRecord; // written by record() alone
  return (
    failure === "timeout" ||
    failure === "needs-browser" ||
    unanswered.some(({ kind, reason }) => (kind === "data" || kind === "own") && isPassingReason(reason))
  );
}

/** What a browser showed of an address; null where it is not on record. */
export async function recorded(url: string, evidence: Evidence): Promise<Rendered | null> {
  const written = await evidence.resource(renderUri(url));
  if (!written) return null;
  const told = JSON.parse(textOf(written)) as RenderRecord; // written by record() alone
  const dom = told.failure === null ? await evidence.resource(domUri(url)) : null;
  const fetchedAt = evidence.resourceAt(domUri(url));
  if (!dom || !fetchedAt) return { ok: false, reason: told.failure ?? "needs-browser" };
  return {
    ok: true,
    document: new PageDocument(textOf(dom), untilTurned(url)),
    page: { url, fetchedAt, status: told.status, sha256: sha256Of(dom) },
    isWhole: isWhole(told),
    hasData: told.dataAnswers > 0,
    lacksData: told.left || told.unanswered.some(({ kind }) => kind === "data"),
  };
}

/** Scripts from elsewhere, which count visitors, are missed by nobody, unless something then broke. */
function isWhole({ settled, grows, left, errors, lostFrames, unanswered }: RenderRecord): boolean {
  const missed = unanswered.some(({ kind }) => kind !== "foreign");
  return settled && !grows && !left && errors === 0 && lostFrames === 0 && !missed;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
