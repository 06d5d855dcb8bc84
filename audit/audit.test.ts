import { describe, expect, test } from "vitest";
import type { Subject, Verdict } from "../domain/outcome.ts";
import type { RuleOverrides, Unit } from "../domain/portal.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { audit, dutyOf, isInForce } from "./audit.ts";
import { article, CATALOGUE, column, item, TODAY, unit, unknown } from "./example.ts";
import { ORDINARY_PORTAL_FACTS } from "./portal-facts.ts";
import {
  type CategoryDuty,
  type Citation,
  type Context,
  cantTell,
  failed,
  inapplicable,
  type Precedence,
  passed,
  type Rule,
  type Targets,
} from "./rule.ts";

/** A rule that says the same of every target; `judge` may look. */
function made(
  id: string,
  target: keyof Targets,
  verdict: Verdict | ((target: unknown, context: Context) => Verdict),
  rest: Partial<Rule> = {},
): Rule {
  const said = { zh: "", en: "" };
  return {
    id,
    group: "malformed-items",
    title: said,
    about: said,
    severity: "minor",
    basis: [basis(null, null)],
    params: {},
    wording: {},
    target,
    needs: [],
    appliesTo: () => true,
    judge: typeof verdict === "function" ? verdict : () => verdict,
    examples: {} as Rule["examples"], // told of rules that are real
    ...rest,
  };
}

function basis(from: CalendarDate | null, until: CalendarDate | null): Citation {
  return { document: "例", clause: "例", from, until };
}

const judged = (
  snapshot: UnitSnapshot,
  rules: readonly Rule[],
  { overrides = {}, today = TODAY }: { overrides?: RuleOverrides; today?: CalendarDate } = {},
  onError?: (rule: string, error: unknown) => void,
) =>
  audit(
    {
      snapshot,
      portal: ORDINARY_PORTAL_FACTS,
      filing: null,
      history: NO_HISTORY,
      catalogue: CATALOGUE,
      catalogueAdopted: false,
      today,
    },
    rules,
    overrides,
    onError,
  );
const verdictOf = (...args: Parameters<typeof judged>) => judged(...args)[0]?.verdict;

const FAULT = failed("fault", { count: 1 }, []);
const ONE = article({});
const ADDRESS = "http://portal.test/mzj/1.html";
const columnUrl = (code: string) => `http://portal.test/mzj/${code}/`;

describe("a rule", () => {
  test("that is off is not asked at all", () => {
    const rules = [made("a", "item", FAULT), made("b", "item", FAULT)];
    expect(judged(ONE, rules, { overrides: { a: "off" } }).map(({ rule }) => rule)).toEqual(["b"]);
    expect(judged(ONE, rules, { overrides: {} }).map(({ rule }) => rule)).toEqual(["a", "b"]);
  });

  test("is given its parameters as the portal file leaves them", () => {
    const param = { default: 3, min: 1, unit: "days" as const, about: { zh: "", en: "" } };
    const rule = made("a", "item", (_, { params }) => failed("fault", { ...params }, []), {
      params: { first: param, second: param },
    });
    expect(verdictOf(ONE, [rule])).toMatchObject({ data: { first: 3, second: 3 } });
    expect(verdictOf(ONE, [rule], { overrides: { a: { second: 5 } } })).toMatchObject({
      data: { first: 3, second: 5 },
    });
  });

  test("says nothing of days on which nothing that it rests on is in force", () => {
    const rule = made("a", "item", FAULT, {
      basis: [basis("2017-05-15", null), basis("2010-01-01", "2012-12-31")],
    });
    const notInForce = { outcome: "inapplicable", data: { because: "norm-not-in-force" } };
    expect(verdictOf(ONE, [rule], { today: "2016-12-31" })).toEqual(notInForce);
    expect(verdictOf(ONE, [rule], { today: "2017-05-15" })?.outcome).toBe("failed");
    expect(verdictOf(ONE, [rule], { today: "2012-12-31" })?.outcome).toBe("failed");
    expect(verdictOf(ONE, [rule], { today: "2013-01-01" })).toEqual(notInForce);
  });

  test("has nothing to say where it does not apply", () => {
    expect(verdictOf(ONE, [made("a", "item", FAULT, { appliesTo: () => false })])).toEqual(inapplicable());
  });

  test("is not asked where a fact it needs is not known: the reason and the page are said", () => {
    const rule = made("a", "item", FAULT, { needs: ["title", "body"] });
    const page = { url: ADDRESS, fetchedAt: "2016-12-31T04:00:00.000Z", status: 412, sha256: "0" } as const;
    const blocked = { known: false, reason: "blocked", page } as const;
    expect(verdictOf(article({ body: blocked }), [rule])).toEqual({
      outcome: "cantTell",
      reason: "blocked",
      page,
    });
    expect(verdictOf(ONE, [rule])?.outcome).toBe("failed");
  });

  test("is not asked where a fact it needs is not there at all, as with evidence of an earlier version", () => {
    const { source: _, ...older } = item();
    const snapshot = unit([column("05.01", [older as ReturnType<typeof item>])]);
    expect(verdictOf(snapshot, [made("a", "item", FAULT, { needs: ["source"] })])).toEqual(
      cantTell("incomplete"),
    );
  });

  test("that throws decides nothing and is told of; the others go on", () => {
    const told: unknown[] = [];
    const error = new Error("ours");
    const broken = made("a", "item", () => {
      throw error;
    });
    const outcomes = judged(ONE, [broken, made("b", "item", FAULT)], {}, (...args) => told.push(args));
    expect(outcomes.map(({ verdict }) => verdict.outcome)).toEqual(["cantTell", "failed"]);
    expect(outcomes[0]?.verdict).toEqual(cantTell("rule-error"));
    expect(told).toEqual([["a", error]]);
    expect(verdictOf(ONE, [broken])).toEqual(cantTell("rule-error"));
  });

  test("gives its own severity where the verdict names none", () => {
    expect(verdictOf(ONE, [made("a", "item", FAULT, { severity: "major" })])).toMatchObject({
      severity: "major",
    });
    const grave = failed("fault", {}, [], { severity: "critical" });
    expect(verdictOf(ONE, [made("a", "item", grave, { severity: "major" })])).toMatchObject({
      severity: "critical",
    });
  });
});

