import type { Instant } from "../domain/time.ts";

/** The moment by the clock. Rules never see it: they judge by `asOf`. */
export function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
