import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";
import type { Timeline } from "./api-answers.ts";

/** One day of the calendar. */
export interface DayCell {
  readonly on: CalendarDate;
  readonly items: number;
  /** Every list was read past this day: that it has no items is known. */
  readonly read: boolean;
  /** 0-based column; weeks begin on Monday. */
  readonly week: number;
  /** 0 is Monday. */
  readonly weekday: number;
}

/** Days on end, both ends included. */
export interface Span {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly days: number;
}

export interface MonthColumn {
  /** `2016-12` */
  readonly month: string;
  /** The column of its first day. */
  readonly week: number;
  readonly items: number;
  /** Every day of it that the calendar shows was read. */
  readonly read: boolean;
}

export interface YearGrid {
  readonly cells: readonly DayCell[];
  readonly weeks: number;
  readonly months: readonly MonthColumn[];
  readonly items: number;
  /** Days that were not read whole. */
  readonly unreadDays: number;
  /** The longest stretch of read days without items; null where there is none. */
  readonly longestSilence: Span | null;
}

/** A timeline as a calendar. A day that was not read is no silence. */
export function yearGrid({ from, to, readFrom, days }: Timeline): YearGrid {
  const items = new Map(days.map(({ on, items: count }) => [on, count]));
  const offset = weekdayOf(from);
  const cells = Array.from({ length: daysBetween(from, to) + 1 }, (_, n): DayCell => {
    const on = addDays(from, n);
    return {
      on,
      items: items.get(on) ?? 0,
      read: readFrom === "start" || (readFrom !== null && on >= readFrom),
      week: Math.floor((offset + n) / 7),
      weekday: (offset + n) % 7,
    };
  });
  return {
    cells,
    weeks: (cells.at(-1)?.week ?? -1) + 1,
    months: monthsOf(cells),
    items: cells.reduce((sum, cell) => sum + cell.items, 0),
    unreadDays: cells.filter(({ read }) => !read).length,
    longestSilence: longestSilence(cells),
  };
}

function weekdayOf(day: CalendarDate): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

function monthsOf(cells: readonly DayCell[]): MonthColumn[] {
  const months = new Map<string, MonthColumn>();
  for (const { on, week, items, read } of cells) {
    const month = on.slice(0, 7);
    const known = months.get(month) ?? { month, week, items: 0, read: true };
    months.set(month, { ...known, items: known.items + items, read: known.read && read });
  }
  return [...months.values()];
}

function longestSilence(cells: readonly DayCell[]): Span | null {
  let longest: Span | null = null;
  let from: CalendarDate | null = null;
  for (const { on, items, read } of cells) {
    if (!read || items > 0) {
      from = null;
      continue;
    }
    from ??= on;
    const days = daysBetween(from, on) + 1;
    if (longest === null || days > longest.days) longest = { from, to: on, days };
  }
  return longest;
}