describe("what a patrol left out on purpose is no open question", () => {
  const leftOut = { outcome: "inapplicable", data: { because: "not-patrolled" } };
  const verdictsOf = (target: keyof Targets, verdict: Verdict) =>
    judged(ONE, [made("a", target, verdict)]).map((outcome) => outcome.verdict);

  test.each(["item", "page"] as const)("where it is one %s", (target) => {
    for (const verdict of verdictsOf(target, cantTell("not-patrolled"))) expect(verdict).toEqual(leftOut);
    for (const verdict of verdictsOf(target, cantTell("timeout")))
      expect(verdict).toEqual(cantTell("timeout"));
    for (const verdict of verdictsOf(target, passed)) expect(verdict).toEqual(passed);
    for (const verdict of verdictsOf(target, FAULT)) expect(verdict.outcome).toBe("failed");
  });

  test.each(["unit", "category", "column", "links"] as const)("a whole %s that was not read is", (target) => {
    const [verdict] = verdictsOf(target, cantTell("not-patrolled"));
    expect(verdict).toEqual(cantTell("not-patrolled"));
  });
});

describe("what is judged", () => {
  const POLICY = item({ url: "http://portal.test/mzj/p.html" });
  const NEWS = item({ url: "http://portal.test/mzj/n.html" });
  const snapshot = unit([
    column(null, [NEWS, item({ url: "http://portal.test/mzj/o.html" })]),
    column("05.01", [NEWS, POLICY, NEWS]),
    column("99.99", [POLICY], { id: "gone" }),
    column("03.01", [POLICY]),
    column("05.01", [POLICY], { id: "more" }),
    column("04.01", "timeout"),
  ]);
  const subjectsOf = (target: keyof Targets): Subject[] =>
    judged(snapshot, [made("a", target, passed)]).map(({ subject }) => subject);
  const NOTHING = { unit: "mzj", category: null, column: null, item: null };

  test("is the unit", () => expect(subjectsOf("unit")).toEqual([NOTHING]));

  test("is each category of the catalogue, held or not", () => {
    expect(subjectsOf("category")).toEqual(
      CATALOGUE.categories.map(({ code }) => ({ ...NOTHING, category: code })),
    );
  });

  test("is each column as it stands; for links the home page before", () => {
    const columns = [
      [null, columnUrl("other")],
      ["05.01", columnUrl("05.01")],
      ["99.99", columnUrl("gone")],
      ["03.01", columnUrl("03.01")],
      ["05.01", columnUrl("more")],
      ["04.01", columnUrl("04.01")],
    ].map(([category, url]) => ({ ...NOTHING, category, column: url }));
    expect(subjectsOf("column")).toEqual(columns);
    expect(subjectsOf("links")).toEqual([NOTHING, ...columns]);
  });

  test("is each item once, under the first of its columns in catalogue order", () => {
    const items = [
      ["03.01", columnUrl("03.01"), POLICY.url],
      ["05.01", columnUrl("05.01"), NEWS.url],
      [null, columnUrl("other"), "http://portal.test/mzj/o.html"],
    ].map(([category, url, address]) => ({ ...NOTHING, category, column: url, item: address }));
    expect(subjectsOf("item")).toEqual(items);
    expect(subjectsOf("page")).toEqual([NOTHING, ...items]);
  });

  test("is said with the further columns in which the item stands, each once", () => {
    const data = judged(snapshot, [made("a", "item", FAULT)]).map(({ verdict }) =>
      verdict.outcome === "failed" ? verdict.data : null,
    );
    expect(data).toEqual([
      { count: 1, alsoIn: [columnUrl("05.01"), columnUrl("more"), columnUrl("gone")] },
      { count: 1, alsoIn: [columnUrl("other")] },
      { count: 1 },
    ]);
    expect(judged(snapshot, [made("a", "item", passed)]).map(({ verdict }) => verdict)).toEqual([
      passed,
      passed,
      passed,
    ]);
  });

  test("is judged with the category it is filed under", () => {
    const seen = (target: keyof Targets) => {
      const codes: (string | null)[] = [];
      const look = (_: unknown, { category }: Context) => {
        codes.push(category?.code ?? null);
        return passed;
      };
      judged(snapshot, [made("a", target, look)]);
      return codes;
    };
    expect(seen("item")).toEqual(["03.01", "05.01", null]);
    // A code that the catalogue does not know is none.
    expect(seen("column")).toEqual([null, "05.01", null, "03.01", "05.01", "04.01"]);
    expect(seen("unit")).toEqual([null]);
  });
});

