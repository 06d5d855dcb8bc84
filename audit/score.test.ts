import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CategoryState, CategoryStateKind } from "../domain/category-state.ts";
import { SEVERITIES } from "../domain/outcome.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { type LifeEvent, spansOf } from "./finding-spans.ts";
import { LEAST_COVERAGE, ranked, scoreOf, type WeighedFinding } from "./score.ts";

const PERIOD = { from: "2016-10-01", to: "2016-12-29" } as const; // ninety days
const CODES = ["01", "02", "03", "04"];

const cell = (category: string, state: CategoryStateKind): CategoryState => ({
  category,
  state,
  confidence: null,
  reason: null,
  excuse: null,
  lastPublishedOn: null,
});
const FILLED = [CODES.map((code) => cell(code, "filled"))];

const finding = (rest: Partial<WeighedFinding> = {}): WeighedFinding => ({
  id: "f",
  rule: "stale-column",
  category: "01",
  ofWholeUnit: false,
  spans: [{ from: PERIOD.from, to: null, severity: "major" }],
  recorded: null,
  ...rest,
});

const dayOfPeriod = fc.integer({ min: 0, max: 89 }).map((n) => addDays(PERIOD.from, n));
const anyFinding = fc
  .record({
    id: fc.uuid(),
    rule: fc.constantFrom("stale-column", "missing-category", "damaged-text"),
    category: fc.constantFrom("01", "02", "99", null),
    ofWholeUnit: fc.boolean(),
    from: dayOfPeriod,
    days: fc.integer({ min: 1, max: 60 }),
    severity: fc.constantFrom(...SEVERITIES),
    isRecorded: fc.boolean(),
  })
  .map(
    ({ from, days, severity, isRecorded, ...rest }): WeighedFinding => ({
      ...rest,
      spans: isRecorded ? [] : [{ from, to: addDays(from, days - 1), severity }],
      recorded: isRecorded ? { on: from, severity } : null,
    }),
  );
const anyFindings = fc.array(anyFinding, { maxLength: 12 });
const anyStates = fc.array(
  fc.constantFrom<CategoryStateKind>(
    "filled",
    "empty",
    "stale",
    "cantTell",
    "exempt",
    "declared",
    "notDemanded",
  ),
  { minLength: 4, maxLength: 4 },
);
const score = (findings: readonly WeighedFinding[], states = FILLED) =>
  scoreOf(PERIOD, findings, states).score ?? -1;

