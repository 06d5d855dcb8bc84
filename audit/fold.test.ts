import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Finding, FindingStatus, Patrol } from "../domain/finding.ts";
import type { Outcome, Subject, Verdict } from "../domain/outcome.ts";
import type { RuleOverrides } from "../domain/portal.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { CATALOGUE, column, item, known, unit, unknown } from "./example.ts";
import { findingId, fold, seenIn } from "./fold.ts";
import { cantTell, failed, inapplicable, passed, type Rule } from "./rule.ts";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const patrolOn = (asOf: Patrol["asOf"], id = asOf): Patrol => ({
  id,
  portal: "某市",
  catalogue: "example",
  asOf,
  versions: { xuncha: "0", rules: "0", catalogue: "0" },
  onlyUnits: null,
});
const FIRST = patrolOn("2016-12-17T04:00:00.000Z");
const SECOND = patrolOn("2016-12-31T04:00:00.000Z");

const ITEM = item({ url: "http://portal.test/mzj/05.01/7.html" });
const LISTED = unit([column("05.01", [ITEM])]);
const SUBJECT = { unit: "mzj", category: "05.01", column: "http://portal.test/mzj/05.01/", item: ITEM.url };
const FAULT = failed("absent", { elements: ["source"] }, [ITEM.source]);

const outcome = (verdict: Verdict, rule = "missing-element"): Outcome => ({
  rule,
  subject: SUBJECT,
  verdict,
});
const seen = (verdict: Verdict, patrol: Patrol, snapshot = LISTED) =>
  seenIn({ snapshot, outcomes: [outcome(verdict)] }, CATALOGUE, [], patrol, digest);
const [KNOWN] = seen(FAULT, FIRST).findings as [Finding];

/** What becomes of the known finding when a later patrol comes to `verdict`. */
function folded(
  verdict: Verdict | null,
  {
    before = {},
    snapshot = LISTED,
    complete = true,
    overrides = {},
  }: {
    before?: Partial<Finding>;
    snapshot?: UnitSnapshot;
    complete?: boolean;
    overrides?: RuleOverrides;
  } = {},
) {
  const outcomes = verdict ? [outcome(verdict)] : [];
  const now = verdict ? seen(verdict, SECOND, snapshot).findings : [];
  return fold(
    [{ ...KNOWN, ...before }],
    now,
    { snapshot, outcomes, catalogue: CATALOGUE },
    SECOND,
    complete,
    overrides,
    digest,
  );
}
const statusAfter = (...args: Parameters<typeof folded>) => folded(...args).all.map(({ status }) => status);

