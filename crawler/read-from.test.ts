import { describe, expect, test } from "vitest";
import type { ItemFacts, Page } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { itemFrom, unreadPage } from "./gather-item.ts";
import { readFromOf } from "./read-from.ts";

const PAGE: Page = {
  url: "http://portal.test/",
  fetchedAt: "2016-12-31T04:00:00.000Z",
  status: 200,
  sha256: "0",
};

function items(days: readonly (CalendarDate | null)[]): ItemFacts[] {
  return days.map((day, n) =>
    itemFrom(
      { url: `http://portal.test/${n}`, title: `第${n}条`, date: day && { text: day, day }, listPage: PAGE },
      unreadPage("not-patrolled", null),
    ),
  );
}

describe("how far a list that was not read to its end is known", () => {
  test.each<[string, (CalendarDate | null)[], CalendarDate | null]>([
    [
      "newest first: from the day after its oldest, of which more may follow",
      ["2016-12-30", "2016-12-20", "2016-12-10"],
      "2016-12-11",
    ],
    [
      "pinned items on top do not count",
      ["2014-01-01", "2013-05-05", "2016-12-30", "2016-12-20", "2016-12-10", "2016-12-01"],
      "2016-12-02",
    ],
    [
      "a little out of order moves the day up by as much",
      ["2016-12-30", "2016-12-20", "2016-12-23", "2016-12-10"],
      "2016-12-14",
    ],
    ["sorted upwards: nothing is known", ["2015-01-01", "2015-02-01", "2015-03-01", "2015-04-01"], null],
    [
      "without order: nothing",
      ["2016-12-30", "2010-01-01", "2016-05-01", "2011-01-01", "2016-12-01", "2009-01-01"],
      null,
    ],
    ["one day alone does not tell its order", ["2016-12-30", "2016-12-30", "2016-12-30"], null],
    ["a date that was not read: nothing", ["2016-12-30", null, "2016-12-10"], null],
    ["nothing at all", [], null],
  ])("%s", (_why, days, from) => expect(readFromOf(items(days))).toBe(from));
});