describe("a category is owed", () => {
  const excuseOf = (code: string, of: Partial<Unit> = {}, today = TODAY) => {
    const category = CATALOGUE.categories.find((one) => one.code === code);
    if (!category) throw new Error(code);
    const { owed, excuse, columns } = dutyOf(
      category,
      unit([column("05.01", []), column("05.02", []), column("05.01", [], { id: "more" })], { unit: of }),
      today,
    );
    expect(owed).toBe(excuse === null);
    return { excuse, columns: columns.map(({ column: one }) => one.url) };
  };

  test("with the columns that hold it", () => {
    expect(excuseOf("05.01")).toEqual({ excuse: null, columns: [columnUrl("05.01"), columnUrl("more")] });
    expect(excuseOf("03.01")).toEqual({ excuse: null, columns: [] });
  });

  test("by those whom the catalogue means, from its year on", () => {
    expect(excuseOf("03.02").excuse).toBe("not-obliged");
    expect(excuseOf("03.02", { kind: "town" }).excuse).toBeNull();
    expect(excuseOf("07.01").excuse).toBe("not-yet");
    expect(excuseOf("07.01", {}, "2018-12-31").excuse).toBe("not-yet");
    expect(excuseOf("07.01", {}, "2019-01-01").excuse).toBeNull();
    const [first] = CATALOGUE.categories;
    if (!first) throw new Error("no category");
    const townsToo = { ...first, for: ["town", "department"] as const };
    expect(dutyOf(townsToo, unit([]), TODAY).owed).toBe(true);
  });

  test("not by whom a person exempts, nor up to the day until which its want is declared", () => {
    const exempt = [{ category: "05.01", reason: "无此职能" }];
    const declared = [{ category: "05.02", reason: "机构改革", until: "2016-12-31" as const }];
    expect(excuseOf("05.01", { exempt }).excuse).toBe("exempt: 无此职能");
    expect(excuseOf("05.02", { exempt }).excuse).toBeNull();
    expect(excuseOf("05.02", { declared }).excuse).toBe("declared: 机构改革");
    expect(excuseOf("05.01", { declared }).excuse).toBeNull();
    expect(excuseOf("05.02", { declared }, "2017-01-01").excuse).toBeNull();
  });

  test("and where a rule has nothing to say of it, the outcome tells why", () => {
    const exempt = CATALOGUE.categories.map(({ code }) => ({ category: code, reason: "无此职能" }));
    const rule = made("a", "category", FAULT, { appliesTo: (duty) => (duty as CategoryDuty).owed });
    const verdicts = judged(unit([], { unit: { exempt } }), [rule]).map(({ verdict }) => verdict);
    expect(verdicts).toContainEqual(inapplicable({ because: "exempt: 无此职能" }));
    expect(verdicts).toContainEqual(inapplicable({ because: "not-obliged" }));
    const unasked = made("a", "category", FAULT, { appliesTo: () => false });
    expect(verdictOf(unit([]), [unasked])).toEqual(inapplicable());
  });
});

