import { describe, expect, test } from "vitest";
import type { ColumnFacts, Fact, History, ItemFacts, UnitSnapshot } from "../domain/snapshot.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { DriftWatch, NO_DRIFT } from "./drift.ts";
import { pageMark, unitMark } from "./drift-marks.ts";
import { column, item, known, unit, unknown } from "./example.ts";
import { withoutDrift } from "./without-drift.ts";

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const weekly = (n: number): CalendarDate => addDays("2016-12-20", -7 * n);

/** A fact from a page with this digest. */
function from<T>(fact: Fact<T>, sha256: string, url = "http://portal.test/p"): Fact<T> {
  const page = { url, fetchedAt: "2016-12-31T04:00:00.000Z", status: 200, sha256 } as const;
  return { ...fact, page } as Fact<T>;
}

/** A column whose own page has this digest. */
function on(sha256: string, facts: ColumnFacts): ColumnFacts {
  return { ...facts, listing: from(facts.listing, sha256), text: from(facts.text, sha256) };
}

/** An article at `url`, whose own page is like no other. */
function article(url: string, facts: Partial<ItemFacts> = {}): ItemFacts {
  const own = item({ url, ...facts });
  return { ...own, title: from(own.title, facts.title ? "the same" : url), body: own.body };
}

const list = (id: string, addresses: readonly string[], rest: Parameters<typeof column>[2] = {}) =>
  on(
    id,
    column(
      "05.01",
      addresses.map((url, n) => article(url, { publishedOn: known(weekly(n)) })),
      { id, ...rest },
    ),
  );
const numbered = (id: string, count = 5, ending = ".html") =>
  many(count, (n) => `http://portal.test/${id}/${n}${ending}`);
const unreadable = (id: string) => {
  const facts = column("05.01", "unreadable", { id });
  return on(id, facts);
};

function driftOf(snapshots: readonly UnitSnapshot[], history: History = NO_HISTORY) {
  const watch = new DriftWatch();
  for (const snapshot of snapshots) watch.add(snapshot, history);
  return watch.found();
}

const kindsOf = (snapshots: readonly UnitSnapshot[], history?: History) =>
  driftOf(snapshots, history).columns.map(({ columnUrl, kind }) => `${columnUrl.split("/").at(-2)} ${kind}`);

describe("within one patrol", () => {
  const empty = (id: string, page: string, note: string | null = null) =>
    on(page, column("05.01", [], { id, emptyNotice: note }));
  const filled = many(10, (n) => list(`full${n}`, numbered(`full${n}`)));

  test.each<[string, readonly ColumnFacts[], number]>([
    ["a portal where every column is its own", filled, 0],
    [
      "five columns that are the same page, without a list",
      many(5, (n) => on("error", unreadable(`u${n}`))),
      5,
    ],
    ["five that show the same list under other bytes", many(5, (n) => list(`c${n}`, numbered("home"))), 5],
    [
      "five of the same bytes, whose links lead each to items of its own",
      many(5, (n) => on("same", list(`c${n}`, numbered(`c${n}`)))),
      0,
    ],
    ["four are too few", many(4, (n) => list(`c${n}`, numbered("home"))), 0],
    ["five that are empty, each in a page of its own", many(5, (n) => empty(`e${n}`, `page ${n}`)), 0],
    [
      "five with the same note, each in a page of its own",
      many(5, (n) => empty(`e${n}`, `page ${n}`, "暂无")),
      0,
    ],
    [
      "five of fifteen that are empty in the very same page",
      [...filled, ...many(5, (n) => empty(`e${n}`, "same"))],
      5,
    ],
    [
      "five of sixteen: a few columns may honestly look alike",
      [...filled, list("g", numbered("g")), ...many(5, (n) => empty(`e${n}`, "same"))],
      0,
    ],
    ["one shared page in many units is one column", many(6, () => list("shared", numbered("shared"))), 0],
  ])("%s", (_why, columns, count) => {
    expect(kindsOf(columns.map((facts) => unit([facts])))).toHaveLength(count);
    expect(kindsOf([unit(columns)])).toHaveLength(count);
  });

  test("columns of several hosts are counted apart", () => {
    const elsewhere = (facts: ColumnFacts): ColumnFacts => ({
      ...facts,
      column: { ...facts.column, url: facts.column.url.replace("portal", "other") },
    });
    const same = many(4, (n) => list(`c${n}`, numbered("home")));
    expect(kindsOf([unit([...same, ...same.map(elsewhere)])])).toEqual([]);
  });

  test("what was not answered shows nothing", () => {
    expect(kindsOf([unit(many(9, (n) => column("05.01", "timeout", { id: `c${n}` })))])).toEqual([]);
  });
});

