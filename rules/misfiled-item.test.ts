import { describe, expect, test } from "vitest";
import { audit } from "../audit/audit.ts";
import { CATALOGUE, column, item, known, TODAY, unit } from "../audit/example.ts";
import { FilingTeacher } from "../audit/filing-model.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { Verdict } from "../domain/outcome.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { misfiledItem } from "./misfiled-item.ts";

type Write = (unit: string, n: number) => readonly [title: string, text: string];

const budget: Write = (name, n) => [`${name}${2000 + n}年部门预算公开`, "本年收入预算和支出预算如下。"];
const plan: Write = (name, n) => [`${name}${2000 + n}年工作计划`, "今年工作计划如下。"];
const news: Write = (name, n) => [`${name}召开第${n}次防汛工作推进会`, "近日召开会议，部署防汛。"];
const notice: Write = (name, n) => [`${name}关于报送第${n}批材料的通知`, "各有关单位：请按时报送。"];
/** Worded like a budget, and none by its form. */
const budgetNews: Write = (name, n) => [
  `${name}推进${2000 + n}年部门预算公开`,
  "本年收入预算和支出预算如下。",
];

const NAMES = ["市教育局", "市司法局", "市水利局", "市林业局"];

/** What the other units file under a category: how many items each of them, and which. */
interface Shelf {
  readonly code: string;
  readonly items: readonly number[];
  readonly write: Write;
}

const NOTICES: Shelf = { code: "05.02", items: [12, 12, 12, 12], write: notice };
const NEWS: Shelf = { code: "05.01", items: [12, 12, 12, 12], write: news };

function taught(shelves: readonly Shelf[], catalogue: Catalogue) {
  const teacher = new FilingTeacher(catalogue);
  for (const [u, name] of NAMES.entries())
    teacher.add(
      unit(
        shelves.map(({ code, items, write }, shelf) =>
          column(
            code,
            Array.from({ length: items[u] ?? 0 }, (_, n) => {
              const [title, text] = write(name, n);
              const url = `http://portal.test/${u}/${shelf}/${n}.html`;
              return item({ url, title: known(title), body: known(text) });
            }),
          ),
        ),
        { unit: { id: `other-${u}`, name } },
      ),
    );
  return teacher.model();
}

/** The verdict on an item under `home` in a unit that has a column of `held` as well. */
function judged(
  [title, text]: readonly [string, string],
  shelves: readonly Shelf[],
  {
    home = "05.01",
    held = "04.01",
    more = [],
    minProbability = 0.9,
  }: {
    readonly home?: string;
    readonly held?: string;
    readonly more?: readonly Category[];
    readonly minProbability?: number;
  } = {},
): Verdict | undefined {
  const catalogue = { ...CATALOGUE, categories: [...CATALOGUE.categories, ...more] };
  const [outcome] = audit(
    {
      snapshot: unit([column(home, [item({ title: known(title), body: known(text) })]), column(held, [])]),
      portal: ORDINARY_PORTAL_FACTS,
      filing: taught(shelves, catalogue),
      history: NO_HISTORY,
      catalogue,
      catalogueAdopted: false,
      today: TODAY,
    },
    [misfiledItem],
    { "misfiled-item": { minProbability } },
  );
  return outcome?.verdict;
}

const category = (code: string, rest: Partial<Category>): Category => ({
  ...(CATALOGUE.categories.find((one) => one.code === "05.01") as Category),
  code,
  ...rest,
});
const UNSURE = { outcome: "cantTell", reason: "not-enough-training" };
const BUDGET = budget("市民政局", 16);

