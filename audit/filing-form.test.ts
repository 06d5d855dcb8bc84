import { describe, expect, test } from "vitest";
import type { Category, Content } from "../domain/catalogue.ts";
import { CONTENTS } from "../domain/catalogue.ts";
import { CATALOGUE } from "./example.ts";
import {
  belongsIn,
  FILING_FORMS,
  type FilingForm,
  formsOf,
  isCalledAfter,
  isStrangeIn,
} from "./filing-form.ts";

const idsOf = (title: string, number: string | null = null) => formsOf(title, number).map(({ id }) => id);

describe("formsOf", () => {
  test.each([
    ["市民政局关于印发《养老机构管理办法》的通知", null, ["notice"]],
    // A document with a number is worded like a notice.
    ["市民政局关于印发《养老机构管理办法》的通知", "青民发〔2016〕8号", ["numbered-document", "notice"]],
    ["市民政局关于开展养老机构专项检查的通知", "青民发[1998]9号", ["numbered-document", "notice"]],
    ["青澜市殡葬管理规定", "青澜市人民政府令第12号", ["numbered-document"]],
    ["青澜市城市管理办法修订对照表", "青民发〔2016〕8号", []],
    ["市民政局召开会议研究殡葬改革方案", "青民发〔2016〕8号", []],
    ["市民政局召开会议部署落实关于殡葬改革的意见", "青民发〔2016〕8号", []],
    // That of an issue is no number of a document.
    ["市民政局关于印发《养老机构管理办法》的通知", "第12号", ["notice"]],
    ["市民政局召开养老服务工作推进会", null, ["news"]],
    ["市民政局召开养老服务工作推进会（第3号）", "第3号", ["news"]],
    ["市民政局召开养老服务工作推进会", "青民发〔2016〕8号", []],
    // What is particular in form is no mere notice or document, whatever its number.
    ["青澜市人民政府关于周某等三名同志职务任免的通知", "青政干〔2016〕8号", ["appointment"]],
    ["市民政局", null, []],
  ])("%s (%s): %j", (title, number, forms) => expect(idsOf(title, number)).toEqual(forms));
});

/** Contents of categories … */
interface Places {
  /** … where the form belongs, if they are called after it. */
  readonly belongs: readonly Content[];
  /** … and where it is let be besides. Everywhere else it is strange. */
  readonly letBe: readonly Content[];
  /** Columns that are called after it, and such as are not. */
  readonly takes: readonly string[];
  readonly not: readonly string[];
}

const PARTICULAR: Readonly<Record<string, Places>> = {
  appointment: {
    belongs: ["personnel"],
    letBe: [],
    takes: ["任免信息", "任职公示", "人事信息"],
    not: ["公务员招考", "工作动态"],
  },
  interpretation: {
    belongs: ["interpretation"],
    letBe: ["event"],
    takes: ["政策解读", "一图读懂", "政策问答"],
    not: ["政策文件", "热点回应"],
  },
  "disclosure-report": {
    belongs: ["annual-report"],
    letBe: [],
    takes: ["政府信息公开年度报告", "信息公开年报"],
    not: ["年度计划", "统计报告"],
  },
  "final-accounts": { belongs: ["finance"], letBe: [], takes: ["财政决算"], not: ["财政预算", "财政资金"] },
  budget: {
    belongs: ["finance"],
    letBe: [],
    takes: ["部门预算", "预决算公开"],
    not: ["财政决算", "财政资金"],
  },
  "work-summary": { belongs: ["plan"], letBe: [], takes: ["工作总结"], not: ["工作计划", "规划"] },
  "work-plan": { belongs: ["plan"], letBe: ["policy"], takes: ["工作计划", "工作要点"], not: ["工作总结"] },
  "deputies-proposal": {
    belongs: ["event"],
    letBe: [],
    takes: ["人大建议办理", "建议答复"],
    not: ["建议征集", "政协提案"],
  },
  "members-proposal": { belongs: ["event"], letBe: [], takes: ["政协提案办理"], not: ["人大建议办理"] },
  "powers-list": {
    belongs: ["list", "service"],
    letBe: ["policy"],
    takes: ["权力清单", "责任清单", "权责清单"],
    not: ["收费清单"],
  },
  "emergency-plan": {
    belongs: ["list", "event"],
    letBe: ["notice", "policy"],
    takes: ["应急预案"],
    not: ["应急管理"],
  },
  "company-recruitment": {
    belongs: ["event"],
    letBe: ["notice"],
    takes: ["就业创业", "促进就业"],
    not: ["公务员招考"],
  },
  recruitment: {
    belongs: ["personnel"],
    letBe: ["notice", "event"],
    takes: ["事业单位招聘", "公务员招考", "人员招录", "公务员录用"],
    not: ["人事任免"],
  },
  tender: {
    belongs: ["event"],
    letBe: ["notice"],
    takes: ["工程招标", "招投标", "政府采购"],
    not: ["重大项目"],
  },
  penalty: { belongs: ["event"], letBe: ["notice"], takes: ["行政处罚"], not: ["行政许可"] },
  licence: { belongs: ["event"], letBe: ["notice"], takes: ["行政许可"], not: ["行政处罚"] },
  consultation: {
    belongs: ["event", "notice"],
    letBe: ["policy"],
    takes: ["民意征集", "征求意见"],
    not: ["网上调查"],
  },
  "service-guide": {
    belongs: ["service"],
    letBe: ["notice", "list", "event"],
    takes: ["服务指南", "网上办事", "便民服务"],
    not: ["表格下载"],
  },
  "statistical-bulletin": {
    belongs: ["event"],
    letBe: ["notice", "list"],
    takes: ["统计数据"],
    not: ["经济运行"],
  },
};

