import type { Reason } from "./snapshot.ts";
import type { Instant } from "./time.ts";

/** One page that a patrol asked for, or left out, as its evidence tells. */
export interface LedgerEntry {
  /** When it was answered, given up or left out. */
  readonly at: Instant;
  readonly url: string;
  /** What it was asked for: `column`, `item` …; null where the evidence does not say. */
  readonly purpose: string | null;
  /** A form was posted to the address. */
  readonly posted: boolean;
  /** Requests that were made for it; 0: it was left out. null where the evidence does not say. */
  readonly attempts: number | null;
  /** HTTP status; null where nothing answered. */
  readonly status: number | null;
  /** Why there is no answer; null where there is one. */
  readonly reason: Reason | null;
  /** Bytes of the answer as they were transferred; null where the evidence does not say. */
  readonly bytes: number | null;
  /** Time spent on all attempts; null where the evidence does not say. */
  readonly ms: number | null;
  /** It had failed before and was asked once more. */
  readonly again: boolean;
}
