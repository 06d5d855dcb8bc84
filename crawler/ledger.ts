import { createReadStream } from "node:fs";
import { WARCParser, type WARCRecord } from "warcio";
import type { LedgerEntry } from "../domain/ledger.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { EARLIER, headFormOf, LEDGER_FIELDS } from "./evidence-record.ts";
import { isHeadOnly } from "./page-request.ts";
import { passOver } from "./pass-over.ts";

/**
 * What a patrol asked for, in the order in which its evidence holds it. There is no other log: what was
 * interrupted, and what several workers asked, stands in it too.
 * @throws Error where the file cannot be read, or is cut off.
 */
export async function* readLedger(file: string): AsyncGenerator<LedgerEntry> {
  const seen = new Set<string>();
  let posted: string | null = null;
  for await (const record of new WARCParser(createReadStream(file))) {
    const { warcType: type, warcTargetURI: url } = record;
    if (type === "request") {
      const body = new TextDecoder().decode(await record.readFully(true));
      posted = headFormOf(record.warcHeader(LEDGER_FIELDS.headOnly)) ?? body;
      continue;
    }
    const failure = type === "metadata" ? failureIn(await record.readFully(false)) : null;
    await passOver(record);
    const form = posted ?? failure?.form ?? null;
    posted = null;
    if (record.warcHeader(EARLIER)) continue;
    if (!url || (!failure && type !== "response" && type !== "revisit")) continue;
    const key = `${url}\n${form ?? ""}`;
    yield {
      ...entryOf(record, url, failure),
      posted: form !== null && !isHeadOnly(form),
      again: seen.has(key),
    };
    seen.add(key);
  }
}

interface Failure {
  readonly reason: Reason;
  readonly attempts: number;
  readonly ms: number;
  readonly form?: string;
}

function entryOf(
  record: WARCRecord,
  url: string,
  failure: Failure | null,
): Omit<LedgerEntry, "posted" | "again"> {
  const status = record.httpHeaders ? Number(record.httpHeaders.statusCode) : null;
  return {
    at: new Date(record.warcDate ?? 0).toISOString() as Instant, // toISOString writes this form
    url,
    purpose: record.warcHeader(LEDGER_FIELDS.purpose) ?? null,
    attempts: failure?.attempts ?? numberIn(record, LEDGER_FIELDS.attempts),
    status: failure || status === 0 ? null : status,
    reason: failure?.reason ?? null,
    bytes: failure ? null : numberIn(record, LEDGER_FIELDS.bytes),
    ms: failure?.ms ?? numberIn(record, LEDGER_FIELDS.ms),
  };
}

function numberIn(record: WARCRecord, field: string): number | null {
  const value = record.warcHeader(field);
  return value ? Number(value) : null;
}

/** null: it is a metadata record of something else. */
function failureIn(payload: Uint8Array): Failure | null {
  try {
    const failure = JSON.parse(new TextDecoder().decode(payload)) as Partial<Failure>;
    return typeof failure.reason === "string" ? (failure as Failure) : null; // written by Evidence alone
  } catch {
    return null;
  }
}
