import { expect, test } from "vitest";
import { CATALOGUE } from "./example.ts";
import { belongsIn, FILING_FORMS, formsOf, isCalledAfter, isStrangeIn } from "./filing-form.ts";

/** Title → its form; with a number where it needs one. */
const SHOWN: readonly (readonly [title: string, form: string, number?: string])[] = [
  ["青澜市人民政府关于周某等三名同志职务任免的通知", "appointment"],
  ["关于谭某同志任职的通知", "appointment"],
  ["关于任命秦某为市林业局局长的决定", "appointment"],
  ["《青澜市养老服务管理办法》政策解读", "interpretation"],
  ["关于《青澜市殡葬管理规定》的解读（二）", "interpretation"],
  ["一图读懂：青澜市救助办法", "interpretation"],
  ["政策解读｜新规定有哪些变化", "interpretation"],
  ["《青澜市养老服务管理办法》起草说明", "interpretation"],
  ["市民政局负责人就《青澜市养老服务管理办法》答记者问", "interpretation"],
  ["养老服务政策问答（之二）", "interpretation"],
  ["市民政局2015年政府信息公开工作年度报告", "disclosure-report"],
  ["市民政局关于2015年度政府信息公开工作情况的报告", "disclosure-report"],
  ["市教育局2016年信息公开年报", "disclosure-report"],
  ["市民政局2016年部门预算及“三公”经费预算公开", "budget"],
  ["市民政局2016年部门预算信息公开说明", "budget"],
  ["市民政局 2015 年部门决算情况说明", "final-accounts"],
  ["市民政局关于2016年度预算安排情况的说明", "budget"],
  ["市民政局关于2015年度决算情况的说明", "final-accounts"],
  ["市水利局2016年上半年工作总结", "work-summary"],
  ["市水利局2015年工作总结及2016年工作打算", "work-summary"],
  ["市水利局2016年工作要点", "work-plan"],
  ["市委政策研究室2016年项目推进工作要点", "work-plan"],
  ["关于2016年工作计划", "work-plan"],
  ["市档案局（馆）2016年工作计划", "work-plan"],
  ["市民政局部门预算公开", "budget"],
  ["对市人大第12号建议的答复（关于校车管理）", "deputies-proposal"],
  ["对市政协第8号提案的答复", "members-proposal"],
  ["市司法局权力清单（2016年版）", "powers-list"],
  ["青澜市山洪灾害应急预案", "emergency-plan"],
  ["某某纺织有限公司招聘简介", "company-recruitment"],
  ["市教育局所属事业单位2016年公开招聘工作人员公告", "recruitment"],
  ["市政务服务中心空调采购项目竞争性谈判公告", "tender"],
  ["老城区排水管网改造工程招标公告", "tender"],
  ["市环保局行政处罚决定书", "penalty"],
  ["市林业局行政许可决定公示", "licence"],
  ["市商务局关于《菜市场管理办法（征求意见稿）》公开征集意见的公告", "consultation"],
  ["老年人优待证办理指南", "service-guide"],
  ["青澜市2015年国民经济和社会发展统计公报", "statistical-bulletin"],
  ["市民政局关于印发《养老机构管理办法》的通知", "numbered-document", "青民发〔2016〕8号"],
  ["市民政局关于报送救灾物资台账的通知", "notice"],
  ["市民政局关于开展养老机构专项检查的通知", "notice"],
  ["市民政局关于开展养老机构专项检查的通知", "numbered-document", "青民发〔2016〕9号"],
  ["市民政局召开养老服务工作推进会", "news"],
  ["市民政局召开养老服务工作推进会（第3号）", "news", "第3号"],
];

test.each(SHOWN.map((row) => ({ row, title: row[0], form: row[1] })))("$title: $form", ({ row }) => {
  const [title, form, number = null] = row;
  expect(formsOf(title, number).map(({ id }) => id)).toEqual([
    form,
    // A document with a number is worded like a notice.
    ...(form === "numbered-document" ? ["notice"] : []),
  ]);
});

