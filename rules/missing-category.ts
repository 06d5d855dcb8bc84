import { column, discovered, known, unit, unknown } from "../audit/example.ts";
import {
  type CategoryDuty,
  type Context,
  cantTell,
  defineRule,
  type FailedOptions,
  failed,
  gapIn,
  passed,
} from "../audit/rule.ts";
import { coverageGap } from "../audit/silence.ts";
import type { Verdict } from "../domain/outcome.ts";
import type { Unit } from "../domain/portal.ts";
import type { ColumnFacts, Fact, UnitSnapshot } from "../domain/snapshot.ts";

export const missingCategory = defineRule({
  id: "missing-category",
  group: "missing-categories",
  title: { zh: "目录缺失或空白", en: "Category without a column or with an empty one" },
  about: {
    zh: "目录要求该单位公开的类别，没有栏目，或栏目读到头也没有一条信息，或应有文字说明的栏目没有文字。免除、已报备的类别不判；栏目打不开、列表没有读到头、导航没有读全、某个栏目的页面自称该类别时不作判断。栏目注明暂无内容的，除必须有信息的类别外视为通过；全站空栏目都一样的说明是模板自带的，不算说明。",
    en: "A category that the catalogue demands of the unit has no column, or its columns, read to their start, hold no item, or a column that should hold text has none. Exempt and declared categories are not judged; where a column did not open, a list was not read to its start the navigation was not read whole, or the page of a column calls itself by the category, nothing is decided. A note that there is nothing passes, but for categories that must hold something; a note that stands on nearly every empty column of the portal is the template's and counts as none.",
  },
  severity: "major",
  basis: [
    {
      document: "中华人民共和国政府信息公开条例（国务院令第492号）",
      clause: "第十九条：编制、公布政府信息公开指南和政府信息公开目录，并及时更新",
      from: "2008-05-01",
      until: "2019-05-14",
    },
    {
      document: "中华人民共和国政府信息公开条例（国务院令第711号）",
      clause: "第十二条、第十九至二十一条：编制、公布目录并及时更新，主动公开法定内容",
      from: "2019-05-15",
      until: null,
    },
  ],
  citesCatalogue: true,
  params: {
    minBodyChars: {
      default: 20,
      min: 1,
      unit: "characters",
      about: { zh: "文字栏目至少应有的字数", en: "characters that a column of text must hold at least" },
    },
  },
  wording: {
    "no-column": {
      message: { zh: "没有“{category}”栏目", en: "There is no column for {category}" },
      expected: { zh: "设置“{category}”栏目并发布信息", en: "A column for {category}, with items" },
      actual: {
        zh: "单位导航中没有与之对应的栏目（未能对应的栏目：{unmatched}）",
        en: "No column of the unit's navigation fits it (columns that match nothing: {unmatched})",
      },
      remedy: {
        zh: "设置“{category}”栏目并发布信息；如已在别的栏目公开，请告知网管中心登记",
        en: "Open a column for {category} and publish; if it is published elsewhere, have that column registered",
      },
    },
    "empty-column": {
      message: { zh: "“{category}”栏目为空", en: "The column {category} is empty" },
      expected: { zh: "栏目内有信息", en: "Items in the column" },
      actual: {
        zh: "栏目读到头，没有一条信息，也没有本单位自己的说明",
        en: "Read to its start: no item, and no note of its own",
      },
      remedy: {
        zh: "在“{category}”栏目发布应公开的信息；确无内容的，注明原因或向网管中心报备",
        en: "Publish what is due in {category}; if there is nothing, say why or declare it",
      },
    },
    "noted-empty": {
      message: { zh: "“{category}”栏目只注明“{notice}”", en: "The column {category} only says “{notice}”" },
      expected: { zh: "该类别必须有信息", en: "This category must hold something" },
      actual: { zh: "栏目内没有信息，注明“{notice}”", en: "No item; the page says “{notice}”" },
      remedy: {
        zh: "在“{category}”栏目发布信息；确无内容的，向网管中心报备",
        en: "Publish in {category}; if there is nothing, declare it",
      },
    },
    "no-text": {
      message: { zh: "“{category}”栏目没有内容", en: "The column {category} says nothing" },
      expected: { zh: "至少{minBodyChars}字的文字内容", en: "At least {minBodyChars} characters of text" },
      actual: { zh: "栏目页面上只有{chars}字", en: "{chars} characters on its page" },
      remedy: { zh: "在“{category}”栏目补充内容", en: "Fill {category}" },
    },
  },
  target: "category",
  needs: [],

  appliesTo: ({ owed }) => owed,

  judge(duty, context) {
    if (duty.category.ifEmpty === "allowed") return passed;
    if (duty.columns.length === 0) return judgeAbsence(duty, context);
    const verdict = duty.category.content === "static" ? judgeText(duty, context) : judgeLists(duty, context);
    return verdict.outcome === "failed" ? (coverageGap(duty.columns, context.snapshot) ?? verdict) : verdict;
  },

  examples: {
    passed: [
      {
        why: "每个类别都有信息",
        given: unit(
          [
            column("02.01", []),
            column("03.01", ["2016-12-30"]),
            column("04.01", ["2016-03-01"]),
            column("05.01", ["2016-12-30"]),
            column("05.02", ["2016-12-30"]),
          ].map(withText),
        ),
      },
      {
        why: "须视情公开的类别注明暂无内容",
        given: filled(column("03.01", [], { emptyNotice: "暂无信息" })),
      },
      {
        why: "须视情公开的类别注明暂无内容，全站模板有没有这句话还不知道",
        given: filled(column("03.01", [], { emptyNotice: "暂无信息" })),
        portal: null,
      },
      { why: "可以没有的类别没有栏目", given: filled() },
      {
        why: "栏目是按名称找到的，导航没有读全，但每个类别都有信息",
        given: unit(filled().columns.map(discovered), { navigation: unknown("blocked") }),
      },
      {
        why: "机构职能正好20字",
        given: lacking(
          "02.01",
          {},
          column("02.01", [], { text: known("市民政局主管全市民政工作，内设三个科室。") }),
        ),
      },
      {
        why: "机构职能有两页，一页只有标题，另一页有内容",
        given: filled(column("02.01", "unreadable", { text: known("机构职能"), id: "02.01-2" })),
      },
      {
        why: "一个栏目打不开，但同一类别的另一个栏目有信息",
        given: filled(column("05.01", "timeout", { id: "05.01-2" })),
      },
    ],
    failed: [
      {
        why: "没有工作动态栏目，目录写明必须有，但栏目未经人工核对，也只能是疑似",
        given: lacking("05.01"),
        data: { cause: "no-column", category: "工作动态", unmatched: [] },
        confidence: "suspected",
      },
      {
        why: "机构职能有两页，都只有几个字",
        given: lacking(
          "02.01",
          {},
          column("02.01", [], { text: known("机构职能"), id: "02.01-2" }),
          column("02.01", [], { text: known("见附件") }),
        ),
        data: { cause: "no-text", category: "机构职能", chars: 4, minBodyChars: 20 },
        confidence: "confirmed",
      },
      {
        why: "机构职能页上只写着暂无",
        given: lacking("02.01", {}, column("02.01", [], { text: known("机构职能 暂无相关信息。 返回") })),
        data: { cause: "noted-empty", category: "机构职能", notice: "暂无相关信息" },
        confidence: "suspected",
      },
      {
        why: "没有通知公告栏目，栏目未经人工核对，只能是疑似",
        given: lacking("05.02"),
        data: { cause: "no-column", category: "通知公告", unmatched: [] },
        confidence: "suspected",
      },
      {
        why: "没有工作动态栏目，栏目已经人工核对",
        given: lacking("05.01", { columnsReviewedOn: "2016-06-01" }),
        data: { cause: "no-column", category: "工作动态", unmatched: [] },
        confidence: "confirmed",
      },
      {
        why: "没有通知公告栏目，但目录的这一要求是重建的，未经本市确认",
        given: lacking("05.02", { columnsReviewedOn: "2016-06-01" }),
        data: { cause: "no-column", category: "通知公告", unmatched: [] },
        confidence: "suspected",
      },
      {
        why: "重建的要求经本市确认，即可认定",
        given: lacking("05.02", { columnsReviewedOn: "2016-06-01" }),
        catalogueAdopted: true,
        data: { cause: "no-column", category: "通知公告", unmatched: [] },
        confidence: "confirmed",
      },
      {
        why: "须视情公开的类别没有栏目，至多疑似，并列出未能对应的栏目",
        given: lacking(
          "03.01",
          { columnsReviewedOn: "2016-06-01" },
          column(null, ["2016-12-30"], { id: "业务园地" }),
        ),
        data: { cause: "no-column", category: "政策文件", unmatched: ["业务园地"] },
        confidence: "suspected",
      },
      {
        why: "工作动态栏目读到头没有信息",
        given: lacking("05.01", {}, column("05.01", [])),
        data: { cause: "empty-column", category: "工作动态" },
        confidence: "confirmed",
      },
      {
        why: "政策文件栏目为空，也没有说明",
        given: lacking("03.01", {}, column("03.01", [])),
        data: { cause: "empty-column", category: "政策文件" },
        confidence: "suspected",
      },
      {
        why: "财政预算允许注明暂无，却什么也没有",
        given: lacking("04.01", {}, column("04.01", [])),
        data: { cause: "empty-column", category: "财政预算" },
        confidence: "suspected",
      },
      {
        why: "必须有信息的工作动态只注明暂无",
        given: lacking("05.01", {}, column("05.01", [], { emptyNotice: "暂无信息" })),
        data: { cause: "noted-empty", category: "工作动态", notice: "暂无信息" },
        confidence: "suspected",
      },
      {
        why: "全站空栏目都一样的“暂无信息”是模板自带的，不算说明",
        given: lacking("03.01", {}, column("03.01", [], { emptyNotice: "暂无信息" })),
        portal: { templateNotices: ["暂无信息"] },
        data: { cause: "empty-column", category: "政策文件" },
        confidence: "suspected",
      },
      {
        why: "机构职能的页面是空的",
        given: lacking("02.01", {}, column("02.01", "unreadable", { text: known("") })),
        data: { cause: "no-text", category: "机构职能", chars: 0, minBodyChars: 20 },
        confidence: "confirmed",
      },
    ],
    cantTell: [
      {
        why: "两个工作动态栏目，一个是空的，另一个没有读到头",
        given: lacking(
          "05.01",
          {},
          column("05.01", []),
          column("05.01", [], { readFrom: null, id: "05.01-2" }),
        ),
        reason: "incomplete",
      },
      { why: "栏目打不开", given: lacking("05.01", {}, column("05.01", "blocked")), reason: "blocked" },
      {
        why: "列表没有读到头，没读到的页上可能有",
        given: lacking("05.01", {}, column("05.01", [], { readFrom: null })),
        reason: "incomplete",
      },
      {
        why: "两个栏目一空一打不开",
        given: lacking("05.01", {}, column("05.01", []), column("05.01", "timeout", { id: "05.01-2" })),
        reason: "timeout",
      },
      {
        why: "导航没有读全，栏目可能在别处",
        given: {
          ...lacking("05.01", { columnsReviewedOn: "2016-06-01" }),
          navigation: unknown("needs-browser"),
        },
        reason: "needs-browser",
      },
      {
        why: "一个栏目在菜单里另有名称，它的页面却自称通知公告",
        given: lacking(
          "05.02",
          { columnsReviewedOn: "2016-06-01" },
          {
            ...discovered(column(null, ["2016-12-30"], { id: "窗口" })),
            mayHold: ["05.02"],
          },
        ),
        reason: "unreadable",
      },
      {
        why: "有一个栏目就叫这个名称，只是几个类别都有此名，不能断定是哪一类",
        given: lacking("05.01", {}, column(null, ["2016-12-30"], { id: "工作动态" })),
        reason: "unreadable",
      },
      {
        why: "按名称找到的栏目是空的，导航又没有读全，同类栏目可能还有",
        given: {
          ...lacking("05.01", {}, discovered(column("05.01", []))),
          navigation: unknown("blocked"),
        },
        reason: "blocked",
      },
      {
        why: "机构职能的页面是一张图，读不出文字",
        given: lacking("02.01", {}, column("02.01", "unreadable")),
        reason: "unreadable",
      },
    ],
    inapplicable: [
      { why: "该类单位不承担这些类别", given: unit([], { unit: { kind: "subdistrict" } }) },
      {
        why: "各类别都已免除",
        given: unit([], {
          unit: {
            exempt: ["02.01", "03.01", "04.01", "05.01", "05.02", "05.03"].map((category) => ({
              category,
              reason: "无此职能",
            })),
          },
        }),
      },
      {
        why: "报备截止当天仍有效",
        given: unit([], {
          unit: {
            declared: ["02.01", "03.01", "04.01", "05.01", "05.02", "05.03"].map((category) => ({
              category,
              until: "2016-12-31" as const,
              reason: "本期无",
            })),
          },
        }),
      },
    ],
  },
});

