import { InputError } from "../domain/input-error.ts";
import type { Instant } from "../domain/time.ts";

/** @throws InputError for what is no instant. */
export function instantFrom(text: string): Instant {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new InputError(
      "--as-of",
      null,
      "",
      `应为带时区的时刻，如 2016-12-31T00:00:00+08:00，现为“${text}”`,
    );
  }
  return new Date(ms).toISOString() as Instant; // toISOString writes this form
}
