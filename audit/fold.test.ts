import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Finding, FindingStatus, Patrol } from "../domain/finding.ts";
import type { Outcome, Verdict } from "../domain/outcome.ts";
import type { RuleOverrides } from "../domain/portal.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { CATALOGUE, column, item, known, unit } from "./example.ts";
import { findingId, fold, seenIn } from "./fold.ts";
import { cantTell, failed, inapplicable, passed } from "./rule.ts";

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
  return fold([{ ...KNOWN, ...before }], now, { snapshot, outcomes }, SECOND, complete, overrides, digest);
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
      { snapshot: LISTED, outcomes: [] },
      FIRST,
      true,
      {},
      digest,
    );
    expect(all.map(({ firstSeen, lastSeen }) => [firstSeen, lastSeen])).toEqual([[FIRST.asOf, SECOND.asOf]]);
  });

  test("passed it is rectified, failed again it is open again", () => {
    expect(statusAfter(passed)).toEqual(["rectified"]);
    expect(statusAfter(FAULT, { before: { status: "rectified" } })).toEqual(["open"]);
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
    expect(statusAfter(FAULT, { before: { status: "suspended" } })).toEqual(["open"]);
  });

  test("a rule that was switched off suspends its findings", () => {
    expect(statusAfter(null, { overrides: { "missing-element": "off" } })).toEqual(["suspended"]);
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
    expect(statusAfter(null, { snapshot: gone(404) })).toEqual(["removed"]);
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
  ])("%s stays open", (_why, snapshot) => expect(statusAfter(null, { snapshot })).toEqual(["open"]));
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
});