describe("a score", () => {
  test("is 100 without findings; a major fault of one of four categories over the whole period takes a tenth", () => {
    expect(scoreOf(PERIOD, [], FILLED)).toEqual({ score: 100, coverage: 1, judged: 4, costs: [] });
    // 0.5 of one of four obligations and what lies outside of them.
    expect(score([finding()])).toBeCloseTo(90, 9);
  });

  test("lies between 0 and 100, and the costs of its findings make up the rest", () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const { score, costs } = scoreOf(PERIOD, findings, FILLED);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(costs.reduce((sum, { cost }) => sum + cost, score ?? 0)).toBeCloseTo(100, 6);
        for (const { cost } of costs) expect(cost).toBeGreaterThan(0);
      }),
    );
  });

  test("never rises by a finding more, by one that is worse, or by one that stays open longer", () => {
    fc.assert(
      fc.property(anyFindings, anyFinding, (findings, more) => {
        const before = score([...findings, more]);
        expect(before).toBeLessThanOrEqual(score(findings) + 1e-9);
        const worse = {
          ...more,
          spans: more.spans.map((span) => ({ ...span, severity: "critical" as const })),
        };
        expect(score([...findings, worse])).toBeLessThanOrEqual(before + 1e-9);
        const longer = { ...more, spans: more.spans.map((span) => ({ ...span, to: null })) };
        expect(score([...findings, longer])).toBeLessThanOrEqual(before + 1e-9);
      }),
    );
  });

  test("has no cliff: one day more, or one day later, changes it by at most one day's share", () => {
    fc.assert(
      fc.property(anyFindings, dayOfPeriod, fc.constantFrom(...SEVERITIES), (findings, day, severity) => {
        const until = (to: CalendarDate) =>
          finding({ id: "more", spans: [{ from: PERIOD.from, to, severity }] });
        const gap = score([...findings, until(day)]) - score([...findings, until(addDays(day, 1))]);
        expect(Math.abs(gap)).toBeLessThanOrEqual(100 / 90 + 1e-9);
        const since = (on: CalendarDate) => finding({ id: "more", spans: [], recorded: { on, severity } });
        const moved = score([...findings, since(day)]) - score([...findings, since(addDays(day, 1))]);
        expect(Math.abs(moved)).toBeLessThanOrEqual(100 / 90 + 1e-9);
      }),
    );
  });

  test("counts of one rule only the worst fault of a category: many like it cost no more than one", () => {
    const many = Array.from({ length: 50 }, (_, n) => finding({ id: `f${n}` }));
    expect(score(many)).toBeCloseTo(score([finding()]), 9);
    expect(scoreOf(PERIOD, many, FILLED).costs).toHaveLength(50);
    // Another category, or another rule, is another fault.
    expect(score([finding(), finding({ id: "g", category: "02" })])).toBeLessThan(score([finding()]));
    expect(score([finding(), finding({ id: "g", rule: "damaged-text" })])).toBeLessThan(score([finding()]));
  });

  test("names what each finding cost, the dearest first, equal ones by their ids", () => {
    const minor = [{ from: PERIOD.from, to: null, severity: "minor" as const }];
    const { costs } = scoreOf(
      PERIOD,
      [
        finding({ id: "c", category: "02" }),
        finding({ id: "d", category: "03", spans: minor }),
        finding({ id: "a", category: "04" }),
        finding({ id: "b" }),
      ],
      FILLED,
    );
    expect(costs.map(({ finding }) => finding)).toEqual(["a", "b", "c", "d"]);
  });

  test("of one rule and category the worst counts, in whatever order they come, and bears the cost alone", () => {
    const minor = finding({ id: "m", spans: [{ from: PERIOD.from, to: null, severity: "minor" }] });
    for (const findings of [
      [minor, finding()],
      [finding(), minor],
    ]) {
      expect(score(findings)).toBeCloseTo(90, 9);
      expect(scoreOf(PERIOD, findings, FILLED).costs.map(({ finding }) => finding)).toEqual(["f"]);
    }
  });

  test("what lies outside of the categories judged is one place, however it is filed", () => {
    const outside = [null, "99"].map((category) => finding({ id: `of ${category}`, category }));
    expect(score(outside)).toBeCloseTo(90, 9);
    expect(score([...outside, finding()])).toBeCloseTo(80, 9);
  });

  test("a finding of the second half of a period costs half", () => {
    expect(score([finding({ spans: [{ from: "2016-11-15", to: null, severity: "major" }] })])).toBeCloseTo(
      95,
      9,
    );
  });

  test("what cannot be undone weighs ever less, and after ninety days no more", () => {
    const burst = (on: CalendarDate) =>
      score([finding({ ofWholeUnit: true, category: null, spans: [], recorded: { on, severity: "major" } })]);
    expect(burst("2016-12-29")).toBeGreaterThan(burst("2016-11-01"));
    expect(burst("2016-07-03")).toBe(100);
    expect(burst(PERIOD.from)).toBeGreaterThan(score([finding({ ofWholeUnit: true, category: null })]));
  });
});

describe("what could not be judged", () => {
  test("costs nothing and earns nothing: the score is over the rest", () => {
    fc.assert(
      fc.property(anyFindings, anyStates, (findings, kinds) => {
        const judged = kinds.flatMap((kind, n) =>
          kind === "filled" || kind === "empty" || kind === "stale" ? [CODES[n] ?? ""] : [],
        );
        const all = scoreOf(PERIOD, findings, [kinds.map((kind, n) => cell(CODES[n] ?? "", kind))]);
        const rest = scoreOf(PERIOD, findings, [judged.map((code) => cell(code, "filled"))]);
        expect(all.score).toEqual(rest.score);
        expect(all.judged).toBe(judged.length);
      }),
    );
  });

  test("stands beside it as coverage; below sixty in a hundred there is no rank", () => {
    const states = [
      [cell("01", "filled"), cell("02", "filled"), cell("03", "cantTell"), cell("04", "cantTell")],
    ];
    const half = scoreOf(PERIOD, [], states);
    expect(half).toMatchObject({ score: 100, coverage: 0.5 });
    expect(half.coverage).toBeLessThan(LEAST_COVERAGE);
    const units = ranked([
      { id: "a", score: 90, coverage: 1 },
      { id: "b", ...half },
      { id: "c", score: 95, coverage: 0.6 },
      { id: "d", score: 90.01, coverage: 1 },
      { id: "e", score: null, coverage: null },
    ]);
    expect(units.map(({ id, rank }) => [id, rank])).toEqual([
      ["a", 2],
      ["b", null],
      ["c", 1],
      ["d", 2],
      ["e", null],
    ]);
  });

  test("a unit of which nothing could be judged has no score", () => {
    expect(scoreOf(PERIOD, [finding()], [[cell("01", "cantTell")]])).toMatchObject({
      score: null,
      coverage: 0,
      judged: 0,
    });
    expect(scoreOf(PERIOD, [], [])).toMatchObject({ score: null, coverage: null });
    expect(scoreOf(PERIOD, [], [[cell("01", "cantTell")]]).costs).toEqual([]);
  });

  test("what is not owed is none of its coverage", () => {
    const states = [[cell("01", "filled"), cell("02", "exempt"), cell("03", "notDemanded")]];
    expect(scoreOf(PERIOD, [], states)).toMatchObject({ coverage: 1, judged: 1 });
  });

  test("scores that differ by a tenth do not share a rank", () => {
    const units = ranked([90, 89.8, 89.84].map((score) => ({ score, coverage: 1 })));
    expect(units.map(({ rank }) => rank)).toEqual([1, 2, 2]);
  });
});