describe("a finding's life", () => {
  test("seen again it keeps its id and its first day", () => {
    const { all, current } = folded(FAULT);
    expect(all).toEqual(current);
    expect(all).toEqual([{ ...KNOWN, lastSeen: SECOND.asOf }]);
  });

  test("an earlier day audited later moves its first day back, never its last", () => {
    const { all } = fold(
      seen(FAULT, SECOND).findings,
      seen(FAULT, FIRST).findings,
      { snapshot: LISTED, outcomes: [], catalogue: CATALOGUE },
      FIRST,
      true,
      {},
      digest,
    );
    expect(all.map(({ firstSeen, lastSeen }) => [firstSeen, lastSeen])).toEqual([[FIRST.asOf, SECOND.asOf]]);
  });

  test("passed it is rectified, failed again it is open again", () => {
    expect(folded(passed)).toMatchObject({
      all: [{ status: "rectified", statusReason: `passed in ${SECOND.id}` }],
      current: [],
    });
    const before = { status: "rectified", statusReason: "passed in 1" } as const;
    expect(folded(FAULT, { before }).all).toMatchObject([{ status: "open", statusReason: null }]);
    expect(statusAfter(FAULT, { before: { status: "removed" } })).toEqual(["open"]);
  });

  test.each<FindingStatus>(["open", "notified", "claimed", "disputed", "waived", "suspended"])(
    "what cannot be told leaves it %s",
    (status) => expect(statusAfter(cantTell("blocked"), { before: { status } })).toEqual([status]),
  );

  test("inapplicable suspends it, with the reason; seen again it is open", () => {
    expect(folded(inapplicable({ explainedBy: "stale-unit" })).all[0]).toMatchObject({
      status: "suspended",
      statusReason: "explained by stale-unit",
    });
    const reason = (verdict: Verdict) => folded(verdict).all[0]?.statusReason;
    expect(reason(inapplicable({ because: "norm-not-in-force" }))).toBe("norm-not-in-force");
    expect(reason(inapplicable())).toBe("inapplicable");
    expect(statusAfter(FAULT, { before: { status: "suspended" } })).toEqual(["open"]);
  });

  test("a category that the catalogue has struck out suspends what was found of it, not what was found of an item", () => {
    const struck = { code: "99.01", name: "旧类别" };
    expect(folded(null, { before: { category: struck, item: null } }).all).toMatchObject([
      { status: "suspended", statusReason: "not in the catalogue" },
    ]);
    expect(statusAfter(null, { before: { item: null } })).toEqual(["open"]);
    expect(statusAfter(null, { before: { category: struck } })).toEqual(["open"]);
    expect(statusAfter(null, { before: { category: struck, item: null }, complete: false })).toEqual([
      "open",
    ]);
  });

  test("a rule that was switched off suspends its findings", () => {
    expect(folded(null, { overrides: { "missing-element": "off" } }).all).toMatchObject([
      { status: "suspended", statusReason: "rule is off" },
    ]);
    expect(statusAfter(null, { overrides: { "missing-element": {} } })).toEqual(["open"]);
  });

  test.each<FindingStatus>(["notified", "claimed", "disputed", "waived"])(
    "a person's %s outlives being seen again",
    (status) => {
      expect(statusAfter(FAULT, { before: { status } })).toEqual([status]);
    },
  );

  test("a waiver outranks the machine's passing and suspending", () => {
    expect(statusAfter(passed, { before: { status: "waived" } })).toEqual(["waived"]);
    expect(statusAfter(inapplicable(), { before: { status: "waived" } })).toEqual(["waived"]);
    expect(statusAfter(inapplicable(), { before: { status: "disputed" } })).toEqual(["disputed"]);
  });

  test("what cannot be undone stays recorded", () => {
    expect(statusAfter(passed, { before: { status: "recorded" } })).toEqual(["recorded"]);
  });

  test("all of a unit's findings come in order of their ids", () => {
    const ids = ["3", "1", "2"];
    const known = ids.map((id) => ({ ...KNOWN, id }));
    const { all } = fold(
      known,
      [{ ...KNOWN, id: "0" }],
      { snapshot: LISTED, outcomes: [], catalogue: CATALOGUE },
      SECOND,
      true,
      {},
      digest,
    );
    expect(all.map(({ id }) => id)).toEqual(["0", "1", "2", "3"]);
  });

  test("an incomplete patrol closes nothing", () => {
    expect(statusAfter(passed, { complete: false })).toEqual(["open"]);
    expect(statusAfter(inapplicable(), { complete: false })).toEqual(["open"]);
  });
});

describe("an item that left its list", () => {
  const gone = (
    status: number,
    readFrom: "start" | "2016-12-30" | "2017-01-01" | null = "start",
  ): UnitSnapshot => ({
    ...unit([column("05.01", ["2016-12-31"], { readFrom })]),
    vanished: [{ url: ITEM.url, answer: known(status) }],
  });

  test("and answers 404 closes its finding as removed", () => {
    expect(folded(null, { snapshot: gone(404) }).all).toMatchObject([
      { status: "removed", statusReason: `gone in ${SECOND.id}` },
    ]);
    expect(statusAfter(null, { snapshot: gone(410, "2016-12-30") })).toEqual(["removed"]);
  });

  test.each([
    ["but still answers", gone(200)],
    ["where the list was not read to its day", gone(404, "2017-01-01")],
    ["where the list's order does not tell", gone(404, null)],
    [
      "where nothing answered",
      {
        ...gone(404),
        vanished: [{ url: ITEM.url, answer: { known: false, reason: "timeout", page: null } as const }],
      },
    ],
    [
      "where its column did not answer",
      { ...unit([column("05.01", "blocked")]), vanished: [{ url: ITEM.url, answer: known(404) }] },
    ],
    ["where its column is not there", { ...gone(404), columns: [] }],
    [
      "where another item is gone",
      { ...gone(404), vanished: [{ url: "http://portal.test/mzj/8.html", answer: known(404) }] },
    ],
  ])("%s stays open", (_why, snapshot) => expect(statusAfter(null, { snapshot })).toEqual(["open"]));

  test("without a day is only gone from a list that was read whole", () => {
    const before = { item: { url: ITEM.url, title: "", publishedOn: null } };
    expect(statusAfter(null, { before, snapshot: gone(404, "2016-12-30") })).toEqual(["open"]);
    expect(statusAfter(null, { before, snapshot: gone(404) })).toEqual(["removed"]);
  });

  test("closes nothing but what is said of it", () => {
    expect(statusAfter(null, { before: { item: null }, snapshot: gone(404) })).toEqual(["open"]);
  });
});

