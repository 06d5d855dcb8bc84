import { createHash, randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Instant } from "../domain/time.ts";

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** One WARC 1.1 record before it is written, or as it was read. */
export interface WarcRecord {
  readonly type: "warcinfo" | "request" | "response" | "revisit" | "metadata" | "resource";
  /** null for warcinfo alone. */
  readonly uri: string | null;
  readonly at: Instant;
  readonly contentType: string;
  /** Further headers of the record. */
  readonly headers: Readonly<Record<string, string>>;
  /** The HTTP response's status and headers; null where the block is no HTTP message. */
  readonly http: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | null;
  readonly payload: Uint8Array;
}

/** SHA-256 in hexadecimal. */
export function sha256Of(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

export function newRecordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

/** Most bodies were compressed by their server and are kept so: trying harder gains a tenth and takes three times as long. */
const LEVEL = { level: 1 };

/**
 * A record as one gzip member, with digests of its block and payload.
 * @param sha256 The payload's, where it is known.
 */
export async function packed(
  record: WarcRecord,
  id: string = newRecordId(),
  sha256: string | null = null,
): Promise<Uint8Array> {
  const head = record.http ? httpHead(record.http) : "";
  const block = Buffer.concat([Buffer.from(head), record.payload]);
  const lines = Object.entries({
    "WARC-Type": record.type,
    "WARC-Record-ID": id,
    "WARC-Date": record.at,
    ...(record.uri === null ? {} : { "WARC-Target-URI": record.uri }),
    ...(record.type === "response" || record.type === "resource"
      ? { "WARC-Payload-Digest": `sha256:${sha256 ?? sha256Of(record.payload)}` }
      : {}),
    ...record.headers,
    "WARC-Block-Digest": `sha256:${sha256Of(block)}`,
    "Content-Type": record.contentType,
    "Content-Length": String(block.length),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return compress(
    Buffer.concat([Buffer.from(`WARC/1.1\r\n${lines.join("")}\r\n`), block, Buffer.from("\r\n\r\n")]),
    LEVEL,
  );
}

/**
 * The record in one gzip member.
 * @throws Error where it is none.
 */
export async function unpacked(member: Uint8Array): Promise<WarcRecord> {
  const bytes = await expand(member);
  const [version, headers, start] = headAt(bytes, 0);
  if (!version.startsWith("WARC/")) throw new Error("not a WARC record");
  const {
    "warc-type": type,
    "warc-target-uri": uri,
    "warc-date": date,
    "content-type": contentType = "",
    "content-length": length,
  } = headers;
  const block = bytes.subarray(start, start + Number(length));
  const http = contentType.startsWith("application/http") ? headAt(block, 0) : null;
  return {
    type: type as WarcRecord["type"], // written by packed() alone, or listed by its type
    uri: uri ?? null,
    at: new Date(date ?? 0).toISOString() as Instant, // toISOString writes this form
    contentType,
    headers,
    http: http && { status: Number(http[0].split(" ")[1]), headers: http[1] },
    payload: http ? block.subarray(http[2]) : block,
  };
}

function httpHead({ status, headers }: NonNullable<WarcRecord["http"]>): string {
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, " ")}\r\n`,
  );
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n`;
}

/** First line, headers by lower-case name, and where the block behind them begins. */
function headAt(bytes: Buffer, from: number): [first: string, headers: Record<string, string>, end: number] {
  const end = bytes.indexOf("\r\n\r\n", from);
  if (end < 0) throw new Error("a record's head has no end");
  const [first = "", ...lines] = bytes.subarray(from, end).toString("utf8").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return [first, headers, end + 4];
}
