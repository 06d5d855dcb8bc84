import type { Instant } from "../domain/time.ts";
import type { Exchange } from "./evidence-record.ts";
import type { Purpose } from "./page-request.ts";

/** Pages that a patrol asks for again; the others are new to it, or mere parts of a page. */
const ASKED_AGAIN: ReadonlySet<Purpose> = new Set(["navigation", "column", "list", "finding", "sample"]);
/** A server's word that nothing has changed is taken for so long; then the page itself is asked for. */
const LONGEST_TRUST_MS = 92 * 86_400_000;

/** What an earlier patrol received of an address that was got; null where it is not at hand. */
export type EarlierPage = (url: string) => Promise<Exchange | null>;

/** An earlier response that a request may name, so that the page is sent only if it has changed. */
export interface Condition {
  readonly earlier: Exchange;
  readonly headers: Readonly<Record<string, string>>;
}

/** null where the page must be asked for as it is. */
export function conditionFor(earlier: Exchange | null, purpose: Purpose, now: Instant): Condition | null {
  if (earlier?.status !== 200 || earlier.body.length === 0 || !ASKED_AGAIN.has(purpose)) return null;
  if (Date.parse(now) - Date.parse(earlier.fetchedAt) > LONGEST_TRUST_MS) return null;
  const { etag, "last-modified": modified } = earlier.headers;
  if (!etag && !modified) return null;
  return {
    earlier,
    headers: {
      ...(etag ? { "if-none-match": etag } : {}),
      ...(modified ? { "if-modified-since": modified } : {}),
    },
  };
}

/** Whether a 304 speaks of the very page that was named: one with another tag speaks of another. */
export function confirms({ headers }: Exchange, { earlier }: Condition): boolean {
  const [theirs, ours] = [headers.etag, earlier.headers.etag].map(bare);
  return !theirs || !ours || theirs === ours;
}

/** A tag without its marks of weakness and of compression, which servers put on and off. */
function bare(etag: string | undefined): string | undefined {
  return etag
    ?.trim()
    .replace(/^W\//, "")
    .replace(/-(?:gzip|br)(?="?$)|;(?:gzip|br)(?="?$)/i, "");
}