function judgeAbsence(duty: CategoryDuty, context: Context): Verdict {
  const { navigation, unit, columns } = context.snapshot;
  // A column added since the review may stand in a menu that was not read.
  if (!navigation.known) return { outcome: "cantTell", reason: navigation.reason, page: navigation.page };
  // What a column's own page is called may be what the menus call otherwise.
  const likely = columns.find(({ mayHold }) => mayHold.includes(duty.category.code));
  if (likely) return { outcome: "cantTell", reason: "unreadable", page: likely.listing.page };
  const reviewed = unit.columnsReviewedOn !== null;
  const unmatched = columns.filter((c) => c.column.category === null).map((c) => c.column.name);
  // A name that several categories bear, as 双公示, was given to none of them: the column may be this one all the same.
  const { name, aliases } = duty.category;
  if (unmatched.some((of) => [name, ...aliases].includes(of.trim()))) return cantTell("unreadable");
  const data = { cause: "no-column", category: name, unmatched };
  return failed(
    "no-column",
    data,
    [navigation],
    confidence(duty, context, reviewed && duty.category.ifEmpty === "finding"),
  );
}

function judgeLists(duty: CategoryDuty, context: Context): Verdict {
  const listings = duty.columns.map((c) => c.listing);
  if (listings.some((l) => l.known && l.value.items.length > 0)) return passed;
  const gap = gapIn(listings);
  if (gap) return gap;
  if (listings.some((l) => l.known && l.value.readFrom !== "start")) return cantTell("incomplete");
  const notices = listings.flatMap((l) =>
    l.known && l.value.emptyNotice !== null ? [l.value.emptyNotice] : [],
  );
  return judgeEmpty("empty-column", notices, { category: duty.category.name }, listings, duty, context);
}

