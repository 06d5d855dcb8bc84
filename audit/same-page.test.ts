import { describe, expect, test } from "vitest";
import type { Page } from "../domain/snapshot.ts";
import { type PageKind, SamePages } from "./same-page.ts";

const ROOT = "http://portal.test";

function page(at: string, status = 200): Page {
  return { url: new URL(at, ROOT).href, fetchedAt: "2016-12-31T04:00:00.000Z", status, sha256: "same" };
}

/** `/asked` or `/asked → /where it led`. */
type Answered = readonly [kind: PageKind, at: string];

/** Whether the page of the first column among them is everybody's. */
function isEverybodys(answered: readonly Answered[], showsItems: boolean): boolean {
  const pages = new SamePages();
  for (const [kind, at] of answered) {
    const [asked = "", from = asked] = at.split(" → ");
    pages.add(kind, `${ROOT}${asked}`, page(from));
  }
  const [asked = "", from = asked] = answered.find(([kind]) => kind === "column")?.[1].split(" → ") ?? [];
  return pages.isEverybodys(`${ROOT}${asked}`, page(from), showsItems);
}

const items = (count: number, to = ""): Answered[] =>
  Array.from({ length: count }, (_, n) => ["item", `/a/${n}.html${to}`]);

const units = (count: number) => Array.from({ length: count }, (_, n): Answered => ["unit", `/u${n}/`]);

describe("the page of a column that others show, too", () => {
  test.each<[why: string, answered: readonly Answered[]]>([
    ["two items of its list", [["column", "/a/"], ...items(2)]],
    [
      "two items of the list that is its unit's own page, too",
      [["column", "/a/"], ["unit", "/a/"], ...items(2)],
    ],
    ["the unit's own page, and an item", [["column", "/a/"], ["unit", "/u/"], ...items(1)]],
    ["another column and an item", [["column", "/a/"], ["column", "/b/"], ...items(1)]],
    [
      "two units and another column, all led to a page to log in",
      [
        ["column", "/a/ → /login"],
        ["column", "/b/ → /login"],
        ["column", "/c/ → /login"],
        ["unit", "/u/ → /login"],
        ["unit", "/v/ → /login"],
      ],
    ],
  ])("is everybody's: %s", (_why, answered) => expect(isEverybodys(answered, true)).toBe(true));

  test.each<[why: string, answered: readonly Answered[]]>([
    ["it alone", [["column", "/a/"]]],
    ["one item alone", [["column", "/a/"], ...items(1)]],
    [
      "its unit's own page is its list, under another name",
      [
        ["column", "/a/index.html"],
        ["unit", "/a/"],
      ],
    ],
    [
      "the unit's own page, and another way to it",
      [
        ["column", "/a/"],
        ["unit", "/u/"],
        ["column", "/b/"],
      ],
    ],
    ["an item that is a column itself", [["column", "/a/"], ["column", "/a/0.html"], ...items(1)]],
    ["lost items, which are led to their list", [["column", "/a/"], ...items(9, " → /a/")]],
    [
      "lost columns, which are led to it",
      [
        ["column", "/a/"],
        ["column", "/b/ → /a/"],
        ["column", "/c/ → /a/"],
        ["unit", "/u/ → /a/"],
        ["unit", "/v/ → /a/"],
      ],
    ],
    ["one lost column, led to a shell that many units have", [["column", "/a/ → /u0/"], ...units(8)]],
    ["other columns alone, be they many", [..."abcdefgh"].map((id): Answered => ["column", `/${id}/`])],
  ])("may be its own: %s", (_why, answered) => expect(isEverybodys(answered, true)).toBe(false));

  test("where it shows no list, two items are too few", () => {
    const answered: readonly Answered[] = [["column", "/a/"], ["column", "/b/"], ...items(2)];
    expect(isEverybodys(answered, false)).toBe(false);
    expect(isEverybodys([...answered, ...units(1)], false)).toBe(true);
    expect(isEverybodys([["column", "/a/"], ...items(3)], false)).toBe(false);
    expect(isEverybodys([["column", "/a/"], ...items(4)], false)).toBe(true);
  });

  test.each([300, 404])("where it is answered with %i it shows nothing", (status) => {
    const pages = new SamePages();
    for (const at of ["/a/", "/b/"]) pages.add("column", `${ROOT}${at}`, page(at, status));
    for (const at of ["/1.html", "/2.html"]) pages.add("item", `${ROOT}${at}`, page(at, status));
    expect(pages.isEverybodys(`${ROOT}/a/`, page("/a/", status), true)).toBe(false);
    expect(pages.ofItems()).toEqual([]);
  });
});

test("items that show a column's page, or a unit's, show none of their own", () => {
  const pages = new SamePages();
  pages.add("unit", `${ROOT}/u/`, page("/u/"));
  expect(pages.ofItems()).toEqual([]);
  pages.add("item", `${ROOT}/u/1.html`, page("/u/1.html"));
  expect(pages.ofItems()).toEqual(["same"]);
  expect(pages.isOfUnits("same")).toBe(false);
  pages.add("column", `${ROOT}/a/`, page("/a/"));
  expect([pages.isOfUnits("same"), pages.isOfUnits("another")]).toEqual([false, false]);
  pages.add("unit", `${ROOT}/v/`, page("/v/"));
  expect(pages.isOfUnits("same")).toBe(true);
});

describe("an item at the address of its column is that column", () => {
  const isAnother = (address: string) => {
    const pages = new SamePages();
    pages.add("column", `${ROOT}/a/`, page("/a/"));
    pages.add("item", address, page(address));
    return pages.ofItems().length > 0;
  };

  test.each(["/a", "/a/index.html", "/a/Default.aspx", "/a/#top", "https://portal.test/a/"])(
    "however it is written: %s",
    (at) => expect(isAnother(new URL(at, ROOT).href)).toBe(false),
  );

  test.each([
    "/",
    "/a/b/",
    "/a/index.html?page=2",
    "/a/index_1.html",
    "/a/default.aspx/1",
    "http://other.test/a/",
  ])("but not %s", (at) => expect(isAnother(new URL(at, ROOT).href)).toBe(true));
});
