import { InputError } from "../domain/input-error.ts";
import { calendarDate, type Instant } from "../domain/time.ts";

/** @throws InputError for what is no instant. */
export function instantFrom(text: string): Instant {
  const [, year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.exec(text) ?? [];
  // Date takes 30 February for 1 March.
  const exists = calendarDate(Number(year), Number(month), Number(day)) !== null;
  const ms = exists ? Date.parse(text) : Number.NaN;
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
