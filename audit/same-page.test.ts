import { describe, expect, test } from "vitest";
import type { Page } from "../domain/snapshot.ts";
import { type PageKind, SamePages } from "./same-page.ts";

const ROOT = "http://portal.test";

function page(at: string): Page {
  return { url: `${ROOT}${at}`, fetchedAt: "2016-12-31T04:00:00.000Z", status: 200, sha256: "same" };
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
        ["unit", "/u/ → /a/"],
      ],
    ],
    ["one lost column, led to a shell that many units have", [["column", "/a/ → /u0/"], ...units(8)]],
    ["other columns alone, be they many", [..."abcdefgh"].map((id): Answered => ["column", `/${id}/`])],
  ])("may be its own: %s", (_why, answered) => expect(isEverybodys(answered, true)).toBe(false));

  test("where it shows no list, two items are too few", () => {
    const answered: readonly Answered[] = [["column", "/a/"], ["column", "/b/"], ...items(2)];
    expect(isEverybodys(answered, false)).toBe(false);
    expect(isEverybodys([...answered, ...units(1)], false)).toBe(true);
  });
});

test("items that show a column's page, or a unit's, show none of their own", () => {
  const pages = new SamePages();
  pages.add("unit", `${ROOT}/u/`, page("/u/"));
  expect(pages.ofItems()).toEqual([]);
  pages.add("item", `${ROOT}/u/1.html`, page("/u/1.html"));
  expect(pages.ofItems()).toEqual(["same"]);
  expect(pages.isOfUnits("same")).toBe(false);
  pages.add("unit", `${ROOT}/v/`, page("/v/"));
  expect(pages.isOfUnits("same")).toBe(true);
});
