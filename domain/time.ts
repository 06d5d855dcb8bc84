/** A moment, in UTC: `2016-12-31T16:00:00.000Z`. */
export type Instant = `${string}T${string}Z`;

/** A day in the portal's time zone: `2016-12-28`. The compiler keeps it apart from an {@link Instant}. */
export type CalendarDate = `${number}-${number}-${number}`;

/** A length of calendar time: `P14D`, `P6M`, `P1Y`. Months and years are those of the calendar. */
export type Period = `P${number}${"D" | "M" | "Y"}`;

const MS_A_DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that `instant` falls on in `timezone` (an IANA name). */
export function dayOf(instant: Instant, timezone: string): CalendarDate {
  let format = formats.get(timezone);
  if (!format) {
    // The Swedish locale writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" });
    formats.set(timezone, format);
  }
  return format.format(new Date(instant)) as CalendarDate; // the type cannot know the locale
}

/** Whole days from `earlier` to `later`; negative when they stand the other way round. */
export function daysBetween(earlier: CalendarDate, later: CalendarDate): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / MS_A_DAY);
}

/** `day` moved by `days`, forward or (negative) back. */
export function addDays(day: CalendarDate, days: number): CalendarDate {
  return isoDay(Date.parse(day) + days * MS_A_DAY);
}

/** `day` moved forward by `period`: 31 January and one month give the last day of February. */
export function addPeriod(day: CalendarDate, period: Period): CalendarDate {
  return shift(day, period, 1);
}

/** `day` moved back by `period`: the oldest day that is still within it. */
export function subtractPeriod(day: CalendarDate, period: Period): CalendarDate {
  return shift(day, period, -1);
}

/** The later of two days. */
export function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

/** The earlier of two days. */
export function earlierOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a < b ? a : b;
}

/** The calendar date of these numbers, or null where the calendar has no such day. */
export function calendarDate(year: number, month: number, day: number): CalendarDate | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists =
    year >= 1000 &&
    year <= 9999 &&
    at.getUTCFullYear() === year &&
    at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day;
  return exists ? isoDay(at.getTime()) : null;
}

/** Whether `text` is an ISO 8601 duration of whole days, months or years. */
export function isPeriod(text: string): text is Period {
  return /^P[1-9]\d*[DMY]$/.test(text);
}

function shift(day: CalendarDate, period: Period, sign: 1 | -1): CalendarDate {
  const count = Number(period.slice(1, -1)) * sign;
  const unit = period.at(-1);
  if (unit === "D") return addDays(day, count);
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const months = year * 12 + (month - 1) + count * (unit === "Y" ? 12 : 1);
  const lastOfMonth = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
  return isoDay(Date.UTC(Math.floor(months / 12), months % 12, Math.min(date, lastOfMonth)));
}

function isoDay(ms: number): CalendarDate {
  return new Date(ms).toISOString().slice(0, 10) as CalendarDate; // the first ten characters are the date
}
