import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { WARCParser } from "warcio";
import type { Instant } from "../domain/time.ts";
import {
  type Asking,
  askingIn,
  BARE,
  EARLIER,
  type Exchange,
  type Failure,
  formOfFailure,
  headFormOf,
  kindOf,
  LEDGER_FIELDS,
  ledgerFields,
  type Original,
  type Recorded,
  referringTo,
  requestOf,
  responseOf,
  revisitOf,
  TRUNCATED,
  triesIn,
  UNMODIFIED,
} from "./evidence-record.ts";
import type { Purpose } from "./page-request.ts";
import { passOver } from "./pass-over.ts";
import { type Entry, RecordIndex } from "./record-index.ts";
import { newRecordId, packed, sha256Of, unpacked, type WarcRecord } from "./warc-record.ts";
import { WriteQueue } from "./write-queue.ts";

/** Resources that tell what a browser showed of a page, not what the patrol knew. */
const OF_A_PAGE = /^urn:(?:dom|view|render):/;

/**
 * The evidence file of one patrol: WARC 1.1, one gzip member a record, appended record by record.
 *
 * A file that was cut off inside a write opens again at its last whole record: an index beside it
 * (`….index`, one line a record, written after the record) says where that ends. Each page stands in it
 * once, or, where it failed and was asked again, more than once; equal payloads are stored once and referred to
 * by revisit records.
 */
export class Evidence {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #indexFile: FileHandle | null;
  readonly #index = new RecordIndex();
  #end = 0;
  readonly #queue = new WriteQueue<Job>((jobs) => this.#writeAll(jobs));

  private constructor(path: string, file: FileHandle, index: FileHandle | null) {
    this.path = path;
    this.#file = file;
    this.#indexFile = index;
  }

