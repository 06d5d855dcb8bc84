import { expect, test } from "vitest";
import { leaveTime, type QuietHours, quietMs } from "./quiet-hours.ts";

const MORNING: QuietHours = { from: "07:30", until: "09:00" };
const NIGHT: QuietHours = { from: "22:00", until: "06:00" };
const MINUTE = 60_000;

test.each<[string, readonly QuietHours[], string, number]>([
  ["07:29 is before", [MORNING], "2016-12-31T07:29:59.999+08:00", 0],
  ["07:30 is within", [MORNING], "2016-12-31T07:30:00.000+08:00", 90 * MINUTE],
  ["the end is exact to the millisecond", [MORNING], "2016-12-31T08:59:59.250+08:00", 750],
  ["09:00 is after", [MORNING], "2016-12-31T09:00:00.000+08:00", 0],
  ["before midnight", [NIGHT], "2016-12-31T23:00:00.000+08:00", 7 * 60 * MINUTE],
  ["after midnight", [NIGHT], "2017-01-01T05:59:00.000+08:00", MINUTE],
  ["by day", [NIGHT], "2016-12-31T12:00:00.000+08:00", 0],
  [
    "of several the last to end",
    [NIGHT, { from: "05:00", until: "07:00" }],
    "2017-01-01T05:30:00.000+08:00",
    90 * MINUTE,
  ],
  ["none", [], "2016-12-31T08:00:00.000+08:00", 0],
])("%s", (_why, quiet, at, ms) => expect(quietMs(quiet, "Asia/Shanghai", Date.parse(at))).toBe(ms));

test("they are read by the portal's own clock", () => {
  const at = Date.parse("2016-12-31T08:00:00.000Z");
  expect(quietMs([MORNING], "Asia/Shanghai", at)).toBe(0);
  expect(quietMs([MORNING], "UTC", at)).toBe(60 * MINUTE);
});

test("a day that is quiet throughout leaves no time for a patrol", () => {
  expect(leaveTime([MORNING, NIGHT])).toBe(true);
  expect(leaveTime([NIGHT, { from: "06:00", until: "22:00" }])).toBe(false);
  expect(leaveTime([{ from: "08:00", until: "08:00" }])).toBe(false);
});