describe("empty columns in the very same page", () => {
  interface Shown {
    readonly emptyNotice?: string | null;
    readonly bearsName?: boolean;
    /** Seconds after which they are asked for. */
    readonly at?: (n: number) => number;
  }
  const at = (second: number, facts: ColumnFacts): ColumnFacts => {
    const { listing } = facts;
    if (!listing.page) return facts;
    const fetchedAt = `2016-12-31T04:00:${String(second).padStart(2, "0")}.000Z` as const;
    return { ...facts, listing: { ...listing, page: { ...listing.page, fetchedAt } } as typeof listing };
  };
  const empties = ({ emptyNotice = "暂无信息", bearsName = true, at: when = (n) => 10 * n }: Shown = {}) =>
    many(5, (n) => at(when(n), on("same", column("05.01", [], { id: `e${n}`, emptyNotice, bearsName }))));
  const lists = (count: number, when: (n: number) => number = (n) => 5 + 10 * n) =>
    many(count, (n) => at(when(n), list(`full${n}`, numbered(`full${n}`))));
  const seenAs = (sha256: string): History => ({
    ...NO_HISTORY,
    columns: Object.fromEntries(
      empties().map(({ column, listing }) => {
        const earlier = from(listing, sha256);
        return [
          column.url,
          { rendered: false, listing: earlier.known ? earlier : null, further: [], othersRows: [] },
        ];
      }),
    ),
  });

  test.each<[string, readonly ColumnFacts[], number, History?]>([
    [
      "are empty where it bears their name and the host shows lists meanwhile",
      [...empties(), ...lists(4)],
      0,
    ],
    ["prove nothing where it does not bear it", [...empties({ bearsName: false }), ...lists(4)], 5],
    ["nor where it does not say so", [...empties({ emptyNotice: null }), ...lists(4)], 5],
    ["nor where it bears the name of some of them", [...empties(), on("same", unreadable("u"))], 6],
    [
      "nor where it bears the name of some of them, though the host shows lists",
      [...empties(), on("same", unreadable("u")), ...lists(4)],
      6,
    ],
    [
      "nor where another host shows lists meanwhile",
      [
        ...empties(),
        ...lists(4).map((facts) => ({
          ...facts,
          column: { ...facts.column, url: facts.column.url.replace("portal", "other") },
        })),
      ],
      5,
    ],
    ["nor where the host shows no lists", empties(), 5],
    ["nor where it shows too few", [...empties(), ...lists(2)], 5],
    [
      "nor where it shows them before and after alone",
      [...empties({ at: (n) => 10 + n }), ...lists(2, () => 5), ...lists(4, () => 20).slice(2)],
      5,
    ],
    [
      "nor where the lists are one and the same, too",
      [...empties(), ...many(5, (n) => at(5 + 7 * n, list(`c${n}`, numbered("home"))))],
      10,
    ],
    [
      "are empty where an earlier patrol saw that page, whatever it bears",
      [...empties({ bearsName: false }), ...lists(4)],
      0,
      seenAs("same"),
    ],
    [
      "prove nothing where it saw another",
      [...empties({ bearsName: false }), ...lists(4)],
      5,
      seenAs("another"),
    ],
    ["prove nothing where it saw that page, and the host shows no lists", empties(), 5, seenAs("same")],
  ])("%s", (_why, columns, count, history) => {
    expect(
      kindsOf(
        columns.map((facts) => unit([facts])),
        history,
      ),
    ).toHaveLength(count);
  });
});

