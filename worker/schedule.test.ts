import { describe, expect, test } from "vitest";
import { everyFrom, nextTimeOfDay } from "./schedule.ts";

describe("the next time of day in China", () => {
  test.each([
    ["2026-11-26T00:00:00Z", "02:00", "2026-11-26T18:00:00.000Z"],
    ["2026-11-26T17:59:59Z", "02:00", "2026-11-26T18:00:00.000Z"],
    ["2026-11-26T18:00:00Z", "02:00", "2026-11-27T18:00:00.000Z"],
    ["2026-12-31T15:00:00Z", "23:30", "2026-12-31T15:30:00.000Z"],
  ])("after %s at %s it is %s", (now, at, next) => {
    expect(new Date(nextTimeOfDay(at, Date.parse(now))).toISOString()).toBe(next);
  });

  test.each(["24:00", "2:00", "02:60", "noon"])("%s is none", (at) => {
    expect(() => nextTimeOfDay(at, 0)).toThrow("--at");
  });
});

test("intervals", () => {
  expect(["20s", "5m", "6h", "14d"].map(everyFrom)).toEqual([20_000, 300_000, 21_600_000, 1_209_600_000]);
  for (const wrong of ["14", "0d", "d14", "1w"]) expect(() => everyFrom(wrong)).toThrow("--every");
});
