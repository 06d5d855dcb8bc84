import { column, item, known, unit, unknown } from "../audit/example.ts";
import { BUDGETS_AMONG_NEWS, FILED_WELL } from "../audit/example-filing.ts";
import { categoriesHeld, placesOf, unseenIn } from "../audit/filed-places.ts";
import { type Others, othersThan } from "../audit/filing.ts";
import { belongsIn, type FilingForm, formsOf, isCalledAfter, isStrangeIn } from "../audit/filing-form.ts";
import { wordsOf } from "../audit/filing-words.ts";
import { cantTell, defineRule, failed, gapIn, passed } from "../audit/rule.ts";
import type { Category, CategoryCode } from "../domain/catalogue.ts";
import type { ColumnFacts, ItemFacts } from "../domain/snapshot.ts";

/** So many items of other units must show the form where it belongs, and so many must stand where this one does. */
const LEAST_ITEMS = 5;
const LEAST_UNITS = 2;
/** Of others' items of the form so large a share under the same category is the portal's custom. */
const CUSTOM_SHARE = 0.1;
/** Where the item stands it must not be likelier than that. */
const MOST_AT_HOME = 0.05;

const BUDGET: Partial<ItemFacts> = {
  title: known("市民政局2016年部门预算公开"),
  body: known("市民政局本年收入预算和支出预算如下。"),
};
const BUDGETS = column("04.01", []);
/** A column of news that shows that budget. */
const NEWS = column("05.01", [item(BUDGET)]);
const ABOUT = column("02.01", "timeout");
const PLAN: Partial<ItemFacts> = { title: known("市民政局山洪灾害应急预案") };

