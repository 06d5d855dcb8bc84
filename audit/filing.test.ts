import { expect, test } from "vitest";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { CATALOGUE, column, item, known, unit } from "./example.ts";
import { lessonsOf, othersThan } from "./filing.ts";
import { FilingTeacher } from "./filing-model.ts";
import { wordsOf } from "./filing-words.ts";

const CODES = ["05.01", "05.02", "04.01"];
const NAMES = ["市教育局", "市司法局", "市水利局", "市林业局", "市商务局"];
const BUDGET = wordsOf("市民政局2016年部门预算公开", "");

test("a budget is expected among the budgets, by what the other units file there", () => {
  const portal = NAMES.map((name) => filesWell(name));
  const [first] = portal as [UnitSnapshot];
  const expected = othersThan(first, modelOf(portal)).probabilities(BUDGET, CODES);
  expect(expected.get("04.01")).toBeGreaterThan(0.95);
});

test("a unit's own items never count: not for words, items, units or forms", () => {
  const others = NAMES.map((name) => filesWell(name));
  // It files all its budgets under the news, and nothing else.
  const odd = unit([of("市民政局", "05.01", (n) => `市民政局${2000 + n}年部门预算公开`)], {
    unit: { id: "odd", name: "市民政局" },
  });
  const withIt = othersThan(odd, modelOf([...others, odd]));
  const withoutIt = othersThan(odd, modelOf(others));
  for (const code of CODES) {
    expect(withIt.lessons(code)).toBe(withoutIt.lessons(code));
    expect(withIt.units(code)).toBe(withoutIt.units(code));
    expect(withIt.ofForm("budget", code)).toBe(withoutIt.ofForm("budget", code));
  }
  // That one unit files oddly makes what the others teach less sure, and no more.
  expect(withIt.probabilities(BUDGET, CODES).get("04.01")).toBeGreaterThan(0.8);
  // To the others its budgets do count.
  expect(othersThan(others[0] as UnitSnapshot, modelOf([...others, odd])).ofForm("budget", "05.01")).toBe(20);
});

test("the order in which units are seen makes no difference to what they teach", () => {
  const portal = NAMES.map((name) => filesWell(name));
  const [first] = portal as [UnitSnapshot];
  const one = othersThan(first, modelOf(portal)).probabilities(BUDGET, CODES);
  const other = othersThan(first, modelOf([...portal].reverse())).probabilities(BUDGET, CODES);
  expect([...one]).toEqual([...other]);
});

test("two units teach nothing, and a unit without items is none", () => {
  const empty = unit([column("05.01", [])], { unit: { id: "empty", name: "市旅游局" } });
  const teacher = new FilingTeacher(CATALOGUE);
  for (const snapshot of [...NAMES.slice(0, 2).map((name) => filesWell(name)), empty]) teacher.add(snapshot);
  expect(teacher.model()).toBeNull();
});

test("an item under two categories teaches neither; under two columns of one it teaches once", () => {
  const shared = item({ url: "http://portal.test/both.html" });
  const own = item({ url: "http://portal.test/one.html" });
  const snapshot = unit([
    column("05.01", [shared, own]),
    column("05.02", [shared]),
    column("05.01", [own], { id: "more" }),
  ]);
  expect(lessonsOf(snapshot).map(({ category }) => category)).toEqual(["05.01"]);
});

test("a column of any length teaches as many as a short one", () => {
  const long = unit([
    column(
      "05.01",
      Array.from({ length: 500 }, (_, n) => item({ url: `http://portal.test/${n}.html` })),
    ),
  ]);
  expect(lessonsOf(long)).toHaveLength(24);
});

function modelOf(snapshots: readonly UnitSnapshot[]) {
  const teacher = new FilingTeacher(CATALOGUE);
  for (const snapshot of snapshots) teacher.add(snapshot);
  const model = teacher.model();
  if (model === null) throw new Error("nothing was taught");
  return model;
}

function filesWell(name: string): UnitSnapshot {
  return unit(
    [
      of(name, "05.01", (n) => `${name}召开第${n}次工作推进会`),
      of(name, "05.02", (n) => `${name}关于报送第${n}批材料的通知`),
      of(name, "04.01", (n) => `${name}${2000 + n}年部门预算公开`),
    ],
    { unit: { id: name, name } },
  );
}

function of(name: string, code: string, titleOf: (n: number) => string) {
  const url = (n: number) => `http://portal.test/${encodeURIComponent(name)}/${code}/${n}.html`;
  return column(
    code,
    Array.from({ length: 20 }, (_, n) => item({ url: url(n), title: known(titleOf(n)), body: known("") })),
  );
}