describe("items whose own pages are an outage", () => {
  const outage = { title: known("系统繁忙"), body: known("请稍后再试") };
  const at = (n: number, facts: Partial<ItemFacts>) =>
    article(`http://portal.test/${n}.html`, { listTitle: `关于第${n}号的通知`, ...facts });
  const judged = (items: readonly ItemFacts[]) => {
    const snapshot = unit([on("list", column("05.01", items))]);
    const { listing } = withoutDrift(snapshot, driftOf([snapshot])).columns[0] as ColumnFacts;
    return listing.known
      ? listing.value.items.map(({ title }) => (title.known ? "known" : title.reason))
      : [];
  };

  test("lose what those pages say; the others keep it", () => {
    const good = many(3, (n) => at(100 + n, {}));
    expect(judged([...many(5, (n) => at(n, outage)), ...good])).toEqual([
      ...many(5, () => "drifted"),
      ...many(3, () => "known"),
    ]);
  });

  test("also where each has bytes of its own", () => {
    const each = many(5, (n) => ({ ...at(n, outage), title: from(outage.title, `page ${n}`) }));
    expect(judged(each)).toEqual(many(5, () => "drifted"));
  });

  test("four may be alike; articles that bear their own titles may all say the same", () => {
    expect(judged(many(4, (n) => at(n, outage)))).toEqual(many(4, () => "known"));
    const same = many(6, (n) => at(n, { listTitle: "公示", title: known("公示"), body: known("详见附件") }));
    expect(judged(same)).toEqual(many(6, () => "known"));
    const titled = many(6, (n) => ({
      ...at(n, { listTitle: "公示", title: known("公示"), body: known("详见附件") }),
      title: from(known("公示"), `page ${n}`),
    }));
    expect(judged(titled)).toEqual(many(6, () => "known"));
  });

  test("a date that the list prints stays, one of the page does not", () => {
    const dated = at(1, { ...outage, listDate: known(null) });
    const snapshot = unit([on("list", column("05.01", [dated, ...many(5, (n) => at(10 + n, outage))]))]);
    const { listing } = withoutDrift(snapshot, driftOf([snapshot])).columns[0] as ColumnFacts;
    const days = listing.known ? listing.value.items.map(({ publishedOn }) => publishedOn.known) : [];
    expect(days).toEqual([false, true, true, true, true, true]);
  });
});

describe("against earlier patrols", () => {
  const ids = many(6, (n) => `c${n}`);
  const history: History = {
    ...NO_HISTORY,
    columns: Object.fromEntries(
      ids.map((id) => {
        const { column, listing } = list(id, numbered(id));
        const earlier = listing.known ? listing : null;
        return [column.url, { rendered: false, listing: earlier, further: [], othersRows: [] }];
      }),
    ),
  };
  const same = (...left: readonly string[]) =>
    ids.filter((id) => !left.includes(id)).map((id) => list(id, numbered(id)));
  const emptied = (id: string, emptyNotice: string | null) =>
    on(id, column("05.01", [], { id, emptyNotice }));
  const refilled = (id: string) => list(id, numbered(id, 105).slice(100));
  const rebuilt = (id: string) => list(id, numbered(`${id}/content`, 5, ".jhtml"));

  test.each<[string, readonly ColumnFacts[], readonly string[]]>([
    ["nothing changed", same(), []],
    ["new items on top", [list("c0", [...numbered("c0/more", 9), ...numbered("c0")]), ...same("c0")], []],
    ["one column emptied by its unit, with a note", [emptied("c0", "暂无信息"), ...same("c0")], []],
    ["one or two emptied without one", [emptied("c0", null), emptied("c1", null), ...same("c0", "c1")], []],
    [
      "three of six emptied at once, whatever they say",
      [emptied("c0", "暂无"), emptied("c1", null), emptied("c2", "暂无"), ...same("c0", "c1", "c2")],
      ["c0 many-changed", "c1 many-changed", "c2 many-changed"],
    ],
    ["one whose list cannot be read any more", [unreadable("c0"), ...same("c0")], ["c0 list-gone"]],
    ["one that did not answer", [column("05.01", "timeout", { id: "c0" }), ...same("c0")], []],
    ["one refilled with others' items, addressed alike", [refilled("c0"), ...same("c0")], []],
    ["one whose addresses are all of another form", [rebuilt("c0"), ...same("c0")], ["c0 addresses-changed"]],
    [
      "three of six refilled at once",
      [refilled("c0"), refilled("c1"), rebuilt("c2"), ...same("c0", "c1", "c2")],
      ["c0 many-changed", "c1 many-changed", "c2 many-changed"],
    ],
    [
      "three that changed each in its way",
      [refilled("c0"), emptied("c1", null), unreadable("c2"), ...same("c0", "c1", "c2")],
      ["c0 many-changed", "c1 many-changed", "c2 many-changed"],
    ],
    ["a column that nobody knew", [emptied("new", null), ...same()], []],
    [
      "one that was read only down to a day after all that was known",
      [list("c0", numbered("c0/content", 5, ".jhtml"), { readFrom: "2016-12-21" }), ...same("c0")],
      [],
    ],
    [
      "items that were merely carried over show nothing",
      [
        on(
          "c0",
          column(
            "05.01",
            [
              ...numbered("c0/x", 4, ".jhtml").map((url) => article(url)),
              ...numbered("c0").map((url) => ({
                ...article(url),
                carriedFrom: "2016-12-01T00:00:00.000Z" as const,
              })),
            ],
            { id: "c0" },
          ),
        ),
        ...same("c0"),
      ],
      [],
    ],
  ])("%s", (_why, columns, drifted) => expect(kindsOf([unit(columns)], history)).toEqual(drifted));
});

