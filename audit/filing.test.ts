import { expect, test } from "vitest";
import { WordCounts } from "../domain/filing.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { CATALOGUE, column, item, known, unit, unknown } from "./example.ts";
import { lessonsOf, othersThan, scoresOf, sharesOf, Tally, taughtIn } from "./filing.ts";
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

test("what it teaches comes from all along its list", () => {
  const titles = Array.from(
    { length: 48 },
    (_, n) => `第${"甲乙丙丁戊己庚辛"[n % 8]}${"子丑寅卯辰巳"[n >> 3]}号`,
  );
  const long = unit([
    column(
      "05.01",
      titles.map((title, n) =>
        item({ url: `http://portal.test/${n}.html`, title: known(title), body: known("") }),
      ),
    ),
  ]);
  expect(lessonsOf(long).map(({ words }) => words)).toEqual(
    titles.filter((_, n) => n % 2 === 0).map((title) => wordsOf(title, "")),
  );
});

test("columns that fit no category, or were not read, teach nothing", () => {
  expect(lessonsOf(unit([column(null, [item()]), column("05.01", "timeout")]))).toEqual([]);
});

test("an item teaches by its own title and text, or by the list's title where its page was not read", () => {
  const taught = (facts: Parameters<typeof item>[0]) => lessonsOf(unit([column("05.01", [item(facts)])]));
  const title = "市民政局关于印发《养老机构管理办法》的通知";
  const read = { title: known(title), listTitle: "简称", body: known("现将办法印发给你们。") };
  expect(taught({ ...read, documentNumber: known("青民发〔2016〕8号") })).toEqual([
    {
      category: "05.01",
      words: wordsOf(title, "现将办法印发给你们。"),
      forms: ["numbered-document", "notice"],
    },
  ]);
  expect(taught(read)).toMatchObject([{ forms: ["notice"] }]);
  const gone = { title: unknown("timeout"), body: unknown("timeout"), documentNumber: unknown("timeout") };
  expect(taught({ ...gone, listTitle: title })).toEqual([
    { category: "05.01", words: wordsOf(title, ""), forms: ["notice"] },
  ]);
  expect(taught({ ...read, title: known("") })).toMatchObject([
    { words: wordsOf("简称", "现将办法印发给你们。") },
  ]);
});

test("others are counted by units, items and forms; where nobody files anything there are none", () => {
  const portal = NAMES.map((name) => filesWell(name));
  const others = othersThan(portal[0] as UnitSnapshot, modelOf(portal));
  const counts = (code: string) => [others.units(code), others.lessons(code), others.ofForm("budget", code)];
  expect(counts("04.01")).toEqual([4, 80, 80]);
  expect(counts("05.01")).toEqual([4, 80, 0]);
  for (const code of ["03.01", "02.01", "99"]) expect(counts(code)).toEqual([0, 0, 0]);
  expect(others.ofForm("tender", "05.01")).toBe(0);
});

test("categories of lists are taught, pages of text are not", () => {
  const taught = taughtIn(CATALOGUE);
  expect(taught).toContain("05.01");
  expect(taught).not.toContain("02.01");
});

test("a unit taken out leaves what there was without it", () => {
  const others = NAMES.map((name) => filesWell(name));
  const [first] = others as [UnitSnapshot];
  // It uses no word that the others do not.
  const twin = { ...first, unit: { ...first.unit, id: "twin" } };
  const categories = taughtIn(CATALOGUE);
  const at = CODES.map((code) => categories.indexOf(code));
  const words = wordsOf("市教育局2016年部门预算公开", "市教育局本年收入预算如下。");
  const own = new Tally(categories);
  for (const lesson of lessonsOf(twin)) own.add(lesson);
  const without = scoresOf(modelOf(others), new Tally(categories), words, at);
  const withIt = modelOf([...others, twin]);
  expect(scoresOf(withIt, own, words, at)).toEqual(without);
  // Of its lessons only those of the words asked for are kept.
  expect(scoresOf(withIt, own.about(words), words, at)).toEqual(without);
  const asked = new Set([...words.title, ...words.text]);
  const kept = [...own.about(words).counted()].map(([word]) => word);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter((word) => !asked.has(word))).toEqual([]);
});

test("scores are those of naive Bayes, worked by hand; a word that nobody else uses says nothing", () => {
  const counts = new WordCounts(2);
  counts.add(7, 0, 3);
  counts.add(7, 1, 1);
  counts.add(9, 1, 1);
  const all = { lessons: [3, 1], titleWords: [8, 2], textWords: [0, 4], counts };
  const { prior, title, text } = scoresOf(
    all,
    new Tally(["a", "b"]),
    { title: [7, 9, 5], text: [9] },
    [0, 1],
  );
  const ln = Math.log;
  const close = (found: readonly number[], expected: readonly number[]) => {
    expect(found).toHaveLength(expected.length);
    for (const [n, score] of expected.entries()) expect(found[n]).toBeCloseTo(score, 9);
  };
  close(prior, [ln(4), ln(2)]);
  // Two words are known, each unseen one counts half: 8 + 2 × 0.5 and 2 + 2 × 0.5.
  close(title, [ln(3.5 / 9) + ln(0.5 / 9), ln(1.5 / 3) + ln(1.5 / 3)]);
  close(text, [ln(0.5 / 1), ln(1.5 / 5)]);
  const weights = [4 * (3.5 / 9) ** 0.5 * (0.5 / 9) ** 0.5 * 0.5 ** 0.25, 2 * 0.5 * 0.3 ** 0.25] as const;
  const sum = weights[0] + weights[1];
  close(sharesOf({ prior, title, text }, { title: 2, text: 4 }), [weights[0] / sum, weights[1] / sum]);
  // However unlikely all are, one is it.
  close(sharesOf({ prior: [0, 0], title: [-5000, -5000], text: [0, 0] }, { title: 1, text: 1 }), [0.5, 0.5]);
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
    Array.from({ length: 20 }, (_, n) =>
      item({ url: url(n), title: known(titleOf(n)), body: known(`${name}第${n}号。`) }),
    ),
  );
}
