import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { HEAD_AGAIN, HEAD_ONLY, isHeadOnly, PURPOSES, type Purpose } from "./page-request.ts";
import type { Entry, EntryKind } from "./record-index.ts";
import { sha256Of, type WarcRecord } from "./warc-record.ts";

// What evidence keeps of an exchange, as fields and blocks of WARC records, and back.

/** One response as it was received: `body` still as transferred, in its content encoding. */
export interface Exchange {
  readonly url: string;
  /** What was posted to it; null where it was got. */
  readonly form: string | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly fetchedAt: Instant;
  /** More was to come than is kept of it; left out: it is whole. */
  readonly isCut?: true;
  /** How many times in a row it was answered with this status; left out: once. */
  readonly tries?: number;
}

/** A request that got no response, or was not made. */
export interface Failure {
  readonly url: string;
  readonly form: string | null;
  readonly reason: Reason;
  readonly attempts: number;
  /** Time spent on all attempts. */
  readonly ms: number;
  readonly at: Instant;
}

/** How a response was come by. */
export interface Asking {
  readonly purpose: Purpose;
  readonly attempts: number;
  /** Time spent on all attempts. */
  readonly ms: number;
}

/** What the evidence holds of one page. */
export type Recorded =
  | ({ readonly kind: "response"; readonly sha256: string } & Exchange)
  | ({ readonly kind: "failure" } & Failure);

/** Fields of a record that say how its page was asked for. */
export const LEDGER_FIELDS = {
  purpose: "X-Xuncha-Purpose",
  attempts: "X-Xuncha-Attempts",
  ms: "X-Xuncha-Ms",
  bytes: "X-Xuncha-Bytes",
  tries: "X-Xuncha-Tries",
  /** Of a request: only whether its page is there was asked; 2: once more, at the patrol's end. */
  headOnly: "X-Xuncha-Head-Only",
} as const;

const REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
export const UNMODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
/** Marks a response of an earlier patrol: this one did not ask for it. */
export const EARLIER = "X-Xuncha-Earlier";
/** Says that a block is not all that was sent, and why: it was too long. */
export const TRUNCATED = "WARC-Truncated";
/** Headers that speak of the transfer, not of what was transferred. */
const HOP_BY_HOP = new Set(["transfer-encoding", "connection", "keep-alive"]);

/** The headers of a response that evidence keeps. */
export function keptHeaders(headers: Exchange["headers"]): Exchange["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())));
}

/** A record without fields of its own, that is none of HTTP. */
export const BARE = { headers: {}, http: null } as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where a payload stands. */
export type Original = Pick<Entry, "uri" | "at" | "sha256">;

/** SHA-256 of the form that a failure's record names; null where it names none. */
export function formOfFailure(payload: Uint8Array): string | null {
  const { form } = JSON.parse(decoder.decode(payload)) as { readonly form?: string }; // written by putFailure alone
  return form === undefined ? null : sha256Of(form);
}

/** What stands instead of a form where only whether a page is there was asked; null where the page itself was. */
export function headFormOf(mark: string | null | undefined): string | null {
  if (!mark) return null;
  return mark === "2" ? HEAD_AGAIN : HEAD_ONLY;
}

/** The request that `record` answers, where it was not a plain GET. Headers that every request bears are left out. */
export function requestOf({ uri, at, headers }: WarcRecord, form: string, answerId: string): WarcRecord {
  const { host, pathname, search } = new URL(uri ?? "");
  const isHead = isHeadOnly(form);
  const body = encoder.encode(isHead ? "" : form);
  const method = isHead ? (headers[TRUNCATED] ? "GET" : "HEAD") : "POST";
  const head = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...(isHead
      ? []
      : ["Content-Type: application/x-www-form-urlencoded; charset=UTF-8", `Content-Length: ${body.length}`]),
  ];
  return {
    ...BARE,
    type: "request",
    uri,
    at,
    contentType: "application/http; msgtype=request",
    headers: {
      "WARC-Concurrent-To": answerId,
      ...(isHead ? { [LEDGER_FIELDS.headOnly]: form === HEAD_AGAIN ? "2" : "1" } : {}),
    },
    payload: Buffer.concat([encoder.encode(`${head.join("\r\n")}\r\n\r\n`), body]),
  };
}

/** WARC 1.1 lets a record have fields of one's own, which other readers pass over. */
export function ledgerFields({ purpose, attempts, ms }: Asking, bytes: number): Record<string, string> {
  return {
    [LEDGER_FIELDS.purpose]: purpose,
    [LEDGER_FIELDS.attempts]: String(attempts),
    [LEDGER_FIELDS.ms]: String(ms),
    [LEDGER_FIELDS.bytes]: String(bytes),
  };
}

/** How a record's page was asked for, from its fields by lower-case name; null where they do not say. */
export function askingIn(fields: Readonly<Record<string, string>>): Asking | null {
  const [purpose, attempts, ms] = [LEDGER_FIELDS.purpose, LEDGER_FIELDS.attempts, LEDGER_FIELDS.ms].map(
    (name) => fields[name.toLowerCase()],
  );
  const known = PURPOSES.find((one) => one === purpose);
  return known ? { purpose: known, attempts: Number(attempts), ms: Number(ms) } : null;
}

export function triesIn(fields: Readonly<Record<string, string>>): Pick<Exchange, "tries"> {
  const tries = fields[LEDGER_FIELDS.tries.toLowerCase()];
  return tries === undefined ? {} : { tries: Number(tries) };
}

export function revisitOf(record: WarcRecord, { uri, at, sha256 }: Original): WarcRecord {
  return {
    ...record,
    type: "revisit",
    payload: new Uint8Array(),
    headers: { ...record.headers, ...referringTo(REVISIT, uri, at, sha256) },
  };
}

export function referringTo(profile: string, uri: string, at: Instant, sha256: string | null) {
  return {
    "WARC-Profile": profile,
    "WARC-Refers-To-Target-URI": uri,
    "WARC-Refers-To-Date": at,
    "WARC-Payload-Digest": `sha256:${sha256}`,
  };
}

export function responseOf(
  { url, status, headers, body, fetchedAt, isCut, tries }: Exchange,
  fields: WarcRecord["headers"],
): WarcRecord {
  const asked = tries === undefined ? fields : { ...fields, [LEDGER_FIELDS.tries]: String(tries) };
  return {
    type: "response",
    uri: url,
    at: fetchedAt,
    contentType: "application/http; msgtype=response",
    headers: isCut ? { ...asked, [TRUNCATED]: "length" } : asked,
    http: { status, headers: keptHeaders(headers) },
    payload: body,
  };
}

/** What a record stands for in the file; null where it is none of a page. */
export function kindOf(record: {
  readonly warcType: string | undefined;
  warcHeader(name: string): string | null | undefined;
}): EntryKind | null {
  const { warcType: type } = record;
  if (type === "metadata") return "failure";
  if (record.warcHeader(EARLIER)) return "earlier";
  if (type === "revisit") return record.warcHeader("WARC-Profile") === UNMODIFIED ? "unmodified" : "revisit";
  return type === "response" || type === "resource" ? type : null;
}