  /** Opens the evidence of a patrol for writing, new or interrupted. */
  static async open(path: string): Promise<Evidence> {
    await mkdir(dirname(path), { recursive: true });
    const lines = (await readFile(`${path}.index`, "utf8").catch(() => "")).split("\n");
    const file = await open(path, "a+");
    const index = await open(`${path}.index`, "a+");
    const evidence = new Evidence(path, file, index);
    const { size } = await file.stat();
    let whole = 0;
    // The part behind the last line break is a line that was cut off, or empty.
    for (const line of lines.slice(0, -1)) {
      const entry = entryIn(line);
      if (!entry || entry.offset - entry.lead !== evidence.#end || entry.offset + entry.length > size) break;
      evidence.#add(entry);
      whole += Buffer.byteLength(line) + 1;
    }
    await file.truncate(evidence.#end);
    await index.truncate(whole);
    if (evidence.#end === 0) await evidence.#writeInfo();
    return evidence;
  }

  /** Opens recorded evidence for reading alone, by its index where that is at hand and whole. */
  static async reopen(path: string): Promise<Evidence> {
    const lines = (await readFile(`${path}.index`, "utf8").catch(() => "")).split("\n");
    const evidence = new Evidence(path, await open(path, "r"), null);
    for (const line of lines.slice(0, -1)) {
      const entry = entryIn(line);
      if (entry && entry.offset - entry.lead === evidence.#end) evidence.#add(entry);
    }
    if (evidence.#end === (await evidence.#file.stat()).size) return evidence;
    await evidence.close();
    return Evidence.load(path);
  }

  /**
   * Opens recorded evidence for reading alone, from the WARC itself.
   * @throws Error where the file is no WARC or is cut off.
   */
  static async load(path: string): Promise<Evidence> {
    const file = await open(path, "r");
    const evidence = new Evidence(path, file, null);
    try {
      await evidence.#readThrough();
    } catch (error) {
      await evidence.close();
      throw error;
    }
    evidence.#end = (await file.stat()).size;
    return evidence;
  }

  async #readThrough(): Promise<void> {
    const parser = new WARCParser(this.#file.createReadStream({ autoClose: false, start: 0 }));
    let request: RequestRecord | null = null;
    for await (const record of parser) {
      const { warcType: type, warcTargetURI: uri } = record;
      if (type === "request") {
        const body = await record.readFully(true);
        const form = sha256Of(headFormOf(record.warcHeader(LEDGER_FIELDS.headOnly)) ?? body);
        const of = record.warcHeader("WARC-Concurrent-To") ?? "";
        request = { of, form, length: parser.recordLength };
        continue;
      }
      const own: RequestRecord | null = request?.of === record.warcHeader("WARC-Record-ID") ? request : null;
      request = null;
      const failed: string | null = type === "metadata" ? formOfFailure(await record.readFully(false)) : null;
      await passOver(record);
      const kind = kindOf(record);
      if (!uri || kind === null) continue;
      const sha256 = record.warcPayloadDigest?.replace(/^sha256:/, "") ?? null;
      const at = new Date(record.warcDate ?? 0).toISOString() as Instant; // toISOString writes this form
      const form = own?.form ?? failed;
      const [offset, length, lead] = [parser.offset, parser.recordLength, own?.length ?? 0];
      this.#add({ kind, uri, form, offset, length, lead, at, sha256 });
    }
  }

  /** Pages with a response. */
  get pages(): number {
    return this.#index.pages;
  }

  /** Bytes of the file so far. */
  get bytes(): number {
    return this.#end;
  }

  /** What is on record of a page; null where nothing is. A response outranks a failure. */
  async recorded(url: string, form: string | null = null): Promise<Recorded | null> {
    const entry = this.#index.page(url, form === null ? null : sha256Of(form));
    return entry ? this.#recordedIn(entry, form) : null;
  }

  /** A page that was got, with the time at which its bytes were received, be it by an earlier patrol. */
  async received(url: string): Promise<Recorded | null> {
    const original = this.#index.page(url)?.kind === "unmodified" ? this.#index.earlier(url) : null;
    return original ? this.#recordedIn(original, null) : this.recorded(url);
  }

  /** The response of an address whose payload has that digest, whatever was posted; null where there is none. */
  async recordedBytes(url: string, sha256: string): Promise<Recorded | null> {
    const entry = this.#index.withPayload(url, sha256);
    return entry ? this.#recordedIn(entry, null) : null;
  }

  async #recordedIn(entry: Entry, form: string | null): Promise<Recorded> {
    const url = entry.uri;
    if (entry.kind === "unmodified") {
      const original = this.#index.earlier(url);
      if (!original) throw new Error(`${this.path}: a page that was not modified is not there`);
      // The server has said at that moment that the page is so: what it says is as of then.
      return { ...(await this.#recordedIn(original, null)), fetchedAt: entry.at } as Recorded;
    }
    const { type, http, payload, at, headers: fields } = await this.#read(entry);
    if (entry.kind === "failure" || !http) {
      const { reason, attempts, ms } = JSON.parse(decoder.decode(payload));
      return { kind: "failure", url, form, reason, attempts, ms, at };
    }
    return {
      kind: "response",
      url,
      form,
      status: http.status,
      headers: http.headers,
      body: type === "revisit" ? await this.#payloadOf(entry) : payload,
      fetchedAt: at,
      sha256: entry.sha256 ?? "",
      ...(fields[TRUNCATED.toLowerCase()] === undefined ? {} : { isCut: true }),
      ...triesIn(fields),
    };
  }

  /** A resource record's bytes; null where there is none of that name. */
  async resource(uri: string): Promise<Uint8Array | null> {
    const entry = this.#index.resource(uri);
    return entry ? (await this.#read(entry)).payload : null;
  }

  /** When a resource was recorded; null where there is none of that name. */
  resourceAt(uri: string): Instant | null {
    return this.#index.resource(uri)?.at ?? null;
  }

  has(uri: string): boolean {
    return this.#index.resource(uri) !== null;
  }

  /**
   * Appends a response, or a revisit where its payload is on record already. Returns its digest.
   * @param asking For the ledger; null where it is not known.
   */
  async putResponse(exchange: Exchange, asking: Asking | null = null): Promise<string> {
    const sha256 = sha256Of(exchange.body);
    const record = responseOf(exchange, asking ? ledgerFields(asking, exchange.body.length) : {});
    await this.#append("response", record, sha256, exchange.form);
    return sha256;
  }

  /**
   * Appends the server's word that a page is as an earlier patrol received it, and that patrol's record with its
   * own date, so that this file stands alone. What is recorded of the page is then the earlier response, as of now.
   */
  async putUnmodified(earlier: Exchange, answer: Exchange, asking: Asking | null = null): Promise<void> {
    const sha256 = sha256Of(earlier.body);
    await this.#append("earlier", responseOf(earlier, { [EARLIER]: "1" }), sha256);
    const record: WarcRecord = {
      ...responseOf(answer, asking ? ledgerFields(asking, 0) : {}),
      type: "revisit",
      payload: new Uint8Array(),
    };
    const { url, fetchedAt } = earlier;
    const headers = { ...record.headers, ...referringTo(UNMODIFIED, url, fetchedAt, sha256) };
    await this.#append("unmodified", { ...record, headers }, sha256);
  }

  /** Appends a failed or skipped request as a metadata record. */
  async putFailure(
    { url, form, reason, attempts, ms, at }: Failure,
    purpose: Purpose | null = null,
  ): Promise<void> {
    const posted = form === null ? {} : { form };
    const payload = encoder.encode(JSON.stringify({ reason, attempts, ms, ...posted }));
    const record = {
      ...BARE,
      headers: purpose ? ledgerFields({ purpose, attempts, ms }, 0) : {},
      type: "metadata",
      uri: url,
      at,
      contentType: "application/json",
      payload,
    } as const;
    await this.#append("failure", record, null, form);
  }

  /** Appends a resource record; one of the same name is not written twice. */
  async putResource(uri: string, contentType: string, payload: Uint8Array, at: Instant): Promise<void> {
    if (!this.has(uri)) await this.putResourceAgain(uri, contentType, payload, at);
  }

  /** Appends a resource record also where one of the same name is there: the last counts. */
  async putResourceAgain(uri: string, contentType: string, payload: Uint8Array, at: Instant): Promise<void> {
    await this.#append("resource", { ...BARE, type: "resource", uri, at, contentType, payload });
  }

  /**
   * Appends every page, failure and rendering of another file that is not on record here, byte for byte.
   * Where a payload that one of them refers to was left out, it is stored anew.
   */
  async absorb(other: Evidence): Promise<void> {
    for (const entry of other.#index.entries()) {
      if (entry.kind === "resource" && !OF_A_PAGE.test(entry.uri)) continue;
      if (!this.#isNews(entry)) continue;
      // Written anew with the word of the server that needs it, which is copied like any other.
      if (entry.kind === "earlier") continue;
      if (entry.kind === "unmodified") {
        const original = await other.received(entry.uri);
        if (original?.kind !== "response") continue;
        await this.#append("earlier", responseOf(original, { [EARLIER]: "1" }), original.sha256);
      }
      const orphan = entry.kind === "revisit" && !this.#index.holderOf(entry.sha256 ?? "");
      if (orphan) {
        const recorded = await other.#recordedIn(entry, await other.#formOf(entry));
        const { headers } = await other.#read(entry);
        if (recorded.kind === "response") await this.putResponse(recorded, askingIn(headers));
        continue;
      }
      const [from, length] = [entry.offset - entry.lead, entry.lead + entry.length];
      const { buffer } = await other.#file.read(Buffer.allocUnsafe(length), 0, length, from);
      await this.#write(buffer, entry);
    }
  }

  /** Everything written so far survives a power cut. */
  async sync(): Promise<void> {
    await this.#queue.idle();
    await this.#file.sync();
    await this.#indexFile?.sync();
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#file.close();
    await this.#indexFile?.close();
  }

  /** Whether it says more than what is on record of its page. */
  #isNews(entry: Entry): boolean {
    const known = this.#index.sameAs(entry);
    return known === null || (known.kind === "failure" && entry.kind !== "failure");
  }

  #add(entry: Entry): void {
    this.#index.add(entry);
    this.#end = entry.offset + entry.length;
  }

  /** Writes are one after another: a record's offset is the end of the one before. */
  #append(
    kind: Entry["kind"],
    record: WarcRecord,
    sha256: string | null = null,
    posted: string | null = null,
  ): Promise<void> {
    if (!this.#indexFile) throw new Error(`${this.path} was opened for reading`);
    // What a 304 refers to, by its address and time, must be a response itself.
    const mayRefer = kind !== "earlier" && sha256 !== null && record.payload.length > 0;
    const payload = mayRefer ? { uri: record.uri ?? "", at: record.at, sha256 } : null;
    const pack = async (same: Original | null): Promise<Packed> => {
      const id = newRecordId();
      const digest = kind === "response" || kind === "earlier" ? sha256 : null;
      const bytes = await (same ? packed(revisitOf(record, same), id) : packed(record, id, digest));
      // What was never answered may never have been asked: only the failure itself is on record.
      const request =
        posted === null || kind !== "response" ? NONE : await packed(requestOf(record, posted, id));
      return {
        bytes: [request, bytes],
        about: {
          kind: same ? "revisit" : kind,
          uri: record.uri ?? "",
          form: posted === null ? null : sha256Of(posted),
          lead: request.length,
          at: record.at,
          sha256,
        },
      };
    };
    return this.#queue.add({ payload, pack });
  }

  #write(bytes: Uint8Array, about: Omit<Entry, "offset" | "length">): Promise<void> {
    return this.#queue.add({ payload: null, pack: async () => ({ bytes: [bytes], about }) });
  }

  /** Packed side by side, written one after the other; their lines of the index follow when all of them are there. */
  async #writeAll(jobs: readonly Job[]): Promise<void> {
    const fresh = new Map<string, Original>();
    const packing = jobs.map(({ payload, pack }) => {
      if (!payload) return pack(null);
      const same = this.#index.holderOf(payload.sha256) ?? fresh.get(payload.sha256) ?? null;
      if (!same) fresh.set(payload.sha256, payload);
      return pack(same);
    });
    const chunks: Uint8Array[] = [];
    const entries: Entry[] = [];
    let end = this.#end;
    for (const { bytes, about } of await Promise.all(packing)) {
      const whole = bytes.reduce((sum, { length }) => sum + length, 0);
      entries.push({ ...about, offset: end + about.lead, length: whole - about.lead });
      chunks.push(...bytes);
      end += whole;
    }
    await this.#file.appendFile(Buffer.concat(chunks));
    await this.#indexFile?.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    for (const entry of entries) this.#add(entry);
  }

  #writeInfo(): Promise<void> {
    const fields = { software: "xuncha", format: "WARC File Format 1.1" };
    const payload = encoder.encode(
      Object.entries(fields)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join(""),
    );
    return this.#append("resource", {
      ...BARE,
      type: "warcinfo",
      uri: null,
      at: new Date().toISOString() as Instant,
      contentType: "application/warc-fields",
      headers: { "WARC-Filename": basename(this.path) },
      payload,
    });
  }

  async #payloadOf({ sha256 }: Entry): Promise<Uint8Array> {
    const original = sha256 ? this.#index.holderOf(sha256) : null;
    if (!original) throw new Error(`${this.path}: a revisit record refers to a payload that is not there`);
    return (await this.#read(original)).payload;
  }

  /** The form that was posted for a page; null where none was. */
  async #formOf({ offset, lead }: Entry): Promise<string | null> {
    if (lead === 0) return null;
    const request = await this.#read({ offset: offset - lead, length: lead });
    return (
      headFormOf(request.headers[LEDGER_FIELDS.headOnly.toLowerCase()]) ?? decoder.decode(request.payload)
    );
  }

  async #read({ offset, length }: Pick<Entry, "offset" | "length">): Promise<WarcRecord> {
    const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, offset);
    return unpacked(buffer.subarray(0, bytesRead));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NONE = new Uint8Array();

/** A record's bytes, behind those of its request, and its entry but for its place. */
interface Packed {
  readonly bytes: readonly Uint8Array[];
  readonly about: Omit<Entry, "offset" | "length">;
}

/** A record to be written. */
interface Job {
  /** null where its payload is never referred to. */
  readonly payload: (Original & { readonly sha256: string }) | null;
  /** @param same Where the same payload stands already. */
  pack(same: Original | null): Promise<Packed>;
}

/** A request record that was met, while the file is read through. */
interface RequestRecord {
  /** Id of the record of its answer. */
  readonly of: string;
  readonly form: string;
  readonly length: number;
}

function entryIn(line: string): Entry | null {
  try {
    return JSON.parse(line) as Entry; // written by #append alone
  } catch {
    return null;
  }
}