describe("an item that stands under another category now", () => {
  const MOVED = { ...SUBJECT, category: "04.01", column: "http://portal.test/mzj/04.01/" };
  const there = column("04.01", [ITEM]);
  const foldedThere = (
    verdict: Verdict,
    columns: UnitSnapshot["columns"],
    complete = true,
    subject = MOVED,
    before: Partial<Finding> = {},
  ) => {
    const snapshot = unit(columns);
    const outcomes = [{ rule: "missing-element", subject, verdict }];
    const now = seenIn({ snapshot, outcomes }, CATALOGUE, [], SECOND, digest).findings;
    return fold(
      [{ ...KNOWN, ...before }],
      now,
      { snapshot, outcomes, catalogue: CATALOGUE },
      SECOND,
      complete,
      {},
      digest,
    ).all;
  };
  const statuses = (...args: Parameters<typeof foldedThere>) =>
    foldedThere(...args).map(({ status }) => status);

  test("and passes there is mended: moved, or put up there as well", () => {
    for (const columns of [
      [there, column("05.01", [])],
      [there, column("05.01", ["2016-12-31"], { readFrom: "2016-12-31" })],
      [there, column("05.01", [ITEM], { readFrom: null })],
    ])
      expect(foldedThere(passed, columns)).toMatchObject([
        { id: KNOWN.id, status: "rectified", statusReason: `passed in ${SECOND.id}` },
      ]);
  });

  test.each<[string, UnitSnapshot["columns"]]>([
    ["its column did not answer", [there, column("05.01", "timeout")]],
    ["its column is not there any more", [there]],
    ["its column was not read to its day", [there, column("05.01", [], { readFrom: "2017-01-01" })]],
    ["the order of its column does not tell", [there, column("05.01", [], { readFrom: null })]],
  ])("stays open where %s", (_why, columns) => expect(statuses(passed, columns)).toEqual(["open"]));

  test("and fails there too takes its finding along, with its first day and what a person decided", () => {
    const goesOn = (before: Partial<Finding>, columns = [there, column("05.01", [ITEM])]) => {
      const all = foldedThere(FAULT, columns, true, MOVED, before);
      const was = all.find(({ id }) => id === KNOWN.id);
      const is = all.find(({ id }) => id !== KNOWN.id);
      return [was, is].map((one) => [one?.status, one?.firstSeen]);
    };
    expect(goesOn({})).toEqual([
      ["suspended", FIRST.asOf],
      ["open", FIRST.asOf],
    ]);
    expect(goesOn({ status: "notified" })).toEqual([
      ["suspended", FIRST.asOf],
      ["notified", FIRST.asOf],
    ]);
    expect(goesOn({ status: "waived" })).toEqual([
      ["waived", FIRST.asOf],
      ["waived", FIRST.asOf],
    ]);
    expect(goesOn({ status: "rectified" })).toEqual([
      ["rectified", FIRST.asOf],
      ["open", SECOND.asOf],
    ]);
    // Where it may be in its old column still, that one is not over.
    expect(goesOn({}, [there, column("05.01", "timeout")])).toEqual([
      ["open", FIRST.asOf],
      ["open", SECOND.asOf],
    ]);
  });

  test("stays open where that cannot be told, and in an incomplete patrol", () => {
    const columns = [there, column("05.01", [])];
    expect(statuses(FAULT, columns, false)).toEqual(["open", "open"]);
    expect(statuses(cantTell("timeout"), columns)).toEqual(["open"]);
    expect(statuses(passed, columns, false)).toEqual(["open"]);
  });

  test("stays open where another item passes", () => {
    const other = { ...MOVED, item: "http://portal.test/mzj/8.html" };
    expect(statuses(passed, [there, column("05.01", [])], true, other)).toEqual(["open"]);
  });
});

