import { column, discovered, item, known, unit, unknown } from "../audit/example.ts";
import { defineRule, failed, inapplicable, passed } from "../audit/rule.ts";
import { coverageGap, severityOf, silenceOf } from "../audit/silence.ts";
import {
  addDays,
  addPeriod,
  type CalendarDate,
  daysBetween,
  type Period,
  subtractPeriod,
} from "../domain/time.ts";

export const staleColumn = defineRule({
  id: "stale-column",
  group: "stale-units",
  title: { zh: "栏目超期未更新", en: "Category not updated within its period" },
  about: {
    zh: "一个类别的各栏目中，最新一条信息距巡查日超过该类别的更新期限（月、年按日历计：3月1日发布的，六个月期限到9月1日）。任一栏目有一条在期限内即为通过；有栏目没有读到期限起点、有信息没有日期的，不作判断。空栏目由“目录缺失或空白”判。",
    en: "The newest item in all columns of a category is older than the period of the category (calendar months and years: what was published on 1 March is due on 1 September). One item within it is enough to pass; where a column was not read back to the day that would pass, or an item has no date, nothing is decided. An empty column is judged by missing-category.",
  },
  severity: "major",
  basis: [
    {
      document: "国办发〔2015〕15号",
      clause:
        "全国政府网站普查评分表：动态、要闻类栏目2周内，通知公告、政策文件类栏目6个月内，人事、规划计划类栏目1年内应有更新",
      from: "2015-03-24",
      until: "2019-03-31",
    },
    {
      document: "国办秘函〔2019〕19号",
      clause:
        "政府网站与政务新媒体检查指标：动态、要闻类栏目2周内，通知公告、政策文件类栏目6个月内应有更新，应更新的栏目不得长期不更新",
      from: "2019-04-01",
      until: null,
    },
  ],
  citesCatalogue: true,
  params: {},
  wording: {
    overdue: {
      message: {
        zh: "“{category}”已{daysSilent}天未更新，超过{limitDays}天的期限",
        en: "{category} was last updated {daysSilent} days ago; its period is {limitDays} days",
      },
      expected: { zh: "最迟{dueOn}应有更新", en: "An update by {dueOn} at the latest" },
      actual: { zh: "最新一条发布于{lastPublishedOn}", en: "The newest item is of {lastPublishedOn}" },
      remedy: {
        zh: "立即发布应公开的信息，此后每{limitDays}天内至少更新一次",
        en: "Publish what is due now, and at least once in {limitDays} days from then on",
      },
    },
  },
  target: "category",
  needs: [],
  yieldsTo: [
    { rule: "missing-category", scope: "category" },
    {
      rule: "stale-unit",
      scope: "unit",
      when: (theirs, ours) => Number(ours.data.limitDays) <= Number(theirs.data.limitDays),
    },
  ],

  appliesTo: ({ columns, owed }) => owed && columns.length > 0,

  judge({ category, columns }, { today, catalogueAdopted, snapshot }) {
    const period = category.updateWithin;
    if (period === null) return inapplicable();
    const { newest, gap } = silenceOf(columns, today, oldestPassing(today, period));
    if (newest !== null && addPeriod(newest.day, period) >= today) return passed;
    const unseen = gap ?? coverageGap(columns, snapshot);
    if (unseen) return unseen;
    // Items without a date are a gap: nothing is left but columns without items.
    if (newest === null) return inapplicable({ because: "empty" });

    const dueOn = addPeriod(newest.day, period);
    const daysSilent = daysBetween(newest.day, today);
    const { duty, period: periodSource } = category.provenance;
    const binding = catalogueAdopted || (duty === "source" && periodSource === "source");
    return failed(
      "overdue",
      {
        category: category.name,
        lastPublishedOn: newest.day,
        daysSilent,
        limitDays: daysBetween(newest.day, dueOn),
        dueOn,
      },
      [newest.fact, ...columns.map((c) => c.listing)],
      { confidence: binding ? "confirmed" : "suspected", severity: severityOf(daysSilent) },
    );
  },

  examples: {
    passed: [
      { why: "工作动态最新一条正好在第14天", given: unit([column("05.01", ["2016-12-17"])]) },
      {
        why: "政策文件最新一条正好满六个月（6月30日加六个月为12月30日，7月1日起算的未到期）",
        given: unit([column("03.01", ["2016-07-01"])]),
      },
      {
        why: "同一类别另一栏目有新信息",
        given: unit([column("05.01", ["2016-10-01"]), column("05.01", ["2016-12-30"], { id: "05.01-2" })]),
      },
      {
        why: "置顶的旧信息排在前面",
        given: unit([column("05.01", ["2015-01-01", "2016-12-30"], { readFrom: null })]),
      },
    ],
    failed: [
      {
        why: "工作动态第15天",
        given: unit([column("05.01", ["2016-12-16", "2016-11-01"])]),
        data: {
          category: "工作动态",
          lastPublishedOn: "2016-12-16",
          daysSilent: 15,
          limitDays: 14,
          dueOn: "2016-12-30",
        },
        severity: "minor",
        confidence: "confirmed",
        quotes: ["2016-12-16", ""],
      },
      {
        why: "政策文件超过六个月一天",
        given: unit([column("03.01", ["2016-06-30"])]),
        data: {
          category: "政策文件",
          lastPublishedOn: "2016-06-30",
          daysSilent: 184,
          limitDays: 183,
          dueOn: "2016-12-30",
        },
        severity: "critical",
      },
      {
        why: "列表没有读到头，但已读过期限起点",
        given: unit([column("05.01", ["2016-11-30", "2016-11-20"], { readFrom: "2016-11-21" })]),
        data: {
          category: "工作动态",
          lastPublishedOn: "2016-11-30",
          daysSilent: 31,
          limitDays: 14,
          dueOn: "2016-12-14",
        },
        severity: "major",
      },
      {
        why: "期限是重建的，未经本市确认，只能是疑似",
        given: unit([column("05.02", ["2016-06-29"])]),
        data: {
          category: "通知公告",
          lastPublishedOn: "2016-06-29",
          daysSilent: 185,
          limitDays: 183,
          dueOn: "2016-12-29",
        },
        confidence: "suspected",
      },
      {
        why: "期限是重建的，本市已确认采用",
        given: unit([column("05.02", ["2016-06-29"])]),
        catalogueAdopted: true,
        data: {
          category: "通知公告",
          lastPublishedOn: "2016-06-29",
          daysSilent: 185,
          limitDays: 183,
          dueOn: "2016-12-29",
        },
        confidence: "confirmed",
      },
      {
        why: "更新期限有原文，只是由谁公开是重建的，也只能是疑似",
        given: unit([column("05.03", ["2016-12-01"])]),
        data: {
          category: "图片新闻",
          lastPublishedOn: "2016-12-01",
          daysSilent: 30,
          limitDays: 14,
          dueOn: "2016-12-15",
        },
        confidence: "suspected",
      },
      {
        why: "由谁公开有原文，只是更新期限是重建的，也只能是疑似",
        given: unit([column("04.01", ["2015-12-30"])]),
        data: {
          category: "财政预算",
          lastPublishedOn: "2015-12-30",
          daysSilent: 367,
          limitDays: 366,
          dueOn: "2016-12-30",
        },
        confidence: "suspected",
      },
      {
        why: "8月31日巡查：2月29日发布的到8月29日为止，列表读到3月1日就够了",
        given: unit([column("03.01", ["2016-02-29"], { readFrom: "2016-03-01" })]),
        today: "2016-08-31",
        data: {
          category: "政策文件",
          lastPublishedOn: "2016-02-29",
          daysSilent: 184,
          limitDays: 182,
          dueOn: "2016-08-29",
        },
      },
    ],
    cantTell: [
      {
        why: "列表只读到期限起点的次日，起点当天可能还有",
        given: unit([column("05.01", ["2016-12-01"], { readFrom: "2016-12-18" })]),
        reason: "incomplete",
      },
      {
        why: "一个栏目超期，另一个打不开",
        given: unit([column("05.01", ["2016-10-01"]), column("05.01", "blocked", { id: "05.01-2" })]),
        reason: "blocked",
      },
      {
        why: "列表从旧到新排，只读到第一页",
        given: unit([column("05.01", ["2015-01-01", "2015-01-02"], { readFrom: null })]),
        reason: "incomplete",
      },
      {
        why: "没有读到期限起点",
        given: unit([column("03.01", ["2016-06-01"], { readFrom: "2016-07-02" })]),
        reason: "incomplete",
      },
      {
        why: "有一条没有日期，可能是新的",
        given: unit([column("05.01", [item({ publishedOn: known(null) }), "2016-10-01"])]),
        reason: "no-dates",
      },
      {
        why: "有一条的日期读不出",
        given: unit([column("05.01", [item({ publishedOn: unknown("timeout") }), "2016-10-01"])]),
        reason: "timeout",
      },
      {
        why: "栏目是按名称找到的，导航又没有读全，同类栏目可能还有",
        given: unit([discovered(column("05.01", ["2016-10-01"]))], { navigation: unknown("needs-browser") }),
        reason: "needs-browser",
      },
      {
        why: "有一条的日期在将来，真实发布日不明",
        given: unit([column("05.01", ["2017-12-01", "2016-10-01"])]),
        reason: "no-dates",
      },
      {
        why: "两个栏目，一个是空的，另一个的信息都没有日期",
        given: unit([
          column("05.01", []),
          column("05.01", [item({ publishedOn: known(null) })], { id: "05.01-2" }),
        ]),
        reason: "no-dates",
      },
    ],
    inapplicable: [
      { why: "空栏目另有规则判", given: unit([column("05.01", [])]), because: "empty" },
      { why: "没有这一类的栏目", given: unit([column("02.01", [])]) },
      {
        why: "没有这一类的栏目，导航也没有读全：缺不缺由“目录缺失或空白”判",
        given: unit([column("02.01", [])], { navigation: unknown("incomplete") }),
      },
      { why: "没有期限的类别", given: unit([column("02.01", ["2010-01-01"])]) },
      { why: "该类单位不承担", given: unit([column("05.01", ["2010-01-01"])], { unit: { kind: "town" } }) },
      {
        why: "已报备本期无信息",
        given: unit([column("05.01", ["2016-10-01"])], {
          unit: { declared: [{ category: "05.01", until: "2017-01-31", reason: "机构改革" }] },
        }),
      },
      {
        why: "普查指标施行以前",
        given: unit([column("05.01", ["2014-01-01"])]),
        today: "2015-01-31",
      },
    ],
  },
});

/** The oldest day that still passes on `today`. At the month's end that may be the day after a subtraction. */
function oldestPassing(today: CalendarDate, period: Period): CalendarDate {
  const day = subtractPeriod(today, period);
  return addPeriod(day, period) >= today ? day : addDays(day, 1);
}