describe("the days on which a finding counts", () => {
  const event = (on: CalendarDate, to: LifeEvent["to"], rest: Partial<LifeEvent> = {}): LifeEvent => ({
    on,
    to,
    severity: "major",
    confidence: "confirmed",
    ...rest,
  });
  const opened = event("2016-10-01", "open");

  test.each<[string, LifeEvent[], unknown]>([
    ["open still", [opened], [["2016-10-01", null, "major"]]],
    [
      "put right: up to the day before",
      [opened, event("2016-10-15", "rectified")],
      [["2016-10-01", "2016-10-14", "major"]],
    ],
    [
      "claimed, and confirmed later: up to the claim",
      [opened, event("2016-10-05", "claimed"), event("2016-10-15", "rectified")],
      [["2016-10-01", "2016-10-04", "major"]],
    ],
    [
      "claimed, but still there: throughout",
      [opened, event("2016-10-05", "claimed"), event("2016-10-15", "open")],
      [
        ["2016-10-01", "2016-10-04", "major"],
        ["2016-10-05", "2016-10-14", "major"],
        ["2016-10-15", null, "major"],
      ],
    ],
    [
      "worse with time",
      [opened, event("2016-11-01", "open", { severity: "critical" })],
      [
        ["2016-10-01", "2016-10-31", "major"],
        ["2016-11-01", null, "critical"],
      ],
    ],
    ["waived by a person: never", [opened, event("2016-11-01", "waived")], []],
    ["disputed now: not as long as it is", [opened, event("2016-11-01", "disputed")], []],
    ["suspected: never", [event("2016-10-01", "open", { confidence: "suspected" })], []],
    [
      "claimed, and not looked at yet: still",
      [event("2016-10-05", "claimed")],
      [["2016-10-05", null, "major"]],
    ],
    ["notified: still", [event("2016-10-05", "notified")], [["2016-10-05", null, "major"]]],
    [
      "disputed in vain: throughout",
      [event("2016-10-01", "disputed"), event("2016-10-11", "open")],
      [
        ["2016-10-01", "2016-10-10", "major"],
        ["2016-10-11", null, "major"],
      ],
    ],
    [
      "put right a day later: that one day",
      [opened, event("2016-10-02", "rectified")],
      [["2016-10-01", "2016-10-01", "major"]],
    ],
    ["opened and put right on one day: never", [opened, event("2016-10-01", "rectified")], []],
    [
      "suspended: not meanwhile",
      [opened, event("2016-10-11", "suspended")],
      [["2016-10-01", "2016-10-10", "major"]],
    ],
  ])("%s", (_name, events, spans) => {
    const found = spansOf(events);
    expect(found.spans.map(({ from, to, severity }) => [from, to, severity])).toEqual(spans);
    expect(found.recorded).toBeNull();
  });

  test("what is recorded weighs from that day on", () => {
    expect(spansOf([event("2016-10-01", "recorded")])).toEqual({
      spans: [],
      recorded: { on: "2016-10-01", severity: "major" },
    });
    expect(spansOf([event("2016-10-01", "recorded", { confidence: "suspected" })]).recorded).toBeNull();
  });
});

test("the worked example of docs/scoring.md", () => {
  const codes = Array.from({ length: 12 }, (_, n) => String(n));
  const states = [codes.map((code, n) => cell(code, n < 10 ? "filled" : "cantTell"))];
  const span = (to: CalendarDate | null, severity: "critical" | "major" | "minor") => [
    { from: PERIOD.from, to, severity },
  ];
  const { score, coverage, costs } = scoreOf(
    PERIOD,
    [
      finding({ id: "late", category: "0", spans: span("2016-10-30", "major") }),
      finding({ id: "empty", category: "1", rule: "missing-category", spans: span(null, "critical") }),
      ...Array.from({ length: 14 }, (_, n) =>
        finding({ id: `title${n}`, category: "1", rule: "damaged-title", spans: span(null, "minor") }),
      ),
      finding({ id: "silent", category: null, ofWholeUnit: true, spans: span("2016-10-15", "minor") }),
    ],
    states,
  );
  expect(coverage).toBeCloseTo(10 / 12, 9);
  expect(score).toBeCloseTo(89.1, 1);
  const cost = (id: string) =>
    costs.filter(({ finding: of }) => of.startsWith(id)).reduce((sum, one) => sum + one.cost, 0);
  expect(
    [cost("empty"), cost("silent"), cost("late"), cost("title")].map((points) => points.toFixed(1)),
  ).toEqual(["7.7", "1.2", "1.5", "0.5"]);
});
