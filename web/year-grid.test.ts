import { describe, expect, test } from "vitest";
import type { Timeline } from "./api-answers.ts";
import { yearGrid } from "./year-grid.ts";

const TIMELINE: Timeline = {
  from: "2016-11-30",
  to: "2016-12-31",
  readFrom: "start",
  unreadColumns: 0,
  undated: 0,
  days: [
    { on: "2016-11-30", items: 1 },
    { on: "2016-12-19", items: 14 },
  ],
};

describe("the calendar of a unit", () => {
  test("has every day once, weeks from Monday on", () => {
    const { cells, weeks, items } = yearGrid(TIMELINE);
    expect(cells).toHaveLength(32);
    expect(cells[0]).toEqual({ on: "2016-11-30", items: 1, read: true, week: 0, weekday: 2 });
    expect(cells.find(({ on }) => on === "2016-12-05")).toMatchObject({ week: 1, weekday: 0 });
    expect(weeks).toBe(5);
    expect(items).toBe(15);
  });

  test("finds the longest silence between items", () => {
    expect(yearGrid(TIMELINE).longestSilence).toEqual({ from: "2016-12-01", to: "2016-12-18", days: 18 });
  });

  test("counts no day as silent that was not read", () => {
    const part = yearGrid({ ...TIMELINE, readFrom: "2016-12-10" });
    expect(part.longestSilence).toEqual({ from: "2016-12-20", to: "2016-12-31", days: 12 });
    expect(part.unreadDays).toBe(10);
    expect(part.months.map(({ read }) => read)).toEqual([false, false]);

    const none = yearGrid({ ...TIMELINE, readFrom: null });
    expect(none.longestSilence).toBe(null);
    expect(none.cells.every(({ read }) => !read)).toBe(true);
    expect(none.items).toBe(15);
  });

  test("sums by month", () => {
    expect(yearGrid(TIMELINE).months).toEqual([
      { month: "2016-11", week: 0, items: 1, read: true },
      { month: "2016-12", week: 0, items: 14, read: true },
    ]);
  });
});