describe("a page that answers for columns, items and units alike, be they few", () => {
  /** An item whose own page is the one that answers for all. */
  const lost = (n: number, facts: Partial<ItemFacts> = {}): ItemFacts => {
    const url = `http://portal.test/lost/${n}.html`;
    return {
      ...item({ url, listTitle: `关于第${n}号的通知`, ...facts }),
      title: from(known("系统登录"), "login", url),
    };
  };
  const listing = (items: readonly ItemFacts[], rest: Parameters<typeof column>[2] = {}) =>
    on("login", column("05.01", items, { id: "c0", ...rest }));
  const shown = (columns: readonly ColumnFacts[], page = "own", id = "mzj") => {
    const own = unit(columns, { unit: { id, url: `http://portal.test/${id}/` } });
    return { ...own, navigation: from(own.navigation, page) };
  };

  test.each<[string, UnitSnapshot, readonly string[]]>([
    ["a list and two of its items", shown([listing([lost(1), lost(2)])]), ["c0 same-page"]],
    ["a list, its unit and one of its items", shown([listing([lost(1)])], "login"), ["c0 same-page"]],
    ["a list and one item", shown([listing([lost(1)])]), []],
    [
      "a list whose items bear their titles",
      shown([listing([lost(1, { listTitle: "系统登录" }), lost(2, { listTitle: "系统登录" })])]),
      [],
    ],
    [
      "items that were carried over",
      shown([listing([1, 2].map((n) => lost(n, { carriedFrom: "2016-12-20T00:00:00.000Z" })))]),
      [],
    ],
    [
      "a list in no order, which proves nothing anyway",
      shown([listing([lost(1), lost(2)], { readFrom: null })]),
      [],
    ],
    [
      "a list in no order, of which one item bears its title",
      shown([listing([lost(1), lost(2), article("http://portal.test/3.html")], { readFrom: null })]),
      ["c0 same-page"],
    ],
  ])("%s", (_why, snapshot, kinds) => {
    const { columns, marks } = driftOf([snapshot]);
    expect(columns.map(({ columnUrl, kind }) => `${columnUrl.split("/").at(-2)} ${kind}`)).toEqual(kinds);
    expect(marks).not.toContain(unitMark("login"));
  });

  test("items that it answers for lose what it says", () => {
    expect(driftOf([shown([listing([lost(1), lost(2)])])]).marks).toEqual([pageMark("login")]);
    expect(driftOf([shown([list("c0", numbered("c0"))])]).marks).toEqual([]);
  });

  test("units that it answers for were not read; a column that is truly empty is", () => {
    const empty = (id: string, bearsName: boolean) =>
      on("login", column("05.01", [], { id, emptyNotice: "暂无信息", bearsName }));
    const portal = (bearsName: boolean) => [
      shown([empty("c0", bearsName), empty("c1", bearsName)], "login", "a"),
      shown([empty("c2", bearsName)], "login", "b"),
    ];
    const { columns, marks } = driftOf(portal(false));
    expect(columns.map(({ unitId, kind }) => `${unitId} ${kind}`)).toEqual([
      "a same-page",
      "a same-page",
      "b same-page",
    ]);
    expect(marks).toEqual([unitMark("login")]);
    expect(driftOf(portal(true))).toEqual(NO_DRIFT);
  });
});

test("columns that drifted come in order of unit and address, whatever order they were met in", () => {
  const same = ["c3", "c1", "c4", "c0", "c2"].map((id) => unit([on("error", unreadable(id))]));
  expect(kindsOf(same)).toEqual(["c0", "c1", "c2", "c3", "c4"].map((id) => `${id} same-page`));
});

