import { describe, expect, test } from "vitest";
import type { ItemFacts, UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { CATALOGUE, column, item, known, TODAY, unit, unknown } from "./example.ts";
import { ORDINARY_PORTAL_FACTS, portalFacts } from "./portal-facts.ts";

const facts = (...snapshots: readonly UnitSnapshot[]) => portalFacts(snapshots, CATALOGUE, TODAY);
const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const days = (...list: readonly (readonly [CalendarDate, number])[]) =>
  list.flatMap(([day, count]) => many(count, () => day));
const weekly = many(20, (n) => addDays("2016-12-20", -7 * n));

test("a portal on which nothing is out of the way", async () => {
  expect(await facts(...many(4, () => unit([column("05.01", weekly)])))).toEqual({
    ...ORDINARY_PORTAL_FACTS,
    elements: { lacking: [], shown: ["body", "publishedOn", "source", "title"] },
    links: { hosts: ["portal.test"], templates: [] },
    drifted: undefined,
    alikePages: undefined,
  });
});

describe("shared days", () => {
  const migrated = unit([column("05.01", [...days(["2016-05-16", 6]), ...weekly])]);
  const usual = unit([column("05.01", weekly)]);

  test("are those on which at least three units and half of those that publish jump", async () => {
    expect((await facts(migrated, migrated, migrated, usual, usual)).sharedDays).toEqual(["2016-05-16"]);
    expect((await facts(migrated, migrated, usual, usual)).sharedDays).toEqual([]);
    expect((await facts(...many(3, () => migrated), ...many(4, () => usual))).sharedDays).toEqual([]);
  });

  test("a unit that publishes nothing is not counted", async () => {
    const empty = unit([column("05.01", [])]);
    expect((await facts(migrated, migrated, migrated, ...many(6, () => empty))).sharedDays).toEqual([
      "2016-05-16",
    ]);
  });

  test("a unit of which a list was not read, or not so far, does not speak against a shared day", async () => {
    const failed = unit([column("05.01", weekly), column("03.01", "timeout")]);
    const short = unit([column("05.01", weekly, { readFrom: "2016-05-17" })]);
    const far = unit([column("05.01", weekly, { readFrom: "2016-05-16" })]);
    const unordered = unit([column("05.01", weekly), column("03.01", weekly, { readFrom: null })]);
    const beside = async (...others: readonly UnitSnapshot[]) =>
      (await facts(migrated, migrated, migrated, ...others)).sharedDays;
    for (const unread of [failed, short])
      expect(await beside(...many(9, () => unread))).toEqual(["2016-05-16"]);
    for (const read of [far, unordered]) {
      expect(await beside(...many(3, () => read))).toEqual(["2016-05-16"]);
      expect(await beside(...many(4, () => read))).toEqual([]);
    }
  });

  test("but of all units a quarter must jump", async () => {
    const failed = unit([column("05.01", weekly), column("03.01", "timeout")]);
    const beside = async (count: number) =>
      (await facts(migrated, migrated, migrated, ...many(count, () => failed))).sharedDays;
    expect(await beside(9)).toEqual(["2016-05-16"]);
    expect(await beside(10)).toEqual([]);
  });

  test("a unit that always publishes so much does not jump", async () => {
    const busy = unit([column("05.01", days(...many(10, (n) => [addDays("2016-05-16", n), 6] as const)))]);
    expect((await facts(busy, busy, busy)).sharedDays).toEqual([]);
  });

  test("a load under old dates shows by the day of its addresses", async () => {
    const loaded = unit([
      column(
        "05.01",
        many(
          8,
          (n): ItemFacts =>
            item({
              url: `http://portal.test/${n}`,
              publishedOn: known(addDays("2014-01-01", n * 30)),
              addressDay: "2016-05-16",
            }),
        ),
      ),
    ]);
    expect((await facts(loaded, loaded, loaded)).sharedDays).toEqual(["2016-05-16"]);
  });

  test("in a portal of one unit three columns must show a load", async () => {
    const load = (code: string) =>
      column(
        code,
        many(5, (n) => item({ url: `http://portal.test/${code}/${n}`, addressDay: "2016-05-16" })),
      );
    expect((await facts(unit([load("05.01"), load("05.02"), load("03.01")]))).sharedDays).toEqual([
      "2016-05-16",
    ]);
    expect((await facts(unit([load("05.01"), load("05.02")]))).sharedDays).toEqual([]);
  });
});

describe("a day on which a unit jumps", () => {
  const jumps = async (...on: readonly (readonly [CalendarDate, number])[]) => {
    const busy = unit([column("05.01", days(...on))]);
    return (await facts(busy, busy, busy)).sharedDays;
  };
  const addressed = async (day: CalendarDate | null, count: number) => {
    const old = known("2014-01-01" as CalendarDate);
    const items = many(count, (n) =>
      item({ url: `http://portal.test/${n}`, publishedOn: old, addressDay: day }),
    );
    const loaded = unit([column("05.01", items)]);
    return (await facts(loaded, loaded, loaded)).sharedDays;
  };

  test("bears five items, and three times as many as its usual day", async () => {
    expect(await jumps(["2016-05-16", 5])).toEqual(["2016-05-16"]);
    expect(await jumps(["2016-05-16", 4])).toEqual([]);
    expect(await jumps(["2016-05-16", 6], ["2016-05-17", 2], ["2016-05-18", 2])).toEqual(["2016-05-16"]);
    expect(await jumps(["2016-05-16", 5], ["2016-05-17", 2], ["2016-05-18", 2])).toEqual([]);
  });

  test("lies within the last two years, by date or by address", async () => {
    expect(await jumps(["2014-12-31", 5])).toEqual(["2014-12-31"]);
    expect(await jumps([TODAY, 5])).toEqual([TODAY]);
    expect(await jumps(["2014-12-30", 9])).toEqual([]);
    expect(await jumps(["2017-01-01", 9])).toEqual([]);
    expect(await addressed("2014-12-31", 5)).toEqual(["2014-12-31"]);
    expect(await addressed(TODAY, 5)).toEqual([TODAY]);
    for (const day of ["2014-12-30", "2017-01-01", null] as const)
      expect(await addressed(day, 9)).toEqual([]);
  });
});

test("hosts that keep files are those that have answered with one", async () => {
  const file = (host: string, answer: ItemFacts["files"][number]["answer"]) => ({
    url: `http://${host}/a.doc`,
    name: "附件",
    answer,
  });
  const files = [
    file("b.test", known(200)),
    file("a.test", known(399)),
    file("b.test", known(200)),
    file("gone.test", known(404)),
    file("bad.test", known(400)),
    file("silent.test", unknown("timeout")),
  ];
  expect((await facts(unit([column("05.01", [item({ files })])]))).fileHosts).toEqual(["a.test", "b.test"]);
});

describe("what the template lacks", () => {
  const articles = (count: number, lacking: number) =>
    unit([
      column(
        "05.01",
        many(count, (n) =>
          item({ url: `http://portal.test/${n}`, source: known(n < lacking ? null : "市民政局") }),
        ),
      ),
    ]);

  test("is an element that lacks on at least 90 % of 30 pages or more that should have it", async () => {
    expect((await facts(articles(30, 27))).templateLacks).toEqual(["source"]);
    expect((await facts(articles(30, 26))).templateLacks).toEqual([]);
    expect((await facts(articles(29, 29))).templateLacks).toEqual([]);
  });

  test("what is there without a word lacks", async () => {
    const blank = many(30, (n) => item({ url: `http://portal.test/${n}`, source: known("") }));
    expect((await facts(unit([column("05.01", blank)]))).templateLacks).toEqual(["source"]);
  });

  test("surely lacks where nothing that the pages carry may hold it", async () => {
    const scanned = (carriers: ItemFacts["carriers"]) =>
      unit([
        column(
          "05.01",
          many(30, (n) => item({ url: `http://portal.test/${n}`, body: known(""), carriers })),
        ),
      ]);
    const picture = { url: "http://portal.test/1.jpg", name: "" };
    const lacking = async (carriers: ItemFacts["carriers"]) =>
      (await facts(scanned(carriers))).elements.lacking;
    expect(await lacking(known([]))).toEqual(["body"]);
    expect(await lacking(known([picture]))).toEqual([]);
    expect(await lacking(unknown("unreadable"))).toEqual([]);
    expect((await facts(scanned(known([picture])))).templateLacks).toEqual(["body"]);
  });

  test("is shown where more than a few pages have it, of however few; of too few without it nothing is known", async () => {
    const elements = async (count: number, lacking: number) =>
      (await facts(articles(count, lacking))).elements;
    expect((await elements(30, 27)).lacking).toEqual(["source"]);
    expect((await elements(30, 26)).shown).toContain("source");
    expect((await elements(3, 2)).shown).toContain("source");
    const few = await elements(29, 29);
    expect([...few.lacking, ...few.shown]).not.toContain("source");
  });

  test("pages that were not read do not count", async () => {
    const unread = unit([
      column(
        "05.01",
        many(40, (n) => item({ url: `http://portal.test/${n}`, source: unknown("timeout") })),
      ),
    ]);
    expect((await facts(unread)).templateLacks).toEqual([]);
  });
});

describe("tags of pages", () => {
  const pages = (
    id: string,
    count: number,
    lacking: number,
    kind: "department" | "government" = "department",
  ) =>
    unit(
      [
        column(
          "05.01",
          many(count, (n) =>
            item({
              url: `http://portal.test/${id}/${n}`,
              tags: { missing: n < lacking ? ["SiteIDCode"] : [], empty: [], odd: {} },
            }),
          ),
        ),
      ],
      { unit: { id, kind } },
    );
  const tags = async (...units: readonly ReturnType<typeof pages>[]) => (await facts(...units)).tags;

  test("are usual where most pages have them in order, of 30 or more", async () => {
    expect((await tags(pages("a", 40, 20))).usual).toContain("SiteIDCode");
    expect((await tags(pages("a", 40, 21))).usual).not.toContain("SiteIDCode");
    expect((await tags(pages("a", 30, 0))).usual).toContain("SiteIDCode");
    expect((await tags(pages("a", 29, 0))).usual).toEqual([]);
  });

  test("are the template's fault where nearly all pages lack them, and the government keeps the template", async () => {
    const found = await tags(pages("a", 30, 27), pages("zfw", 10, 9, "government"));
    expect(found).toMatchObject({ templateLacks: ["SiteIDCode"], unitLacks: {}, keeper: "zfw" });
  });

  test("are one fault of a unit where nearly all of its pages lack what is usual", async () => {
    const found = await tags(pages("a", 30, 27), pages("b", 40, 0), pages("c", 29, 29), pages("d", 100, 1));
    expect(found.unitLacks).toEqual({ a: ["SiteIDCode"] });
    expect(found).toMatchObject({ templateLacks: [], keeper: null });
  });

  test("lack also where they are empty or speak of another page; of pages that were not read nothing is said", async () => {
    const all = (tags: ItemFacts["tags"], title = known("市民政局召开工作会议")) =>
      unit([
        column(
          "05.01",
          many(30, (n) => item({ url: `http://portal.test/${n}`, tags, title })),
        ),
      ]);
    const lacking = async (snapshot: UnitSnapshot) => (await facts(snapshot)).tags.templateLacks;
    const none = { missing: [], empty: [], odd: {} };
    expect(await lacking(all({ ...none, empty: ["PubDate"] }))).toEqual(["PubDate"]);
    expect(await lacking(all({ ...none, odd: { PubDate: "2015-01-01" } }))).toEqual(["PubDate"]);
    const missing = { ...none, missing: ["PubDate" as const] };
    expect(await lacking(all(missing, unknown("timeout")))).toEqual([]);
    expect(await lacking(all(null))).toEqual([]);
  });
});

test("a note is the template's where it stands on at least 90 % of ten empty columns or more", async () => {
  const empty = (notes: number, without: number) =>
    unit([
      ...many(notes, (n) => column("03.01", [], { emptyNotice: "暂无信息", id: `a${n}` })),
      ...many(without, (n) => column("03.01", [], { id: `b${n}` })),
    ]);
  expect((await facts(empty(9, 1))).templateNotices).toEqual(["暂无信息"]);
  expect((await facts(empty(8, 2))).templateNotices).toEqual([]);
  expect((await facts(empty(9, 0))).templateNotices).toEqual([]);
});

describe("a portal read after the day it is judged by", () => {
  const ahead = (...list: readonly (readonly [CalendarDate, number])[]) =>
    facts(unit([column("05.01", [...days(...list), ...weekly])]));

  test("plainly goes on publishing", async () => {
    expect((await ahead(["2017-01-02", 4], ["2017-01-04", 4], ["2017-01-06", 4])).publishedUntil).toBe(
      "2017-01-06",
    );
  });

  test("a date or two ahead, or a year ahead, are merely wrong", async () => {
    expect((await ahead(["2017-01-02", 2], ["2017-01-04", 1])).publishedUntil).toBeNull();
    expect((await ahead(["2017-12-20", 12])).publishedUntil).toBeNull();
    expect((await ahead(["2017-01-02", 9], ["2017-01-04", 9])).publishedUntil).toBeNull();
    expect((await ahead(["2017-01-02", 3], ["2017-01-04", 3], ["2017-01-06", 3])).publishedUntil).toBeNull();
    expect((await ahead(["2017-01-06", 4], ["2017-01-04", 3], ["2017-01-02", 3])).publishedUntil).toBe(
      "2017-01-06",
    );
    expect(
      (await ahead(["2017-01-02", 4], ["2017-01-04", 4], ["2017-01-06", 4], ["2017-12-20", 1]))
        .publishedUntil,
    ).toBe("2017-01-06");
  });
});