describe("a finding that another explains is not told", () => {
  const A = item({ url: "http://portal.test/mzj/a.html" });
  const B = item({ url: "http://portal.test/mzj/b.html" });
  const snapshot = unit([column("05.01", [A]), column("03.01", [B])]);
  const explained = { outcome: "inapplicable", data: { explainedBy: "other" } };
  const ofA = (target: unknown) => (target === A ? FAULT : passed);
  /** Verdicts on B and A (catalogue order) of a rule that fails on both and yields to `other`. */
  const told = (other: Rule, scope: Precedence["scope"], when?: Precedence["when"]) =>
    judged(snapshot, [
      made("ours", "item", FAULT, {
        yieldsTo: [
          { rule: "absent", scope },
          { rule: "other", scope, ...(when ? { when } : {}) },
        ],
      }),
      other,
    ])
      .filter(({ rule }) => rule === "ours")
      .map(({ verdict }) => (verdict.outcome === "failed" ? "failed" : verdict));

  test("of the same item", () => {
    expect(told(made("other", "item", ofA), "item")).toEqual(["failed", explained]);
    expect(told(made("another", "item", ofA), "item")).toEqual(["failed", "failed"]);
    expect(told(made("other", "item", passed), "item")).toEqual(["failed", "failed"]);
  });

  test("of the same category, whatever it is about", () => {
    const inNews = (_: unknown, { category }: Context) => (category?.code === "05.01" ? FAULT : passed);
    for (const target of ["item", "column", "category"] as const)
      expect(told(made("other", target, inNews), "category")).toEqual(["failed", explained]);
    expect(told(made("other", "unit", FAULT), "category")).toEqual(["failed", "failed"]);
  });

  test("of the whole unit, not of a part of it", () => {
    expect(told(made("other", "unit", FAULT), "unit")).toEqual([explained, explained]);
    expect(told(made("other", "column", FAULT), "unit")).toEqual(["failed", "failed"]);
    expect(told(made("other", "unit", FAULT), "item")).toEqual(["failed", "failed"]);
  });

  test("only where it explains this one", () => {
    const when: Precedence["when"] = (theirs, ours) => theirs.data.count === 1 && ours.data.count === 1;
    expect(told(made("other", "unit", FAULT), "unit", when)).toEqual([explained, explained]);
    expect(told(made("other", "unit", failed("fault", { count: 2 }, [])), "unit", when)).toEqual([
      "failed",
      "failed",
    ]);
  });

  test("any of several that fail may explain it", () => {
    const counted = (target: unknown) => failed("fault", { count: target === A ? 1 : 2 }, []);
    const both = unit([column("05.01", [A, B])]);
    const verdicts = judged(both, [
      made("ours", "item", FAULT, {
        yieldsTo: [{ rule: "other", scope: "category", when: (theirs) => theirs.data.count === 2 }],
      }),
      made("other", "item", counted),
    ]).map(({ rule, verdict }) => [rule, verdict.outcome]);
    expect(verdicts).toEqual([
      ["ours", "inapplicable"],
      ["ours", "inapplicable"],
      ["other", "failed"],
      ["other", "failed"],
    ]);
  });

  test("what passes, or is not known, has nothing to yield", () => {
    const rule = made("ours", "item", (target) => (target === A ? passed : cantTell("timeout")), {
      yieldsTo: [{ rule: "other", scope: "unit" }],
    });
    expect(
      judged(snapshot, [rule, made("other", "unit", FAULT)]).map(({ verdict }) => verdict.outcome),
    ).toEqual(["cantTell", "passed", "failed"]);
  });
});

test("a citation is printed from its first day to its last", () => {
  expect(isInForce(basis("2016-01-01", "2016-12-31"), "2015-12-31")).toBe(false);
  expect(isInForce(basis("2016-01-01", "2016-12-31"), "2016-01-01")).toBe(true);
  expect(isInForce(basis("2016-01-01", "2016-12-31"), "2016-12-31")).toBe(true);
  expect(isInForce(basis("2016-01-01", "2016-12-31"), "2017-01-01")).toBe(false);
  expect(isInForce(basis(null, null), "1990-01-01")).toBe(true);
});

test("a unit of which nothing is known is judged by nothing that it does not show", () => {
  const nothing = unit([column("05.01", "timeout")], { navigation: unknown("timeout") });
  expect(judged(nothing, [made("a", "item", FAULT), made("b", "page", passed)])).toEqual([
    { rule: "b", subject: { unit: "mzj", category: null, column: null, item: null }, verdict: passed },
  ]);
});