describe("what a finding says", () => {
  const found = (
    verdict: Verdict,
    subject: Partial<Subject> = {},
    snapshot = LISTED,
    rules = [IRREVOCABLE],
  ) =>
    seenIn(
      { snapshot, outcomes: [{ rule: "r", subject: { ...SUBJECT, ...subject }, verdict }] },
      CATALOGUE,
      rules,
      FIRST,
      digest,
    );
  const IRREVOCABLE = { id: "burst", irrevocable: true } as unknown as Rule;

  test("unit, category, column and item by name; its numbers and its proof", () => {
    expect(found(FAULT).findings).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        rule: "r",
        unit: { id: "mzj", name: "市民政局" },
        category: { code: "05.01", name: "工作动态" },
        column: { url: "http://portal.test/mzj/05.01/", name: "工作动态" },
        item: { url: ITEM.url, title: "市民政局召开工作会议", publishedOn: "2016-12-31" },
        confidence: "confirmed",
        severity: "minor",
        wording: "absent",
        data: { elements: ["source"] },
        evidence: [{ ...ITEM.source.page, excerpt: "市民政局" }],
        firstSeen: FIRST.asOf,
        lastSeen: FIRST.asOf,
        status: "open",
        statusReason: null,
      },
    ]);
    expect(found(FAULT).undecided).toEqual([]);
  });

  test("of a unit as a whole, nothing else", () => {
    const whole = { category: null, column: null, item: null };
    expect(found(FAULT, whole).findings).toMatchObject([whole]);
  });

  test("an item without a title of its own by its list's; without a day none", () => {
    for (const title of [known(""), unknown("timeout")]) {
      const named = { ...ITEM, title, listTitle: "简称", publishedOn: unknown("no-dates") };
      const { findings } = found(FAULT, {}, unit([column("05.02", "timeout"), column("05.01", [named])]));
      expect(findings).toMatchObject([{ item: { title: "简称", publishedOn: null } }]);
    }
  });

  test("each proof once; a page that is gone proves by its answer, what never answered proves nothing", () => {
    const page = { url: ITEM.url, fetchedAt: FIRST.asOf, status: 404, sha256: "1".repeat(64) } as const;
    const gone = { known: false, reason: "unreachable", page } as const;
    const { source, title } = ITEM;
    const { findings } = found(failed("absent", {}, [source, source, title, gone, unknown("timeout")]));
    expect(findings[0]?.evidence).toEqual([
      { ...source.page, excerpt: "市民政局" },
      { ...title.page, excerpt: "市民政局召开工作会议" },
      { ...page, excerpt: "" },
    ]);
  });

  test("what could not be decided, with the reason and the page that gives it", () => {
    const { page } = ITEM.source;
    const { findings, undecided } = found({ outcome: "cantTell", reason: "blocked", page });
    expect(findings).toEqual([]);
    expect(undecided).toMatchObject([{ rule: "r", reason: "blocked", item: { url: ITEM.url } }]);
    expect(undecided[0]?.evidence).toEqual([{ ...page, excerpt: "" }]);
    expect(found(cantTell("timeout")).undecided[0]?.evidence).toEqual([]);
    expect([found(passed), found(inapplicable())]).toEqual(Array(2).fill({ findings: [], undecided: [] }));
  });

  test("what cannot be undone is recorded; the severity that the verdict names counts", () => {
    const critical = failed("absent", {}, [ITEM.source], { severity: "critical" });
    const irrevocable = { id: "r", irrevocable: true } as unknown as Rule;
    expect(found(critical, {}, LISTED, [irrevocable]).findings).toMatchObject([
      { status: "recorded", severity: "critical" },
    ]);
    expect(found(critical).findings).toMatchObject([{ status: "open", severity: "critical" }]);
  });
});

describe("an id", () => {
  const id = (subject: Partial<typeof SUBJECT>, rule = "r", event: string | null = null) =>
    findingId(rule, { ...SUBJECT, ...subject }, event, digest);

  test("rests on unit, rule, category, item and event, not on the column of a category", () => {
    expect(id({ column: "http://portal.test/elsewhere/" })).toBe(id({}));
    const others = [
      id({ unit: "x" }),
      id({}, "s"),
      id({ category: "05.02" }),
      id({ item: "http://portal.test/8" }),
      id({}, "r", "2016-12-20"),
    ];
    expect(new Set([id({}), ...others]).size).toBe(6);
  });

  test("a fault of a column rests on its address, one of a category on none", () => {
    const of = (column: string | null) => findingId("r", { ...SUBJECT, item: null, column }, null, digest);
    const ids = [of("http://portal.test/a/"), of("http://portal.test/b/"), of(null)];
    expect(new Set(ids).size).toBe(3);
  });
});
