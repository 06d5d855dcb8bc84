import type { Instant } from "../domain/time.ts";

/**
 * - `revisit`: a response whose payload stands in an earlier record
 * - `unmodified`: the server's word (304) that a page is as an `earlier` patrol received it, whose record is copied
 */
const ENTRY_KINDS = ["response", "revisit", "unmodified", "earlier", "failure", "resource"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const ANSWERED: ReadonlySet<EntryKind> = new Set(["response", "revisit", "unmodified"]);

/** Where a record stands in an evidence file, and what it is of. */
export interface Entry {
  readonly kind: EntryKind;
  readonly uri: string;
  /** SHA-256 of the form that was posted; null where none was. */
  readonly form: string | null;
  readonly offset: number;
  readonly length: number;
  /** Length of the request record that stands right before it; 0 where there is none. */
  readonly lead: number;
  readonly at: Instant;
  /** Digest of the payload, for responses and revisits. */
  readonly sha256: string | null;
}

/**
 * The records of an evidence file, by what they are of and by their payload.
 *
 * A patrol's index may have a million entries and stays in memory as long as the patrol: so it is kept in columns,
 * an address once, a digest as its 32 bytes, which is a third of what objects take.
 */
export class RecordIndex {
  /** Row of what counts of a page or resource. */
  readonly #rows = new Map<string, number>();
  readonly #holders = new Map<string, number>();
  readonly #kinds: number[] = [];
  readonly #uris: string[] = [];
  readonly #forms = new Map<number, string>();
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  readonly #leads: number[] = [];
  readonly #times: number[] = [];
  readonly #digests: (string | null)[] = [];

  /** Takes in one more record: it counts from now on, but for a failure of what was got before. */
  add(entry: Entry): void {
    const row = this.#kinds.length;
    const digest = entry.sha256 === null ? null : bytesOf(entry.sha256);
    const holder = digest === null ? undefined : this.#holders.get(digest);
    this.#kinds.push(ENTRY_KINDS.indexOf(entry.kind));
    this.#uris.push(entry.uri);
    if (entry.form !== null) this.#forms.set(row, entry.form);
    this.#offsets.push(entry.offset);
    this.#lengths.push(entry.length);
    this.#leads.push(entry.lead);
    this.#times.push(Date.parse(entry.at));
    this.#digests.push(holder === undefined ? digest : (this.#digests[holder] ?? null));
    const holds = entry.kind === "response" || entry.kind === "earlier";
    if (holds && digest !== null && holder === undefined) this.#holders.set(digest, row);
    const key = keyOf(entry);
    const earlier = this.#rows.get(key);
    const isLess = entry.kind === "failure" && earlier !== undefined && this.#kindAt(earlier) !== "failure";
    if (!isLess) this.#rows.set(key, row);
  }

  /** What counts of a page; null where nothing is on record. `form`: SHA-256 of what was posted. */
  page(uri: string, form: string | null = null): Entry | null {
    return this.#get({ kind: "response", uri, form });
  }

  /** An earlier patrol's response that is copied here. */
  earlier(uri: string): Entry | null {
    return this.#get({ kind: "earlier", uri, form: null });
  }

  resource(uri: string): Entry | null {
    return this.#get({ kind: "resource", uri, form: null });
  }

  /** What counts of that which `entry` is of. */
  sameAs(entry: Entry): Entry | null {
    return this.#get(entry);
  }

  /** The record in which a payload is written out. */
  holderOf(sha256: string): Entry | null {
    const row = this.#holders.get(bytesOf(sha256));
    return row === undefined ? null : this.#entryAt(row);
  }

  /** What counts of an address, whatever was posted to it, where its payload is that one. */
  withPayload(uri: string, sha256: string): Entry | null {
    const digest = bytesOf(sha256);
    for (const row of this.#rows.values())
      if (this.#uris[row] === uri && this.#digests[row] === digest) return this.#entryAt(row);
    return null;
  }

  /** How many pages have a response. */
  get pages(): number {
    let count = 0;
    for (const row of this.#rows.values()) if (ANSWERED.has(this.#kindAt(row))) count += 1;
    return count;
  }

  /** What counts, in the order in which it was first recorded. */
  *entries(): Generator<Entry> {
    for (const row of this.#rows.values()) yield this.#entryAt(row);
  }

  #get(of: Pick<Entry, "kind" | "uri" | "form">): Entry | null {
    const row = this.#rows.get(keyOf(of));
    return row === undefined ? null : this.#entryAt(row);
  }

  #kindAt(row: number): EntryKind {
    return ENTRY_KINDS[this.#kinds[row] ?? 0] ?? "response";
  }

  #entryAt(row: number): Entry {
    const digest = this.#digests[row] ?? null;
    return {
      kind: this.#kindAt(row),
      uri: this.#uris[row] ?? "",
      form: this.#forms.get(row) ?? null,
      offset: this.#offsets[row] ?? 0,
      length: this.#lengths[row] ?? 0,
      lead: this.#leads[row] ?? 0,
      at: new Date(this.#times[row] ?? 0).toISOString() as Instant, // toISOString writes this form
      sha256: digest === null ? null : Buffer.from(digest, "latin1").toString("hex"),
    };
  }
}

/** An address has no space in it: so a page's key is its address itself, and is not kept twice. */
function keyOf({ kind, uri, form }: Pick<Entry, "kind" | "uri" | "form">): string {
  const page = form === null ? uri : `${uri} ${form}`;
  return kind === "resource" || kind === "earlier" ? `${kind} ${page}` : page;
}

function bytesOf(sha256: string): string {
  return Buffer.from(sha256, "hex").toString("latin1");
}
