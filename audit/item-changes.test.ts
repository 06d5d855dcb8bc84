import { describe, expect, test } from "vitest";
import { type History, type ItemFacts, type Listing, NO_HISTORY } from "../domain/snapshot.ts";
import { column, item, known, unit, unknown } from "./example.ts";
import { itemChanges } from "./item-changes.ts";

const A = "http://portal.test/mzj/05.01/a.html";
const B = "http://portal.test/mzj/05.01/b.html";

/** A page of its own for each version. */
function version(sha: string, facts: Partial<ItemFacts> = {}): ItemFacts {
  const whole = item({ url: A, publishedOn: known("2016-12-01"), ...facts });
  const paged = <T extends ItemFacts["title"] | ItemFacts["body"]>(fact: T): T =>
    fact.known ? { ...fact, page: { ...fact.page, sha256: sha.repeat(64) } } : fact;
  return { ...whole, title: paged(whole.title), body: paged(whole.body) };
}

function seen(...items: readonly ItemFacts[]): History {
  const { column: of, listing } = column("05.01", items);
  const earlier = { rendered: false, listing: listing.known ? listing : null, further: [], othersRows: [] };
  return { ...NO_HISTORY, columns: { [of.url]: earlier }, patrols: 1 };
}

const now = (items: readonly ItemFacts[], listing: Partial<Listing> = {}) =>
  unit([column("05.01", items, listing)]);

describe("an item is changed", () => {
  test("where its text or title is another, with the digests of both pages", () => {
    const [change, ...others] = itemChanges(
      now([
        version("2", {
          title: known("市民政局召开会议（更正）"),
          body: known("12月29日，市民政局召开会议。"),
        }),
      ]),
      seen(version("1")),
    );
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: "changed",
      url: A,
      parts: ["title", "body"],
      before: { title: "市民政局召开工作会议", sha256: "1".repeat(64) },
      after: { title: "市民政局召开会议（更正）", sha256: "2".repeat(64) },
    });
  });

  test.each<[string, ItemFacts]>([
    ["white space alone differs", version("2", { body: known("12月30日，\n市民政局　召开会议。") })],
    ["only the page around it differs", version("2")],
    ["its page was not read now", version("2", { title: unknown("timeout"), body: unknown("timeout") })],
    ["it was carried over", version("2", { body: known("别的"), carriedFrom: "2016-12-20T00:00:00.000Z" })],
  ])("not where %s", (_, later) => {
    expect(itemChanges(now([later]), seen(version("1")))).toEqual([]);
  });
});

describe("an item is removed", () => {
  test("where its list, read to before its day, lacks it; the digest of the list is kept beside its own", () => {
    expect(itemChanges(now([version("3", { url: B, listTitle: "别的" })]), seen(version("1")))).toMatchObject(
      [{ kind: "removed", url: A, before: { sha256: "1".repeat(64) }, after: { sha256: "0".repeat(64) } }],
    );
  });

  test("moved, where its title stands at another address", () => {
    expect(itemChanges(now([version("3", { url: B })]), seen(version("1")))).toMatchObject([
      { kind: "moved", url: A, movedTo: B },
    ]);
  });

  test.each<[string, Partial<Listing>]>([
    ["was read as far as its own day only", { readNowFrom: "2016-12-01" }],
    ["proves nothing", { readNowFrom: null }],
  ])("not where the list %s", (_, listing) => {
    expect(itemChanges(now([], listing), seen(version("1")))).toEqual([]);
  });

  test("not where the list was not read, nor where another column shows it", () => {
    expect(itemChanges(unit([column("05.01", "timeout")]), seen(version("1")))).toEqual([]);
    const elsewhere = unit([column("05.01", []), column("05.02", [version("1")])]);
    expect(itemChanges(elsewhere, seen(version("1")))).toEqual([]);
  });
});