export const misfiledItem = defineRule({
  id: "misfiled-item",
  group: "misfiled-items",
  title: { zh: "错放信息", en: "Misfiled" },
  about: {
    zh: "信息的形式和内容都属于目录的另一个类别，而本单位有那个类别的栏目。须两个不同性质的依据一致：一是形式，标题或文号表明它是任免通知、政策解读、预决算、年度报告、招标公告等（报道某会议、某活动的不算）；二是内容，由分类器按其他单位怎样归栏推断，本单位自己的信息不作依据，推断不够有把握的不判。同时登在合适栏目里的（导航没有读全、栏目又未经核对的，不作判断）、栏目名称本身就收这类信息的、其他单位也常这样放的，不算。工作动态、通知公告什么都放，只有形式明确无误的才指出。始终只是疑似。",
    en: "Form and content of an item both belong to another category, of which the unit has a column. Two signals of different nature must agree: the form, where title or document number show an appointment, an interpretation, a budget, an annual report, a call for tenders (not a report about one); and the content, judged by a classifier from how other units file, never from the unit's own items, which abstains where it is not sure. Not where the item stands in a fitting column as well (where the navigation was not read whole and nobody has reviewed the columns, nothing is decided), where the column's own name takes such items, or where other units often file so. Columns of news and notices hold nearly everything: out of them only what is unmistakable in form. Always suspected.",
  },
  severity: "minor",
  basis: [{ document: "本市巡查参数", clause: "信息应当发布在与其内容相符的栏目", from: null, until: null }],
  params: {
    minProbability: {
      default: 0.9,
      min: 0.5,
      max: 1,
      unit: "share",
      about: {
        zh: "信息属于其形式所指的一类（目录同组、内容相同的类别合计）的概率，至少这么大才指出",
        en: "least probability that it belongs to the categories that its form points to, together with those alike in their group",
      },
    },
  },
  wording: {
    misfiled: {
      message: {
        zh: "放在“{category}”，形式是{signal}，内容也属于“{suggestedName}”一类（概率{probability}）",
        en: "Filed under {category}; its form is {signal}, and its content is of the kind of {suggestedName} (probability {probability})",
      },
      expected: {
        zh: "发布在“{suggestedName}”（{suggestedCategory}）",
        en: "Filed under {suggestedName} ({suggestedCategory})",
      },
      actual: { zh: "发布在“{category}”", en: "Filed under {category}" },
      remedy: {
        zh: "核对后移到“{suggestedName}”，或同时发布在那里；归类无误的，注明理由",
        en: "Look at it and move it to {suggestedName}, or show it there as well; where it is right, say why",
      },
    },
  },
  terms: {
    appointment: { zh: "人事任免", en: "an appointment" },
    interpretation: { zh: "政策解读", en: "an interpretation" },
    "disclosure-report": { zh: "信息公开年度报告", en: "a yearly report on disclosure" },
    "final-accounts": { zh: "决算", en: "final accounts" },
    budget: { zh: "预算", en: "a budget" },
    "work-summary": { zh: "工作总结", en: "a summary of work" },
    "work-plan": { zh: "工作计划、要点", en: "a plan of work" },
    "deputies-proposal": { zh: "人大代表建议的答复", en: "an answer to a deputy" },
    "members-proposal": { zh: "政协提案的答复", en: "an answer to a proposal" },
    "powers-list": { zh: "权责清单", en: "a list of powers" },
    "emergency-plan": { zh: "应急预案", en: "an emergency plan" },
    "company-recruitment": { zh: "企业招工", en: "a company's recruitment" },
    recruitment: { zh: "公开招聘", en: "recruitment" },
    tender: { zh: "招标采购", en: "a call for tenders" },
    penalty: { zh: "行政处罚", en: "a penalty" },
    licence: { zh: "行政许可", en: "a licence" },
    consultation: { zh: "征求意见", en: "a consultation" },
    "service-guide": { zh: "办事指南", en: "a guide to a service" },
    "statistical-bulletin": { zh: "统计公报", en: "a statistical bulletin" },
    "numbered-document": { zh: "有文号的公文", en: "a document with a number" },
    notice: { zh: "通知公告", en: "a notice" },
    news: { zh: "工作报道", en: "a report of news" },
  },
  target: "item",
  needs: ["title"],

  appliesTo: (_item, { category }) => category !== null && category.content !== "static",

  judge(item, context) {
    const { category: home, snapshot, catalogue, portal, filing, params } = context;
    if (home === null) return passed;
    const { title, body, documentNumber, publishedOn } = item;
    // A number that was not read might be one: what is then unknown is said later.
    const form = strangeForm(title.value, documentNumber.known ? documentNumber.value : null, home);
    if (form === null) return passed;
    const right = catalogue.categories.filter((category) => belongsIn(form, category));
    // Where the unit keeps no such column, it has to go somewhere.
    const held = categoriesHeld(snapshot, right);
    if (held.length === 0) return passed;
    const takes = takerOf(form, catalogue.categories);
    if (placesOf(item, snapshot).some(takes)) return passed;
    const gap = gapIn([documentNumber, body, publishedOn]) ?? unseenIn(snapshot.columns.filter(takes), item);
    if (gap) return gap;
    // A column that was not found may show it as well. A person's review says that there is none.
    const unfound = snapshot.unit.columnsReviewedOn === null ? gapIn([snapshot.navigation]) : null;
    if (unfound) return unfound;
    if (portal === null) return cantTell("incomplete");
    if (filing === null) return cantTell("not-enough-training");

    const others = othersThan(snapshot, filing);
    const filedRight = right.filter(({ code }) => others.units(code) >= LEAST_UNITS);
    const rightly = filedRight.reduce((sum, { code }) => sum + others.ofForm(form.id, code), 0);
    const here = others.ofForm(form.id, home.code);
    if (rightly < LEAST_ITEMS || !isTaught(others, home)) return cantTell("not-enough-training");
    if (here > CUSTOM_SHARE * (here + rightly)) return passed;

    const text = body.known ? body.value : "";
    const among = catalogue.categories.filter((category) => isTaught(others, category));
    const probabilities = others.probabilities(
      wordsOf(title.value, text),
      among.map(({ code }) => code),
    );
    const likely = ({ code }: Category) => probabilities.get(code) ?? 0;
    const best = likeliest(held, likely);
    const top = likeliest(among, likely);
    // What is alike (计划 and 总结) is told apart by the form; the content tells it from all else.
    const alike = among.filter((category) => right.some((one) => isAlike(one, category)));
    if (!alike.includes(top)) return passed;
    const probability = alike.reduce((sum, category) => sum + likely(category), 0);
    if (probability < (params.minProbability ?? 1) || likely(home) > MOST_AT_HOME)
      return cantTell("not-enough-training");
    const data = {
      suggestedCategory: best.code,
      suggestedName: best.name,
      // Nothing learnt is ever certain.
      probability: Math.min(0.99, Math.floor(probability * 100) / 100),
      signal: form.id,
      category: home.name,
    };
    return failed("misfiled", data, [title, body], { confidence: "suspected" });
  },

  examples: {
    passed: [
      { why: "预算放在财政预算", given: filed("04.01", BUDGET, []), filing: FILED_WELL },
      {
        why: "工作动态报道预算会议",
        given: filed("05.01", { ...BUDGET, title: known("市民政局召开2016年部门预算编制会议") }),
        filing: FILED_WELL,
      },
      {
        why: "同一条也登在财政预算",
        given: filed("05.01", BUDGET, [column("04.01", [item(BUDGET)])]),
        filing: FILED_WELL,
      },
      {
        why: "财政预算里有同名的一条，前后不到两个月",
        given: filed("05.01", BUDGET, [
          column("04.01", [
            item({ ...BUDGET, url: "http://portal.test/mzj/copy.html", publishedOn: known("2016-12-20") }),
          ]),
        ]),
        filing: FILED_WELL,
      },
      { why: "本单位没有财政预算栏目", given: filed("05.01", BUDGET, []), filing: FILED_WELL },
      {
        why: "本单位没有财政预算栏目，正文读不读得出都一样",
        given: filed("05.01", { ...BUDGET, body: unknown("unreadable") }, []),
        filing: FILED_WELL,
      },
      {
        why: "应急预案也登在通知公告，那里可以放",
        given: filed("05.01", PLAN, [column("05.02", [item(PLAN)]), column("06.01", [])]),
        filing: FILED_WELL,
      },
      {
        why: "栏目虽归为工作动态，名称就是预算公开",
        given: unit([{ ...NEWS, column: { ...NEWS.column, name: "部门预算公开" } }, BUDGETS]),
        filing: FILED_WELL,
      },
      {
        why: "其他单位也常把预算放在工作动态，是本门户的习惯",
        given: filed("05.01", BUDGET),
        filing: BUDGETS_AMONG_NEWS,
      },
      {
        why: "形式像预算，内容却是工作报道，两个依据不一致",
        given: filed("05.01", {
          ...BUDGET,
          title: known("市民政局防汛工作推进预算"),
          body: known("近日，市民政局召开防汛会议。"),
        }),
        filing: FILED_WELL,
      },
      {
        why: "没有文号的通知放在工作动态，形式不够明确",
        given: filed("05.01", { title: known("市民政局关于报送防汛材料的通知") }, [column("05.02", [])]),
        filing: FILED_WELL,
      },
      {
        why: "通知公告什么都放：工作报道不指出",
        given: filed("05.02", { title: known("市民政局召开防汛工作推进会") }, [column("05.01", [])]),
        filing: FILED_WELL,
      },
    ],
    failed: [
      {
        why: "部门预算放在工作动态，本单位有财政预算栏目",
        given: filed("05.01", BUDGET),
        filing: FILED_WELL,
        data: misfiledAs("04.01", "财政预算", "budget", "工作动态"),
        confidence: "suspected",
      },
      {
        why: "导航没有读全，但栏目已经人工核对",
        given: filed("05.01", BUDGET, [BUDGETS], {
          navigation: unknown("blocked"),
          unit: { columnsReviewedOn: "2016-10-01" },
        }),
        filing: FILED_WELL,
        data: misfiledAs("04.01", "财政预算", "budget", "工作动态"),
      },
      {
        why: "打不开的栏目都不收预算：图片新闻、没有归类的、名为预算而只有一页文字的",
        given: filed("05.01", BUDGET, [
          BUDGETS,
          column("05.03", "timeout"),
          column(null, "timeout"),
          { ...ABOUT, column: { ...ABOUT.column, name: "预算管理职能" } },
        ]),
        filing: FILED_WELL,
        data: misfiledAs("04.01", "财政预算", "budget", "工作动态"),
      },
      {
        why: "部门预算放在通知公告，形式明确无误",
        given: filed("05.02", BUDGET),
        filing: FILED_WELL,
        data: misfiledAs("04.01", "财政预算", "budget", "通知公告"),
      },
      {
        why: "会议报道放在政策文件",
        given: filed(
          "03.01",
          { title: known("市民政局召开防汛工作推进会"), body: known("近日，市民政局召开防汛会议。") },
          [column("05.01", [])],
        ),
        filing: FILED_WELL,
        data: misfiledAs("05.01", "工作动态", "news", "政策文件"),
      },
      {
        why: "有文号的公文放在工作动态",
        given: filed(
          "05.01",
          {
            title: known("市民政局关于印发《档案管理办法》的通知"),
            body: known("现将办法印发给你们，请遵照执行。"),
            documentNumber: known("云民发〔2016〕8号"),
          },
          [column("03.01", [])],
        ),
        filing: FILED_WELL,
        data: misfiledAs("03.01", "政策文件", "numbered-document", "工作动态"),
      },
    ],
    cantTell: [
      { why: "其他单位太少，分类器学不到", given: filed("05.01", BUDGET), reason: "not-enough-training" },
      {
        why: "其他单位都没有这类信息",
        given: filed("05.01", PLAN, [column("06.01", [])]),
        filing: FILED_WELL,
        reason: "not-enough-training",
      },
      {
        why: "财政预算打不开，可能同时登在那里",
        given: filed("05.01", BUDGET, [column("04.01", "timeout")]),
        filing: FILED_WELL,
        reason: "timeout",
      },
      {
        why: "财政预算没有读到这条信息的日期",
        given: filed("05.01", BUDGET, [column("04.01", [], { readFrom: "2016-12-20" })]),
        filing: FILED_WELL,
        reason: "incomplete",
      },
      {
        why: "文章页打不开",
        given: filed("05.01", { ...BUDGET, title: unknown("blocked") }),
        filing: FILED_WELL,
        reason: "blocked",
      },
      {
        why: "文号读不出",
        given: filed("05.01", { ...BUDGET, documentNumber: unknown("unreadable") }),
        filing: FILED_WELL,
        reason: "unreadable",
      },
      {
        why: "正文读不出",
        given: filed("05.01", { ...BUDGET, body: unknown("unreadable") }),
        filing: FILED_WELL,
        reason: "unreadable",
      },
      {
        why: "导航没有读全，可能同时登在没有发现的栏目",
        given: filed("05.01", BUDGET, [BUDGETS], { navigation: unknown("blocked") }),
        filing: FILED_WELL,
        reason: "blocked",
      },
      {
        why: "没有全门户的事实",
        given: filed("05.01", BUDGET),
        portal: null,
        filing: FILED_WELL,
        reason: "incomplete",
      },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      { why: "栏目没有归入目录", given: unit([column(null, [item(BUDGET)]), BUDGETS]), filing: FILED_WELL },
      { why: "一页文字的类别", given: filed("02.01", BUDGET), filing: FILED_WELL },
    ],
  },
});