function judgeText(duty: CategoryDuty, context: Context): Verdict {
  const minBodyChars = context.params.minBodyChars ?? 0;
  const texts = duty.columns.map((c) => c.text);
  const chars = texts.map((t) => (t.known ? t.value.replace(/\s/g, "").length : 0));
  if (chars.some((n) => n >= minBodyChars)) return passed;
  const gap = gapIn(texts);
  if (gap) return gap;
  const notices = texts.flatMap((t) => (t.known ? (noticeIn(t.value) ?? []) : []));
  const data = { category: duty.category.name, chars: Math.max(...chars), minBodyChars };
  return judgeEmpty("no-text", notices, data, texts, duty, context);
}

/** The phrase that says that there is nothing, as far as the marks and blanks around it; null without one. */
function noticeIn(text: string): string | null {
  return text.split(/[\s。]/).find((phrase) => /暂无|尚无|没有相关|无相关/.test(phrase)) ?? null;
}

/** All columns are empty, and surely so: what that means depends on the category and on the page's own word. */
function judgeEmpty(
  cause: "empty-column" | "no-text",
  notices: readonly string[],
  data: { readonly category: string },
  because: readonly Fact<unknown>[],
  duty: CategoryDuty,
  context: Context,
): Verdict {
  const mustHold = duty.category.ifEmpty === "finding";
  const ofTemplate = context.portal?.templateNotices ?? [];
  const notice = notices.find((n) => !ofTemplate.includes(n));
  if (notice === undefined)
    return failed(cause, { cause, ...data }, because, confidence(duty, context, mustHold));
  if (!mustHold) return passed;
  return failed("noted-empty", { cause: "noted-empty", category: data.category, notice }, because, {
    confidence: "suspected",
  });
}

function confidence({ category }: CategoryDuty, { catalogueAdopted }: Context, sure: boolean): FailedOptions {
  const binding = catalogueAdopted || category.provenance.duty === "source";
  return { confidence: sure && binding ? "confirmed" : "suspected" };
}

function withText(facts: ColumnFacts): ColumnFacts {
  return { ...facts, text: known("市民政局主管全市民政工作，内设办公室、救助科、社会事务科等科室。") };
}

/** The example unit with every category filled, and `more`; a category that `more` brings is not filled besides. */
function filled(...more: readonly ColumnFacts[]): UnitSnapshot {
  return lacking("", {}, ...more);
}

/** The example unit with every category filled but `code`, and `more`. */
function lacking(code: string, facts: Partial<Unit> = {}, ...more: readonly ColumnFacts[]): UnitSnapshot {
  const brought = more.filter((m) => m.listing.known).map((m) => m.column.category);
  const others = ["02.01", "03.01", "04.01", "05.01", "05.02"].filter(
    (c) => c !== code && !brought.includes(c),
  );
  return unit([...others.map((c) => withText(column(c, ["2016-12-30"]))), ...more], { unit: facts });
}
