import { describe, expect, test } from "vitest";
import {
  type EarlierColumn,
  type History,
  type ItemFacts,
  type Listing,
  NO_HISTORY,
} from "../domain/snapshot.ts";
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

  test.each<[string, Partial<ItemFacts>, Partial<ItemFacts>]>([
    ["title", { title: known("关于放假的通知") }, { title: known("关于调休的通知") }],
    ["body", { body: known("甲") }, { body: known("乙") }],
    ["publishedOn", { publishedOn: known("2016-12-01") }, { publishedOn: known("2016-12-02") }],
    ["source", { source: known(null) }, { source: known("市民政局") }],
    ["documentNumber", { documentNumber: known("云民发〔2016〕8号") }, { documentNumber: known(null) }],
    [
      "carriers",
      { carriers: known([{ url: "http://portal.test/a.doc", name: "附件" }]) },
      { carriers: known([{ url: "http://portal.test/b.doc", name: "附件" }]) },
    ],
  ])("in its %s alone", (part, earlier, later) => {
    const changes = itemChanges(now([version("2", later)]), seen(version("1", earlier)));
    expect(changes.map(({ parts }) => parts)).toEqual([[part]]);
    // What was not read either time is no change.
    const unread = { [part]: unknown("unreadable") };
    expect(itemChanges(now([version("2", unread)]), seen(version("1", earlier)))).toEqual([]);
    expect(itemChanges(now([version("2", later)]), seen(version("1", unread)))).toEqual([]);
  });

  test("where one of its columns was read now, be the other's reading carried over", () => {
    const corrected = version("2", { body: known("更正") });
    const carried = { ...version("1"), carriedFrom: "2016-12-20T00:00:00.000Z" } as const;
    for (const [one, other] of [[corrected, carried] as const, [carried, corrected] as const]) {
      const both = unit([column("05.01", [one]), column("05.02", [other])]);
      expect(itemChanges(both, seen(version("1")))).toMatchObject([{ kind: "changed", parts: ["body"] }]);
    }
  });

  test("once, be it in two columns, under the first of them; changes come in order of address", () => {
    const [a, b] = [version("1"), version("1", { url: B })];
    const later = [version("2", { url: B, body: known("更正") }), version("2", { body: known("更正") })];
    const both = unit([column("05.01", later), column("05.02", later)]);
    const { columns } = seen(b, a);
    const [known0501] = Object.values(columns);
    const history = {
      ...NO_HISTORY,
      columns: Object.fromEntries(both.columns.map(({ column }) => [column.url, known0501 as EarlierColumn])),
    };
    expect(itemChanges(both, history).map(({ url, columnUrl }) => [url, columnUrl])).toEqual([
      [A, "http://portal.test/mzj/05.01/"],
      [B, "http://portal.test/mzj/05.01/"],
    ]);
  });

  test("from what the last patrol saw, where a full reading was before", () => {
    const { columns } = seen(version("1"));
    const [of, earlier] = Object.entries(columns)[0] as [string, EarlierColumn];
    const further = [version("2", { body: known("首次更正") })];
    const again = now([version("3", { body: known("再次更正") })]);
    for (const listing of [earlier.listing, null])
      expect(
        itemChanges(again, { ...NO_HISTORY, columns: { [of]: { ...earlier, listing, further } } }),
      ).toMatchObject([{ before: { sha256: "2".repeat(64) }, after: { sha256: "3".repeat(64) } }]);
  });

  test.each<[string, ItemFacts]>([
    ["its page is the same byte for byte", version("1", { publishedOn: known("2016-12-02") })],
    ["white space alone differs", version("2", { body: known("12月30日，\n市民政局　召开会议。") })],
    ["only the page around it differs", version("2")],
    ["its page was not read now", version("2", { title: unknown("timeout"), body: unknown("timeout") })],
    ["it was carried over", version("2", { body: known("别的"), carriedFrom: "2016-12-20T00:00:00.000Z" })],
  ])("not where %s", (_, later) => {
    expect(itemChanges(now([later]), seen(version("1")))).toEqual([]);
  });

  test("nor where its files stand in another order, or a source that it lacked is empty", () => {
    const files = ["a", "b"].map((name) => ({ url: `http://portal.test/${name}.doc`, name }));
    const earlier = version("1", { carriers: known(files), source: known(null) });
    const later = version("2", { carriers: known([...files].reverse()), source: known("") });
    expect(itemChanges(now([later]), seen(earlier))).toEqual([]);
  });

  test("not where nobody has read its page before", () => {
    const unread = version("1", { title: unknown("timeout"), body: unknown("timeout") });
    expect(itemChanges(now([version("2")]), seen(unread))).toEqual([]);
    expect(itemChanges(now([]), seen(unread))).toEqual([]);
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

  test("with the title of its own page and its day, or the list's title where the page has none", () => {
    const removed = (facts: Partial<ItemFacts>) => itemChanges(now([]), seen(version("1", facts)))[0];
    expect(removed({ title: known("全称"), listTitle: "简称" })).toEqual({
      kind: "removed",
      url: A,
      columnUrl: "http://portal.test/mzj/05.01/",
      parts: [],
      before: { title: "全称", publishedOn: "2016-12-01", sha256: "1".repeat(64) },
      after: { title: "", publishedOn: null, sha256: "0".repeat(64) },
      movedTo: null,
    });
    for (const title of [known(""), unknown("unreadable")])
      expect(removed({ title, listTitle: "简称", publishedOn: known(null) })?.before).toMatchObject({
        title: "简称",
        publishedOn: null,
      });
  });

  test("where the list was read to the day before its own; a row without a day must be within the whole of it", () => {
    const readTo = (readNowFrom: Listing["readNowFrom"], publishedOn: ItemFacts["publishedOn"]) =>
      itemChanges(now([], { readNowFrom }), seen(version("1", { publishedOn }))).map(({ kind }) => kind);
    expect(readTo("2016-11-30", known("2016-12-01"))).toEqual(["removed"]);
    expect(readTo("2016-11-30", known(null))).toEqual([]);
    expect(readTo("2016-11-30", unknown("no-dates"))).toEqual([]);
    expect(readTo("start", unknown("no-dates"))).toEqual(["removed"]);
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