test("a number of an issue is no document number", () => {
  const of = (number: string) =>
    formsOf("市民政局关于印发《养老机构管理办法》的通知", number).map(({ id }) => id);
  expect(of("第12号")).toEqual(["notice"]);
  for (const number of ["青民发〔2016〕8号", "青民发[1998]8号", "青澜市人民政府令第12号"])
    expect(of(number)).toEqual(["numbered-document", "notice"]);
});

test("every form has a title of its own in the table", () => {
  expect(new Set(SHOWN.map(([, form]) => form))).toEqual(new Set(FILING_FORMS.map(({ id }) => id)));
});

/** What only speaks of such a thing, or cannot be told by its form. */
const NOT_SHOWN = [
  ["市民政局召开2016年部门预算编制会议", "budget"],
  ["市财政局举办决算报表培训班", "final-accounts"],
  ["市教育局组织学习《条例》解读", "interpretation"],
  ["市林业局传达学习政府工作报告解读", "interpretation"],
  ["关于做好2016年部门预算编制工作的通知", "budget"],
  ["关于报送2016年工作总结的通知", "work-summary"],
  ["关于印发《2016年全市民政工作要点》的通知", "work-plan"],
  ["关于做好政府信息公开年度报告编制工作的通知", "disclosure-report"],
  ["市人大代表建议办理工作推进会召开", "deputies-proposal"],
  ["市住建局开展招标投标专项检查", "tender"],
  ["“春风行动”现场求职招聘会公告", "recruitment"],
  ["市应急办组织应急预案演练", "emergency-plan"],
  ["市水利局认真谋划2016年工作要点", "work-plan"],
  ["市水利局研究讨论2016年工作计划", "work-plan"],
  ["市水利局班子会诊2016年工作要点", "work-plan"],
  ["未雨绸缪早定2016年工作计划", "work-plan"],
  ["2016年工作要点征求", "work-plan"],
  ["2016年市水利局积极制定工作要点", "work-plan"],
  ["市水利局晒出2015年工作总结", "work-summary"],
  ["市水利局按时公布2015年政府信息公开工作年度报告", "disclosure-report"],
  ["市水利局按时公布2015年部门决算", "final-accounts"],
  ["市水利局推进2016年部门预算公开", "budget"],
  ["关于召开养老服务工作会议的通知", "news"],
  ["市民政局召开会议传达关于加强养老服务工作的通知", "notice"],
  ["市民政局2016年部门预算编制说明", "interpretation"],
  ["市民政局2016年工作总结暨表彰大会", "work-summary"],
  ["局长走访慰问困难党员情况", "news"],
] as const;

test.each(NOT_SHOWN)("%s: not %s", (title, form) => {
  expect(formsOf(title, null).map(({ id }) => id)).not.toContain(form);
});

test("a form belongs where content and name say so, and is strange where neither does", () => {
  const category = (code: string) => CATALOGUE.categories.find((c) => c.code === code) as never;
  const form = (id: string) => FILING_FORMS.find((f) => f.id === id) as (typeof FILING_FORMS)[number];
  expect(belongsIn(form("budget"), category("04.01"))).toBe(true);
  expect(isStrangeIn(form("budget"), category("05.01"))).toBe(true);
  expect(isStrangeIn(form("budget"), category("04.01"))).toBe(false);
  // What columns of notices hold anyway is let be.
  expect(isStrangeIn(form("tender"), category("05.02"))).toBe(false);
  expect(isStrangeIn(form("notice"), category("05.01"))).toBe(false);
});

test("a column takes what it is called after; of general forms its own name alone speaks", () => {
  const form = (id: string) => FILING_FORMS.find((f) => f.id === id) as (typeof FILING_FORMS)[number];
  expect(isCalledAfter(form("budget"), { name: "2016年", path: ["预决算公开"] })).toBe(true);
  expect(isCalledAfter(form("budget"), { name: "工作动态", path: ["信息公开"] })).toBe(false);
  expect(isCalledAfter(form("numbered-document"), { name: "文件解读", path: ["政策文件"] })).toBe(false);
});
