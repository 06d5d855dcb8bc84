import { expect, test } from "vitest";
import type { ColumnFacts } from "../domain/snapshot.ts";
import { column, discovered, gone, item, known, unit, unknown } from "./example.ts";
import { cantTell } from "./rule.ts";
import { coverageGap, gapOf, isNoColumn, severityOf, silenceOf } from "./silence.ts";

const TODAY = "2016-12-31";
const SINCE = "2016-12-01";
const silence = (...columns: readonly ColumnFacts[]) => {
  const { newest, gap } = silenceOf(columns, TODAY, SINCE);
  return { day: newest?.day ?? null, gap: gap?.reason ?? null };
};
const dated = (publishedOn: ReturnType<typeof item>["publishedOn"], n = 0) =>
  item({ url: `http://portal.test/mzj/d${n}.html`, publishedOn });

test("the newest item of all columns up to today is what a unit published last", () => {
  const two = [column("05.01", ["2016-11-01", "2016-11-20"]), column("05.02", ["2016-10-01"])];
  expect(silence(...two)).toEqual({ day: "2016-11-20", gap: null });
  expect(silence(column("05.01", ["2016-11-20", TODAY]))).toEqual({ day: TODAY, gap: null });
  expect(silence(column("05.01", []))).toEqual({ day: null, gap: null });
});

test.each([
  ["lies ahead", known("2017-01-01" as const), "no-dates"],
  ["is none", known(null), "no-dates"],
  ["was not read", unknown("timeout"), "timeout"],
] as const)("a date that %s does not say what is newest", (_why, publishedOn, reason) => {
  expect(silence(column("05.01", [dated(known("2016-11-01")), dated(publishedOn, 1)]))).toEqual({
    day: "2016-11-01",
    gap: reason,
  });
});

test("why silence is not sure is said with its page; a date of today stands in nobody's way", () => {
  const { listing } = column("05.01", [dated(unknown("blocked"))]);
  expect(gapOf(listing, TODAY, SINCE)).toEqual(cantTell("blocked"));
  const ahead = known("2017-01-01" as const);
  expect(gapOf(column("05.01", [dated(ahead)]).listing, TODAY, SINCE)).toEqual({
    outcome: "cantTell",
    reason: "no-dates",
    page: ahead.page,
  });
  expect(gapOf(column("05.01", [TODAY]).listing, TODAY, SINCE)).toBeNull();
  expect(gapOf(column("05.01", "timeout").listing, TODAY, SINCE)).toMatchObject({ reason: "timeout" });
});

test("what cannot hold items is no column: an overview, a dead entry of the menus that no category knows", () => {
  expect(isNoColumn(discovered(gone(column(null, []))))).toBe(true);
  expect(isNoColumn({ ...column("03.01", "unreadable"), isOverview: true })).toBe(true);
  expect(isNoColumn(gone(column(null, [])))).toBe(false);
  expect(isNoColumn(discovered(gone(column("05.01", []))))).toBe(false);
  expect(isNoColumn(discovered(column(null, [])))).toBe(false);
  // Nothing answered: it may be anything.
  expect(isNoColumn(discovered(column(null, "timeout")))).toBe(false);
});

test("where the menus were not read and no person named a column, there may be others", () => {
  const [listed, found] = [column("05.01", []), discovered(column("05.01", []))];
  const unread = unit([], { navigation: unknown("blocked") });
  expect(coverageGap([found], unread)).toEqual(cantTell("blocked"));
  expect(coverageGap([], unread)).toEqual(cantTell("blocked"));
  expect(coverageGap([found, listed], unread)).toBeNull();
  expect(coverageGap([found], unit([]))).toBeNull();
});

test("a month of silence is minor, a quarter major, more critical", () => {
  expect([30, 31, 91, 92].map(severityOf)).toEqual(["minor", "major", "major", "critical"]);
});