/** These belong in all categories of their contents, whatever these are called. */
const GENERAL: Readonly<Record<string, Places>> = {
  "numbered-document": {
    belongs: ["policy", "notice"],
    letBe: CONTENTS.filter((content) => content !== "news" && content !== "interpretation"),
    takes: ["规范性文件", "公文公开", "通知公告", "公告栏", "政策法规"],
    not: ["文件解读", "法规解读", "工作动态"],
  },
  notice: {
    belongs: ["notice", "policy"],
    letBe: CONTENTS.filter((content) => content !== "interpretation"),
    takes: ["通知", "公告", "公示公开", "政策文件"],
    not: ["文件解读", "工作动态"],
  },
  news: {
    belongs: ["news"],
    letBe: ["notice", "event", "service"],
    takes: ["工作动态", "政务要闻", "图片新闻"],
    not: ["通知公告", "政策文件"],
  },
};

const ALL = { ...PARTICULAR, ...GENERAL };
const form = (id: string) => FILING_FORMS.find((f) => f.id === id) as FilingForm;
const category = (content: Content, name: string, rest: Partial<Category> = {}): Category => ({
  ...(CATALOGUE.categories[0] as Category),
  content,
  name,
  ...rest,
});
/** Columns of text hold no items. */
const LISTS = CONTENTS.filter((content) => content !== "static");
const LABEL = "其他";

test("every form has places of its own in the tables", () => {
  expect(new Set(Object.keys(ALL))).toEqual(new Set(FILING_FORMS.map(({ id }) => id)));
});

describe.each(Object.entries(ALL))("%s", (id, { belongs, letBe, takes, not }) => {
  const isGeneral = id in GENERAL;
  const those = (isSo: (content: Content) => boolean) => LISTS.filter(isSo);

  test(`belongs in ${belongs.join(", ")}`, () => {
    for (const name of takes)
      expect(those((content) => belongsIn(form(id), category(content, name))).sort()).toEqual(
        [...belongs].sort(),
      );
    expect(those((content) => belongsIn(form(id), category(content, LABEL))).sort()).toEqual(
      isGeneral ? [...belongs].sort() : [],
    );
  });

  test("is strange wherever it neither belongs nor is let be", () => {
    const strange = LISTS.filter((content) => ![...belongs, ...letBe].includes(content));
    expect(those((content) => isStrangeIn(form(id), category(content, LABEL)))).toEqual(strange);
    // A category called after it takes it. Of general forms a name proves nothing: 通知解读 holds no notices.
    for (const name of takes)
      expect(those((content) => isStrangeIn(form(id), category(content, name)))).toEqual(
        isGeneral ? strange : [],
      );
  });

  test(`columns called ${takes.join(", ")} take it, ${not.join(", ")} do not`, () => {
    const called = (name: string) => isCalledAfter(form(id), { name, path: [] });
    expect(takes.filter((name) => !called(name))).toEqual([]);
    expect(not.filter(called)).toEqual([]);
  });
});

test("a category is called after what its name, an alias or a keyword says", () => {
  const budget = form("budget");
  for (const rest of [{ aliases: ["部门预算", "三公经费"] }, { keywords: ["三公经费", "预算"] }]) {
    expect(belongsIn(budget, category("finance", "资金信息", rest))).toBe(true);
    expect(isStrangeIn(budget, category("news", "资金信息", rest))).toBe(false);
  }
  expect(belongsIn(budget, category("finance", "资金信息", { aliases: ["三公经费"] }))).toBe(false);
});

test("the menus above a column speak for it; of general forms its own name alone", () => {
  expect(isCalledAfter(form("budget"), { name: "2016年", path: ["信息公开", "预决算公开"] })).toBe(true);
  expect(isCalledAfter(form("budget"), { name: "工作动态", path: ["信息公开"] })).toBe(false);
  expect(isCalledAfter(form("numbered-document"), { name: "文件解读", path: ["政策文件"] })).toBe(false);
});