describe("misfiled-item", () => {
  test.each([
    ["five items of two units are enough", [3, 2], [12, 12, 12, 12], "failed"],
    ["four are not", [2, 2], [12, 12, 12, 12], "cantTell"],
    ["those of one unit are its own custom", [12], [12, 12, 12, 12], "cantTell"],
    ["where it stands, five items of two units are enough", [12, 12, 12], [3, 2], "failed"],
    ["where it stands, four are not", [12, 12, 12], [2, 2], "cantTell"],
    ["where it stands, one unit's are its own custom", [12, 12, 12], [12], "cantTell"],
  ])("%s", (_, budgets, ofNews, outcome) => {
    const shelves = [
      NOTICES,
      { code: "04.01", items: budgets, write: budget },
      { code: "05.01", items: ofNews, write: news },
    ];
    expect(judged(BUDGET, shelves)).toMatchObject(outcome === "failed" ? { outcome } : UNSURE);
  });

  test.each([
    ["one in ten is no custom, but makes it less sure", [1, 1], "cantTell"],
    ["more is a custom", [2, 1], "passed"],
  ])("of the others' budgets among the news %s", (_, among, outcome) => {
    const shelves = [
      NOTICES,
      NEWS,
      { code: "04.01", items: [6, 6, 6], write: budget },
      { code: "05.01", items: among, write: budget },
    ];
    expect(judged(BUDGET, shelves)).toMatchObject({ outcome });
  });

  test("what a single unit files elsewhere makes nothing less sure", () => {
    const shelves = [
      NOTICES,
      NEWS,
      { code: "04.01", items: [6, 6, 6], write: budget },
      { code: "06.02", items: [0, 0, 0, 24], write: budget },
    ];
    expect(judged(BUDGET, shelves)).toMatchObject({ outcome: "failed", data: { probability: 0.99 } });
  });

  test("where others file the same under a third category as well, it is as sure as they are agreed", () => {
    const shelves = [
      NOTICES,
      NEWS,
      { code: "04.01", items: [8, 8, 8, 8], write: budget },
      { code: "06.01", items: [3, 3, 3, 3], write: budget },
    ];
    expect(judged(BUDGET, shelves)).toEqual({ ...UNSURE, page: null });
    const verdict = judged(BUDGET, shelves, { minProbability: 0.6 });
    expect(verdict).toMatchObject({ outcome: "failed", data: { suggestedCategory: "04.01" } });
    const probability = verdict?.outcome === "failed" ? Number(verdict.data.probability) : 0;
    expect(probability).toBeGreaterThanOrEqual(0.6);
    expect(probability).toBeLessThan(0.9);
  });

  test("nothing is said of what may be at home where it stands", () => {
    const shelves = [
      NOTICES,
      NEWS,
      { code: "04.01", items: [8, 8, 8, 8], write: budget },
      { code: "05.01", items: [5, 5, 5, 5], write: budgetNews },
    ];
    expect(judged(BUDGET, shelves, { minProbability: 0.5 })).toEqual({ ...UNSURE, page: null });
  });

  test.each([
    ["of one group and content are one kind", { content: "plan", group: "规划总结" }, "failed"],
    ["of one group and other contents are not", { content: "event", group: "规划总结" }, "cantTell"],
    ["of one content and other groups are not", { content: "plan", group: "重点工作" }, "cantTell"],
    ["of one content and no group are not", { content: "plan", group: null }, "cantTell"],
  ] as const)("categories %s: plans filed under both", (_, other, outcome) => {
    const group = other.group === null ? null : "规划总结";
    const more = [
      category("08.01", { name: "工作计划", content: "plan", group }),
      category("08.02", { name: "工作总结", ...other }),
    ];
    const shelves = [
      NOTICES,
      NEWS,
      { code: "08.01", items: [6, 6, 6, 6], write: plan },
      { code: "08.02", items: [6, 6, 6, 6], write: plan },
    ];
    const verdict = judged(plan("市民政局", 16), shelves, { held: "08.01", more });
    expect(verdict).toMatchObject(
      outcome === "failed" ? { outcome, data: { suggestedCategory: "08.01" } } : UNSURE,
    );
  });

  test("what shows two forms is at home where either belongs", () => {
    const more = [
      category("08.01", { name: "人员招聘", content: "personnel" }),
      category("08.02", { name: "促进就业", content: "event" }),
    ];
    const verdict = judged(["青澜水务公司招聘公告", "现公开招聘如下人员。"], [NOTICES, NEWS], {
      home: "08.01",
      held: "08.02",
      more,
    });
    expect(verdict).toMatchObject({ outcome: "passed" });
  });
});