/** The form of an item that its home surely does not hold; null where there is none, or one that it holds. */
function strangeForm(title: string, documentNumber: string | null, home: Category): FilingForm | null {
  const forms = formsOf(title, documentNumber);
  if (forms.some((form) => belongsIn(form, home))) return null;
  return forms.find((form) => isStrangeIn(form, home)) ?? null;
}

/** Tells columns in which an item of this form is not out of place. */
function takerOf(form: FilingForm, categories: readonly Category[]): (column: ColumnFacts) => boolean {
  return ({ column }) => {
    const category = categories.find(({ code }) => code === column.category);
    // A page of text shows no items.
    if (category?.content === "static") return false;
    return isCalledAfter(form, column) || (category !== undefined && !isStrangeIn(form, category));
  };
}

/** Whether two categories are of a kind: one and the same, or neighbours. */
function isAlike(one: Category, other: Category): boolean {
  return one === other || (one.content === other.content && one.group !== null && one.group === other.group);
}

function isTaught(others: Others, { code }: Category): boolean {
  return others.units(code) >= LEAST_UNITS && others.lessons(code) >= LEAST_ITEMS;
}

/** The likeliest of several categories; of equal ones the first. */
function likeliest(categories: readonly Category[], likely: (category: Category) => number): Category {
  return categories.reduce((best, one) => (likely(one) > likely(best) ? one : best));
}

/** An item in a column of category `code`, in a unit that has further columns. */
function filed(
  code: CategoryCode,
  facts: Partial<ItemFacts>,
  others: readonly ColumnFacts[] = [BUDGETS],
  rest: Parameters<typeof unit>[1] = {},
) {
  return unit([column(code, [item(facts)]), ...others], rest);
}

function misfiledAs(
  suggestedCategory: CategoryCode,
  suggestedName: string,
  signal: string,
  category: string,
) {
  return { suggestedCategory, suggestedName, probability: 0.99, signal, category };
}
