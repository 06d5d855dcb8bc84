import type { CalendarDate, Instant } from "./time.ts";

export const CHANGED_PARTS = [
  "title",
  "body",
  "publishedOn",
  "source",
  "documentNumber",
  "carriers",
] as const;

/** What of an item is not what it was. */
export type ChangedPart = (typeof CHANGED_PARTS)[number];

/** One version of an item, and the page that shows it. */
export interface ItemVersion {
  readonly title: string;
  readonly publishedOn: CalendarDate | null;
  /** Of the bytes received: they lie in the evidence of the patrol that received them. */
  readonly sha256: string;
}

/**
 * An item that is not what an earlier patrol saw. A fact, no fault: corrections and withdrawals are a unit's duty too.
 *
 * - `changed`: its own page says otherwise than before; `parts` says in what
 * - `removed`: its list, read to before its day, no longer shows it
 * - `moved`: likewise, and an item of the same title stands at another address
 */
export interface ItemChange {
  readonly kind: "changed" | "removed" | "moved";
  readonly url: string;
  /** The column in which it stood. */
  readonly columnUrl: string;
  readonly parts: readonly ChangedPart[];
  readonly before: ItemVersion;
  /** What stands there now; of a removed one: the digest of the list's page that lacks it, and no title. */
  readonly after: ItemVersion;
  /** Where a moved one stands now; else null. */
  readonly movedTo: string | null;
}

/** A change, with the patrol that found it and that patrol's `asOf`. */
export interface RecordedChange extends ItemChange {
  readonly patrol: string;
  readonly seenAt: Instant;
}
