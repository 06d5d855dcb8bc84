import { describe, expect, test } from "vitest";
import { audit } from "../audit/audit.ts";
import { categoryStates } from "../audit/category-states.ts";
import { CATALOGUE, column, item, known, TODAY, unit, unknown } from "../audit/example.ts";
import { cantTell, failed, inapplicable, passed } from "../audit/rule.ts";
import type { Outcome, Verdict } from "../domain/outcome.ts";
import type { Unit } from "../domain/portal.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { rules } from "./index.ts";

function statesOf(snapshot: UnitSnapshot) {
  const outcomes = audit(
    {
      snapshot,
      portal: {
        sharedDays: [],
        templateLacks: [],
        elements: { lacking: [], shown: [] },
        tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: null },
        templateNotices: [],
        publishedUntil: null,
        drifted: [],
        alikePages: [],
        fileHosts: [],
        links: { hosts: [], templates: [] },
      },
      filing: null,
      history: NO_HISTORY,
      catalogue: CATALOGUE,
      catalogueAdopted: false,
      today: TODAY,
    },
    rules,
  );
  const states = categoryStates(snapshot, CATALOGUE, TODAY, outcomes, rules);
  return Object.fromEntries(states.map((state) => [state.category, state]));
}

const excused: Partial<Unit> = {
  exempt: [{ category: "03.01", reason: "无此职能" }],
  declared: [{ category: "04.01", reason: "本期无", until: TODAY }],
};

test("each category stands as it was judged; what is excused or could not be read is no fault", () => {
  const states = statesOf(
    unit(
      [
        column("02.01", "timeout"),
        column("05.01", ["2016-12-01"]),
        column("05.02", ["2016-12-30"]),
        column("04.01", []),
      ],
      { unit: excused },
    ),
  );
  expect(states).toMatchObject({
    "02.01": { state: "cantTell", reason: "timeout", confidence: null },
    "03.01": { state: "exempt", excuse: "无此职能" },
    "04.01": { state: "declared", excuse: "本期无" },
    "05.01": { state: "stale", confidence: "confirmed", lastPublishedOn: "2016-12-01" },
    "05.02": { state: "filled", lastPublishedOn: "2016-12-30" },
    // It may be empty.
    "05.03": { state: "empty", confidence: null },
    "06.01": { state: "notDemanded" },
    "07.01": { state: "notDemanded" },
  });
});

test("a fault that another finding already explains is still there", () => {
  // The whole unit is silent, which explains the one column; the finding is the unit's, the cell is stale.
  const states = statesOf(unit([column("05.01", ["2016-10-01"])], { unit: { exempt: [] } }));
  expect(states["05.01"]).toMatchObject({ state: "stale", confidence: "confirmed" });
});

test("an empty column that must be filled is empty; a list that was not read to its start is not", () => {
  expect(statesOf(unit([column("05.01", [])]))["05.01"]).toMatchObject({
    state: "empty",
    confidence: "confirmed",
  });
  expect(statesOf(unit([column("05.01", [], { readFrom: null })]))["05.01"]).toMatchObject({
    state: "cantTell",
    reason: "incomplete",
  });
});

