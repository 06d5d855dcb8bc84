import { describe, expect, test } from "vitest";
import type { ColumnFacts, ItemFacts, Listing } from "../domain/snapshot.ts";
import { CATALOGUE, column, item, known, unit, unknown } from "./example.ts";
import { categoriesHeld, placesOf, unseenIn } from "./filed-places.ts";

const ITEM = item({ listTitle: "关于公布2016年预算的通知", publishedOn: known("2016-10-01") });

describe("an item stands", () => {
  const placesWith = (copy: Partial<ItemFacts>) => {
    const other = item({ ...ITEM, url: "http://portal.test/mzj/copy.html", ...copy });
    const snapshot = unit([column("05.01", [ITEM]), column("04.01", [other]), column("05.02", "timeout")]);
    return placesOf(ITEM, snapshot).map(({ column }) => column.category);
  };

  test.each<[string, Partial<ItemFacts>]>([
    ["another address", {}],
    ["its own address under another title", { url: ITEM.url, listTitle: "2016年预算" }],
    ["sixty days later", { publishedOn: known("2016-11-30") }],
    ["sixty days before", { publishedOn: known("2016-08-02") }],
    ["no day", { publishedOn: known(null) }],
    ["a day that was not read", { publishedOn: unknown("no-dates") }],
    ["blanks and in another width", { listTitle: "关于公布 ２０１６ 年  预算的通知" }],
  ])("also where its copy stands with %s", (_why, copy) =>
    expect(placesWith(copy)).toEqual(["05.01", "04.01"]),
  );

  test.each<[string, Partial<ItemFacts>]>([
    ["sixty-one days later", { publishedOn: known("2016-12-01") }],
    ["under another title", { listTitle: "关于公布2016年决算的通知" }],
  ])("not where another stands %s", (_why, copy) => expect(placesWith(copy)).toEqual(["05.01"]));

  test("in each column that shows it, once", () => {
    const snapshot = unit([column("05.01", [ITEM]), column("05.02", [ITEM, ITEM])]);
    expect(placesOf(ITEM, snapshot).map(({ column }) => column.category)).toEqual(["05.01", "05.02"]);
  });
});

describe("that an item is nowhere in a column", () => {
  const readTo = (readFrom: Listing["readFrom"]) => column("04.01", [], { readFrom });
  const undated = { ...ITEM, publishedOn: known(null) };

  test.each<[string, ItemFacts, readonly ColumnFacts[], string | null]>([
    ["read whole", ITEM, [readTo("start")], null],
    ["read to sixty days before it", ITEM, [readTo("2016-08-02")], null],
    ["read to fifty-nine", ITEM, [readTo("2016-08-03")], "incomplete"],
    ["in no order", ITEM, [readTo(null)], "incomplete"],
    ["which did not answer", ITEM, [readTo("start"), column("04.01", "timeout")], "timeout"],
    ["one of which was not read so far", ITEM, [readTo("start"), readTo("2016-10-01")], "incomplete"],
    ["read whole, without a day of its own", undated, [readTo("start")], null],
    ["not read whole, without a day of its own", undated, [readTo("2016-01-01")], "incomplete"],
  ])("%s", (_why, of, columns, reason) => {
    expect(unseenIn(columns, of)).toEqual(reason === null ? null : expect.objectContaining({ reason }));
  });
});

test("a unit holds the categories of its columns", () => {
  const held = categoriesHeld(unit([column("05.01", []), column(null, [])]), CATALOGUE.categories);
  expect(held.map(({ code }) => code)).toEqual(["05.01"]);
});