test.each([
  [299, 5],
  [300, 0],
  [404, 0],
])("what is answered with %i is the page of %i of five columns", (status, count) => {
  const answered = many(5, (n) => {
    const facts = unreadable(`u${n}`);
    const { page } = facts.text;
    return {
      ...facts,
      listing: { known: false, reason: "unreadable", page: page && { ...page, sha256: "error", status } },
    } as ColumnFacts;
  });
  expect(kindsOf([unit(answered)])).toHaveLength(count);
});

test("a third of a host's columns must have changed at once", () => {
  const changed = (of: number) => {
    const ids = many(of, (n) => `c${n}`);
    const columns = Object.fromEntries(
      ids.map((id) => {
        const { column, listing } = list(id, numbered(id));
        return [
          column.url,
          { rendered: false, listing: listing.known ? listing : null, further: [], othersRows: [] },
        ];
      }),
    );
    const now = ids.map((id, n) =>
      n < 3 ? on(`empty ${n}`, column("05.01", [], { id })) : list(id, numbered(id)),
    );
    return kindsOf([unit(now)], { ...NO_HISTORY, columns });
  };
  expect(changed(9)).toHaveLength(3);
  expect(changed(10)).toEqual([]);
});

test("a unit's own page that is everybody's was not read; another stays", () => {
  const own = unit([column("05.01", [])]);
  const shown = { ...own, navigation: from(own.navigation, "login") };
  const alike = (sha256: string) => ({ columns: [], marks: [unitMark(sha256)] });
  expect(withoutDrift(shown, alike("login")).navigation).toEqual({
    known: false,
    reason: "drifted",
    page: shown.navigation.page,
  });
  expect(withoutDrift(shown, alike("other"))).toEqual(shown);
  const unanswered = { ...own, navigation: unknown("timeout") };
  expect(withoutDrift(unanswered, alike("login"))).toEqual(unanswered);
});

test("what the page of an item offers for download is not its own where the page is not", () => {
  const file = { url: "http://portal.test/a.doc", name: "附件", answer: known(404) };
  const outage = item({ listTitle: "关于放假的通知", title: from(known("系统繁忙"), "busy"), files: [file] });
  const good = item({ url: "http://portal.test/2.html", files: [file] });
  const judged = withoutDrift(unit([column("05.01", [outage, good]), column("05.02", "timeout")]), {
    columns: [],
    marks: [pageMark("busy")],
  });
  const [first, second] = judged.columns;
  const answers =
    first?.listing.known &&
    first.listing.value.items.map(({ files }) => files.map(({ answer, ...rest }) => [rest, answer.known]));
  const { answer: _, ...named } = file;
  expect(answers).toEqual([[[named, false]], [[named, true]]]);
  expect(second?.listing).toEqual(unknown("timeout"));
});

test("a list that could not be read drifted", () => {
  const facts = on("page", column("05.01", "unreadable"));
  const drift = {
    columns: [{ unitId: "mzj", columnUrl: facts.column.url, name: "", kind: "same-page" as const }],
    marks: [],
  };
  expect(withoutDrift(unit([facts]), drift).columns).toMatchObject([{ listing: { reason: "drifted" } }]);
});

test("a reason that says more than that it drifted is kept", () => {
  const facts = on("page", column("05.01", "maintenance", { text: known("系统维护") }));
  const own = unit([facts]);
  const drift = {
    columns: [{ unitId: own.unit.id, columnUrl: facts.column.url, name: "", kind: "same-page" as const }],
    marks: [],
  };
  const [quarantined] = withoutDrift(own, drift).columns;
  expect([quarantined?.listing, quarantined?.text]).toMatchObject([
    { reason: "maintenance" },
    { reason: "drifted" },
  ]);
});

test("what drifted is unknown, with the page that showed it; other units' columns of that address are not touched", () => {
  const facts = on("page", column("05.01", ["2016-12-20"], { text: known("栏目") }));
  const own = unit([facts]);
  const other = unit([facts], { unit: { id: "other" } });
  const drift = {
    columns: [{ unitId: own.unit.id, columnUrl: facts.column.url, name: "", kind: "list-gone" as const }],
    marks: [],
  };
  const [quarantined] = withoutDrift(own, drift).columns;
  expect(quarantined?.listing).toEqual({ ...unknown("drifted"), page: facts.listing.page });
  expect(quarantined?.text).toMatchObject({ known: false, reason: "drifted" });
  expect(withoutDrift(other, drift)).toEqual(other);
});
