import { describe, expect, test } from "vitest";
import type { ColumnFacts, ItemFacts } from "../domain/snapshot.ts";
import { addDays } from "../domain/time.ts";
import { changeOf, hasOtherPattern, itemsOf } from "./column-change.ts";
import { column, item, known, unknown } from "./example.ts";

const rows = (count: number, name: string, rest: Partial<ItemFacts> = {}) =>
  Array.from({ length: count }, (_, n) =>
    item({
      url: `http://portal.test/mzj/${name}/${n}.html`,
      publishedOn: known(addDays("2016-12-20", -7 * n)),
      ...rest,
    }),
  );
const BEFORE = rows(5, "old");
const carried = { carriedFrom: "2016-12-20T00:00:00.000Z" } as const;

describe("a column that held five items", () => {
  test.each<[string, ColumnFacts, ReturnType<typeof changeOf>]>([
    ["shows them again", column("05.01", BEFORE), null],
    ["shows one of them among others", column("05.01", [...rows(5, "new"), ...BEFORE.slice(4)]), null],
    ["shows none", column("05.01", []), "emptied"],
    ["shows others", column("05.01", rows(3, "new")), "strangers"],
    ["shows two others: too few", column("05.01", rows(2, "new")), null],
    [
      "shows others beside what was carried over",
      column("05.01", [...rows(3, "new"), ...rows(5, "old", carried)]),
      "strangers",
    ],
    [
      "shows others, read down to the day of the third",
      column("05.01", rows(3, "new"), { readFrom: "2016-12-06" }),
      "strangers",
    ],
    [
      "shows others, read down to a later day: too few were to be met again",
      column("05.01", rows(3, "new"), { readFrom: "2016-12-07" }),
      null,
    ],
    ["shows others, in no order", column("05.01", rows(3, "new"), { readFrom: null }), "strangers"],
    ["shows no list that can be read", column("05.01", "unreadable"), "list-gone"],
    ["is being worked on", column("05.01", "maintenance"), null],
  ])("%s", (_why, now, change) => expect(changeOf(now, BEFORE)).toBe(change));

  test("that bore no days need not be met again where the list was read down to a day only", () => {
    const now = column("05.01", rows(3, "new"), { readFrom: "2016-11-01" });
    for (const publishedOn of [known(null), unknown("no-dates")])
      expect(changeOf(now, rows(5, "old", { publishedOn }))).toBeNull();
  });
});

test("what was known of a column is its last full reading, and what later ones showed besides", () => {
  const { listing } = column("05.01", rows(2, "full"));
  const earlier = { rendered: false, listing: null, further: rows(1, "later"), othersRows: [] };
  expect(itemsOf({ ...earlier, listing: listing.known ? listing : null })).toHaveLength(3);
  expect(itemsOf(earlier)).toHaveLength(1);
  expect(itemsOf(undefined)).toEqual([]);
});

describe("addresses", () => {
  const isOther = (before: string, now: string) => {
    const at = (path: string) => [item({ url: `http://portal.test${path}` })];
    return hasOtherPattern(column("05.01", at(now)), at(before));
  };

  test.each([
    ["/a/1.html", "/a/20161231.html"],
    ["/2015/03/t20150301_1.html", "/2016/12/t20161231_99.html"],
    ["/art/3f9c2ab04d1e4f6a.html", "/art/a0b1c2d3e4f5a6b7.html"],
    ["/a/3F9C2AB0-4D1E-4F6A-9B1C-0123456789AB", "/a/00112233-4455-6677-8899-aabbccddeeff"],
  ])("%s and %s are of one form", (before, now) => expect(isOther(before, now)).toBe(false));

  test.each([
    ["/a/1.html", "/a/1.jhtml"],
    ["/a/1.html", "/b/1.html"],
    ["/a/1.html", "/a/x1.html"],
    ["/a/notice", "/a/news"],
  ])("%s and %s are not", (before, now) => expect(isOther(before, now)).toBe(true));

  test("nothing is said of a list that was not read", () => {
    expect(hasOtherPattern(column("05.01", "timeout"), BEFORE)).toBe(false);
  });
});
