import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Page, Reason } from "../domain/snapshot.ts";
import type { Recorded } from "./evidence-record.ts";
import { isHeadOnly } from "./page-request.ts";

/** What came of one request: a response that can be read, or the reason why not. */
export type Answer =
  | {
      readonly ok: true;
      readonly page: Page;
      readonly contentType: string | null;
      /** Where it sends on to, as written; null where it does not. */
      readonly location: string | null;
      /** Content decoded. */
      readonly body: Uint8Array;
    }
  | { readonly ok: false; readonly reason: Reason; readonly page: Page | null };

/** A page expands to no more than this: its text and its tree take many times as much. */
const MAX_DECODED_BYTES = 16 * 1024 * 1024;

/** What a recorded response or failure means. The same record gives the same answer, live or from evidence. */
export async function answerFrom(recorded: Recorded): Promise<Answer> {
  if (recorded.kind === "failure") return { ok: false, reason: recorded.reason, page: null };
  const { url, status, headers, fetchedAt, sha256, tries } = recorded;
  const page: Page = { url, fetchedAt, status, sha256, ...(tries === undefined ? {} : { tries }) };
  const location = locationIn(headers);
  if (status >= 300 && status < 400 && location !== null) {
    return { ok: true, page, contentType: null, location, body: new Uint8Array() };
  }
  const reason = reasonOf(status);
  if (reason) return { ok: false, reason, page };
  if (isHeadOnly(recorded.form))
    return {
      ok: true,
      page,
      contentType: headers["content-type"] ?? null,
      location: null,
      body: new Uint8Array(),
    };
  try {
    const body = await decoded(recorded.body, headers["content-encoding"]);
    return { ok: true, page, contentType: headers["content-type"] ?? null, location: null, body };
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return { ok: false, reason: tooLarge ? "too-large" : "unreadable", page };
  }
}

/**
 * Where an answer sends on to, as written; null where it does not. Chinese servers write bytes there that are no
 * ASCII, in whatever code: they are asked for again as they came.
 */
export function locationIn(headers: Readonly<Record<string, string>>): string | null {
  const escaped = (byte: string) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
  return headers.location?.replace(/[\x80-\xff]/g, escaped) ?? null;
}

/** What a status says of a page that was asked for; null where it can be read. */
export function reasonOf(status: number): Reason | null {
  // Some part of a page, which nobody asked for.
  if (status === 206) return "incomplete";
  if (status >= 200 && status < 300 && status !== 202 && status !== 204) return null;
  // 202, 412 and 521 are how common firewalls begin a challenge.
  if ([202, 400, 401, 403, 405, 406, 412, 418, 429, 451, 521].includes(status)) return "blocked";
  // Nobody asked whether the page had changed, or not of the page that the server speaks of.
  if (status === 304) return "unreadable";
  if (status === 408) return "timeout";
  return status >= 500 ? "server-error" : "unreachable";
}

const inflaters = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

async function decoded(body: Uint8Array, encoding: string | undefined): Promise<Uint8Array> {
  let bytes = body;
  for (const name of (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((part) => part.trim())
    .reverse()) {
    if (name === "" || name === "identity") continue;
    const expand = inflaters[name.replace(/^x-/, "") as keyof typeof inflaters];
    if (!expand) throw new Error(`content encoding ${name}`);
    bytes = await expand(bytes, { maxOutputLength: MAX_DECODED_BYTES });
  }
  return bytes;
}