describe("what was judged of a category", () => {
  const SNAPSHOT = unit([column("05.01", ["2016-12-30"]), column("05.02", [])]);
  const outcome = (
    rule: string,
    verdict: Verdict,
    subject: Partial<Outcome["subject"]> = { category: "05.01" },
  ): Outcome => ({
    rule,
    subject: { unit: "mzj", category: null, column: null, item: null, ...subject },
    verdict,
  });
  const missing = failed("empty-column", {}, [], { confidence: "suspected" });
  const stale = failed("stale", {}, []);
  const stateOf = (outcomes: readonly Outcome[], code = "05.01", snapshot = SNAPSHOT) =>
    categoryStates(snapshot, CATALOGUE, TODAY, outcomes, rules).find(({ category }) => category === code);

  test.each<[string, readonly Outcome[], object]>([
    [
      "missing: empty, as sure as the finding",
      [outcome("missing-category", missing)],
      { state: "empty", confidence: "suspected" },
    ],
    ["stale: stale", [outcome("stale-column", stale)], { state: "stale", confidence: "confirmed" }],
    [
      "both: it is empty",
      [outcome("stale-column", stale), outcome("missing-category", missing)],
      { state: "empty", confidence: "suspected" },
    ],
    [
      "a fault, and what could not be told: the fault",
      [outcome("missing-category", cantTell("timeout")), outcome("stale-column", stale)],
      { state: "stale" },
    ],
    [
      "what could not be told",
      [outcome("stale-column", cantTell("timeout"))],
      { state: "cantTell", reason: "timeout", confidence: null },
    ],
    [
      "a fault that the unit's explains",
      [
        outcome("stale-unit", stale, {}),
        outcome("stale-column", inapplicable({ explainedBy: "stale-unit" })),
      ],
      { state: "stale", confidence: "confirmed" },
    ],
    [
      "a fault that another explains which is not there: of no known degree",
      [outcome("stale-column", inapplicable({ explainedBy: "stale-unit" }))],
      { state: "stale", confidence: null },
    ],
    [
      "a fault of another kind",
      [outcome("damaged-title", failed("cut", {}, []))],
      { state: "filled", confidence: null },
    ],
    [
      "faults of an item or of a column, which are not its own",
      [
        outcome("stale-column", stale, { category: "05.01", item: "http://portal.test/1" }),
        outcome("stale-column", cantTell("timeout"), { category: "05.01", column: "http://portal.test/a/" }),
        outcome("missing-category", missing, { category: "05.02" }),
        outcome("stale-unit", stale, {}),
      ],
      { state: "filled", confidence: null, reason: null },
    ],
    ["nothing", [], { state: "filled", lastPublishedOn: "2016-12-30", excuse: null }],
  ])("%s", (_why, outcomes, state) => expect(stateOf(outcomes)).toMatchObject(state));

  test("nothing, where nothing stands: it is not known; passed, it may be empty", () => {
    expect(stateOf([], "05.02")).toMatchObject({ state: "cantTell", reason: "incomplete" });
    const judged = (verdict: Verdict) =>
      stateOf([outcome("missing-category", verdict, { category: "05.02" })], "05.02");
    expect(judged(passed)).toMatchObject({ state: "empty", confidence: null });
    expect(judged(inapplicable())).toMatchObject({ state: "cantTell", reason: "incomplete" });
  });

  test.each([
    ["02.01", known("市民政局主管全市民政工作。"), "filled"],
    ["02.01", known(" \n"), "cantTell"],
    ["02.01", unknown("timeout"), "cantTell"],
    ["05.01", known("市民政局主管全市民政工作。"), "cantTell"],
  ] as const)("text fills a category of text alone: %s", (code, text, state) => {
    expect(stateOf([], code, unit([column(code, "unreadable", { text })]))?.state).toBe(state);
  });

  test("its newest item stands in whichever of its columns; what has no day, or one ahead, is none", () => {
    const last = (...columns: Parameters<typeof unit>[0]) =>
      stateOf([], "05.01", unit(columns))?.lastPublishedOn;
    const [older, newer] = [
      column("05.01", ["2016-11-01"]),
      column("05.01", ["2016-12-01", "2016-10-01", "2017-01-01"]),
    ];
    expect([last(older, newer), last(newer, older)]).toEqual(["2016-12-01", "2016-12-01"]);
    expect(last(column("05.01", [TODAY]))).toBe(TODAY);
    const undated = [item({ publishedOn: known(null) }), item({ publishedOn: unknown("no-dates") })];
    expect(last(column("05.01", undated), column("05.01", "timeout"))).toBeNull();
  });

  test("a person's word stands as it was given", () => {
    const reason = "declared: 本期无\n见说明";
    const excused = unit([], { unit: { declared: [{ category: "05.01", reason, until: TODAY }] } });
    expect(stateOf([], "05.01", excused)).toMatchObject({ state: "declared", excuse: reason });
    expect(stateOf([], "03.02", excused)).toMatchObject({ state: "notDemanded", excuse: null });
  });
});
