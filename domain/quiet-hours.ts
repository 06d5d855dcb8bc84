/** Hours of every day in which a portal is not asked, by its own clock; over midnight where `until` is not after `from`. */
export interface QuietHours {
  /** `07:30`: from this minute on … */
  readonly from: string;
  /** … until before this one. */
  readonly until: string;
}

const DAY_MINUTES = 24 * 60;
const formats = new Map<string, Intl.DateTimeFormat>();

/** How long a portal may not be asked yet at `nowMs` (since 1970) in `timezone`, ms; 0: it may be asked now. */
export function quietMs(quiet: readonly QuietHours[], timezone: string, nowMs: number): number {
  if (quiet.length === 0) return 0;
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hour: "2-digit", minute: "2-digit" });
    formats.set(timezone, format);
  }
  const now = minuteOf(format.format(nowMs));
  const left = Math.max(0, ...quiet.map((hours) => minutesLeft(hours, now)));
  return left === 0 ? 0 : left * 60_000 - (nowMs % 60_000);
}

/** Whether they leave some minute of the day. */
export function leaveTime(quiet: readonly QuietHours[]): boolean {
  return Array.from({ length: DAY_MINUTES }, (_, minute) => minute).some((minute) =>
    quiet.every((hours) => minutesLeft(hours, minute) === 0),
  );
}

/** Minutes until the hours end that hold this minute of the day; 0 where they do not hold it. */
function minutesLeft({ from, until }: QuietHours, minute: number): number {
  const [start, end] = [minuteOf(from), minuteOf(until)];
  const length = (end - start + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const passed = (minute - start + DAY_MINUTES) % DAY_MINUTES;
  return passed < length ? length - passed : 0;
}

/** Of the day: `07:30` is 450. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
