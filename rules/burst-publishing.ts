import { column, item, known, unit, unknown } from "../audit/example.ts";
import { type Context, cantTell, defineRule, failed, gapIn, inapplicable, passed } from "../audit/rule.ts";
import { gapOf, isNoColumn } from "../audit/silence.ts";
import type { Content } from "../domain/catalogue.ts";
import type { ColumnFacts, Fact } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween, earlierOf } from "../domain/time.ts";

/** Contents that come one by one. Budgets, reports, lists and case results come in batches by nature. */
const RHYTHMIC: readonly Content[] = ["news", "notice", "policy", "interpretation", "plan", "personnel"];

export const burstPublishing = defineRule({
  id: "burst-publishing",
  group: "burst-publishing",
  title: { zh: "突击发布", en: "Burst publishing" },
  about: {
    zh: "单位沉寂一段时间之后，在连续几天内集中发布，条数和占一年发布量的比例都达到限度。只看有发布节奏的栏目（动态、公告、政策、解读、规划计划、人事），预决算、年报、名录、办事结果成批发布属正常；同一信息在几个栏目只算一次。多数单位同一天都跳升的日子（迁移、改版、首次填充）不计。此前没有任何信息的，可能是新站，只作疑似。读得不够久，或者导航没有读全而栏目又未经人工核对的，不作判断。",
    en: "After some weeks of silence a unit publishes many items within a few consecutive days, both in number and as a share of its year. Only columns with a rhythm count (news, notices, policies, interpretations, plans, personnel); budgets, reports, lists and results come in batches by nature. An item in several columns counts once. Days on which most units jump (migration, redesign, first fill) count for nobody. Where nothing precedes the burst it is suspected only: a new site looks the same. Where the lists were not read far enough, or the navigation was not read whole and nobody has reviewed the columns, nothing is decided.",
  },
  severity: "major",
  basis: [
    {
      document: "本市巡查参数",
      clause: "集中发布的条数、占比与此前沉寂天数（国家规定未给出数值）",
      from: null,
      until: null,
    },
  ],
  params: {
    windowDays: { default: 366, min: 28, unit: "days", about: { zh: "回看天数", en: "days looked back" } },
    minItems: {
      default: 8,
      min: 2,
      unit: "items",
      about: { zh: "认定所需条数", en: "items for a confirmed burst" },
    },
    share: {
      default: 0.5,
      min: 0,
      max: 1,
      unit: "share",
      about: { zh: "认定所需占比", en: "share of the year for a confirmed burst" },
    },
    suspectedItems: {
      default: 5,
      min: 2,
      unit: "items",
      about: { zh: "疑似所需条数", en: "items for a suspected burst" },
    },
    suspectedShare: {
      default: 0.2,
      min: 0,
      max: 1,
      unit: "share",
      about: { zh: "疑似所需占比", en: "share of the year for a suspected burst" },
    },
    burstDays: {
      default: 3,
      min: 1,
      unit: "days",
      about: { zh: "集中发布的最长天数", en: "longest run of days that counts as one burst" },
    },
    silenceDays: {
      default: 28,
      min: 1,
      unit: "days",
      about: { zh: "此前的沉寂天数", en: "days of silence before it" },
    },
  },
  wording: {
    burst: {
      message: {
        zh: "动态、公告、政策等栏目沉寂{silentDaysBefore}天后，{from}至{to}集中发布{items}条，占近一年{totalItems}条的{percent}%",
        en: "After {silentDaysBefore} days of silence in news, notices, policies and the like, {items} items from {from} to {to}: {percent} % of the year's {totalItems}",
      },
      expected: { zh: "信息随产生随公开，均衡发布", en: "Items published as they arise" },
      actual: { zh: "{from}至{to}发布{items}条", en: "{items} items from {from} to {to}" },
      remedy: {
        zh: "说明集中发布的原因，今后按信息产生时间及时公开",
        en: "Explain the burst, and publish as things arise from now on",
      },
    },
    "burst-first": {
      message: {
        zh: "{from}至{to}集中发布{items}条，占近一年{totalItems}条的{percent}%，此前没有任何信息",
        en: "{items} items from {from} to {to}, {percent} % of the year's {totalItems}, with nothing before them",
      },
      expected: { zh: "信息随产生随公开，均衡发布", en: "Items published as they arise" },
      actual: { zh: "{from}至{to}发布{items}条", en: "{items} items from {from} to {to}" },
      remedy: {
        zh: "核实是否为新开站点首次填充；如不是，说明原因并及时公开",
        en: "Check whether the site is new; if not, explain, and publish as things arise",
      },
    },
  },
  target: "unit",
  needs: [],
  irrevocable: true,

  appliesTo: ({ columns }, { catalogue }) => rhythmicOf(columns, catalogue).length > 0,

  judge(snapshot, context) {
    const { today, catalogue, portal, params } = context;
    const columns = rhythmicOf(snapshot.columns, catalogue);
    const listings = columns.map((c) => c.listing);
    const windowFrom = addDays(today, -params.windowDays);
    for (const listing of listings) {
      const gap = gapOf(listing, today, windowFrom);
      if (gap) return gap;
    }
    if (portal === null) return cantTell("incomplete");

    const days = publishedDays(columns);
    const burst = burstIn(days, context, new Set(portal.sharedDays), windowFrom);
    if (burst === null) return days.size === 0 ? inapplicable({ because: "empty" }) : passed;

    // The silence before it must have been read, not only assumed.
    const silentFrom = earlierOf(windowFrom, addDays(burst.from, -params.silenceDays));
    if (listings.some((l) => gapOf(l, today, silentFrom))) return cantTell("incomplete");

    // A column that was not found may have published within the silence. A person's review says that there is none.
    const unseen = snapshot.unit.columnsReviewedOn === null ? gapIn([snapshot.navigation]) : null;
    if (unseen) return unseen;

    const { confirmed, ...data } = burst;
    const first = data.silentDaysBefore === null;
    return failed(
      first ? "burst-first" : "burst",
      { ...data, percent: Math.round(data.share * 100) },
      listings,
      {
        confidence: confirmed && !first ? "confirmed" : "suspected",
        event: data.from,
      },
    );
  },

  examples: {
    passed: [
      { why: "每周一条", given: unit([column("05.01", weekly("2016-12-26", 20))]) },
      {
        why: "“政策法规”的页面只通往下级栏目，自己没有列表",
        given: unit([
          column("05.01", weekly("2016-12-26", 20)),
          { ...column("03.01", "unreadable"), isOverview: true },
        ]),
      },
      {
        why: "沉寂27天后集中发布",
        given: unit([column("05.01", [...Array(10).fill("2016-12-20"), "2016-11-23"])]),
      },
      {
        why: "沉寂后集中发布，但只有4条",
        given: unit([column("05.01", [...Array(4).fill("2016-12-20"), "2016-09-01"])]),
      },
      {
        why: "集中发布的5条占全年不到两成",
        given: unit([column("05.01", [...Array(5).fill("2016-12-20"), ...weekly("2016-11-10", 22)])]),
      },
      {
        why: "财政预算成批发布",
        given: unit([column("04.01", Array(20).fill("2016-12-20")), column("05.01", ["2016-12-01"])]),
      },
      {
        why: "四天里发了5条，任何三天都不到5条",
        given: unit([
          column("05.01", [
            "2016-12-23",
            "2016-12-22",
            "2016-12-21",
            ...Array(2).fill("2016-12-20"),
            "2016-09-01",
          ]),
        ]),
      },
      {
        why: "集中发布的4条各在两个栏目，一条只算一次",
        given: unit([
          column("05.01", [...Array(4).fill("2016-12-20").map(distinct), "2016-09-01"]),
          column("05.02", Array(4).fill("2016-12-20").map(distinct)),
        ]),
      },
      {
        why: "一年以前的集中发布不再追究",
        given: unit([column("05.01", ["2016-12-20", ...Array(10).fill("2015-12-30"), "2015-09-01"])]),
      },
      {
        why: "那一天多数单位都在迁移",
        given: unit([column("05.01", [...Array(12).fill("2016-12-20"), "2016-09-01"])]),
        portal: { sharedDays: ["2016-12-20"] },
      },
    ],
    failed: [
      {
        why: "沉寂111天后三天发布12条",
        given: unit([
          column(
            "05.01",
            ["2016-12-23", "2016-12-22", ...Array(6).fill("2016-12-21"), "2016-09-01", "2016-08-01"].map(
              distinct,
            ),
          ),
          column("05.02", Array(4).fill("2016-12-21")),
        ]),
        data: {
          from: "2016-12-21",
          to: "2016-12-23",
          items: 12,
          totalItems: 14,
          share: 0.86,
          silentDaysBefore: 111,
          percent: 86,
        },
        confidence: "confirmed",
      },
      {
        why: "正好沉寂28天、8条、占一半",
        given: unit([
          column("05.01", [...Array(8).fill("2016-12-20"), "2016-11-22", ...weekly("2016-10-20", 7)]),
        ]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 8,
          totalItems: 16,
          share: 0.5,
          silentDaysBefore: 28,
          percent: 50,
        },
        confidence: "confirmed",
      },
      {
        why: "政策、解读、规划计划、人事栏目同一天各发两条",
        given: unit([
          column("03.01", [...Array(2).fill("2016-12-20"), "2016-09-01"]),
          column("03.02", Array(2).fill("2016-12-20")),
          column("06.02", Array(2).fill("2016-12-20")),
          column("06.03", Array(2).fill("2016-12-20")),
        ]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 8,
          totalItems: 9,
          share: 0.89,
          silentDaysBefore: 110,
          percent: 89,
        },
        confidence: "confirmed",
      },
      {
        why: "集中发布的那天正好是回看的第一天",
        given: unit([column("05.01", [...Array(8).fill("2015-12-31"), "2015-09-01"])]),
        data: {
          from: "2015-12-31",
          to: "2015-12-31",
          items: 8,
          totalItems: 8,
          share: 1,
          silentDaysBefore: 121,
          percent: 100,
        },
        confidence: "confirmed",
      },
      {
        why: "集中发布了两次，只记条数多的一次",
        given: unit([
          column("05.01", [...Array(9).fill("2016-12-20"), ...Array(6).fill("2016-06-01"), "2016-01-05"]),
        ]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 9,
          totalItems: 16,
          share: 0.56,
          silentDaysBefore: 202,
          percent: 56,
        },
        confidence: "confirmed",
      },
      {
        why: "导航没有读全，但栏目经人工核对就是这些",
        given: unit([column("05.01", [...Array(10).fill("2016-12-20"), "2016-11-01"])], {
          navigation: unknown("blocked"),
          unit: { columnsReviewedOn: "2016-06-01" },
        }),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 10,
          totalItems: 11,
          share: 0.91,
          silentDaysBefore: 49,
          percent: 91,
        },
        confidence: "confirmed",
      },
      {
        why: "8条，但只占四成，只能是疑似",
        given: unit([column("05.01", [...Array(8).fill("2016-12-20"), ...weekly("2016-11-01", 12)])]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 8,
          totalItems: 20,
          share: 0.4,
          silentDaysBefore: 49,
          percent: 40,
        },
        confidence: "suspected",
      },
      {
        why: "正好5条、占两成",
        given: unit([column("05.01", [...Array(5).fill("2016-12-20"), ...weekly("2016-11-01", 20)])]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 5,
          totalItems: 25,
          share: 0.2,
          silentDaysBefore: 49,
          percent: 20,
        },
        confidence: "suspected",
      },
      {
        why: "5条，占三成，只能是疑似",
        given: unit([column("05.01", [...Array(5).fill("2016-12-20"), ...weekly("2016-11-01", 10)])]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 5,
          totalItems: 15,
          share: 0.33,
          silentDaysBefore: 49,
          percent: 33,
        },
        confidence: "suspected",
      },
      {
        why: "此前什么也没有，可能是新站",
        given: unit([column("05.01", Array(10).fill("2016-12-20"))]),
        data: {
          from: "2016-12-20",
          to: "2016-12-20",
          items: 10,
          totalItems: 10,
          share: 1,
          silentDaysBefore: null,
          percent: 100,
        },
        confidence: "suspected",
      },
    ],
    cantTell: [
      {
        why: "导航没有读全，没有找到的栏目可能在沉寂期间发布过",
        given: {
          ...unit([column("05.01", [...Array(10).fill("2016-12-20"), "2016-11-01"])]),
          navigation: unknown("blocked"),
        },
        reason: "blocked",
      },
      {
        why: "有一个公告栏目打不开，沉寂期间的信息可能就在其中",
        given: unit([
          column("05.01", [...Array(10).fill("2016-12-20"), "2016-09-01"]),
          column("05.02", "timeout"),
        ]),
        reason: "timeout",
      },
      {
        why: "列表没有读满一年，占比不明",
        given: unit([
          column("05.01", [...Array(10).fill("2016-12-20"), "2016-09-01"], { readFrom: "2016-08-01" }),
        ]),
        reason: "incomplete",
      },
      {
        why: "集中发布在一年的开头，更早的没有读到",
        given: unit([column("05.01", Array(10).fill("2016-01-05"), { readFrom: "2015-12-30" })]),
        reason: "incomplete",
      },
      {
        why: "集中发布在一年的开头，两个栏目中有一个更早的没有读到",
        given: unit([
          column("05.01", [...Array(10).fill("2016-01-05"), "2015-09-01"]),
          column("05.02", [], { readFrom: "2015-12-30" }),
        ]),
        reason: "incomplete",
      },
      {
        why: "不知道全站哪些日子是迁移",
        given: unit([column("05.01", ["2016-12-20"])]),
        portal: null,
        reason: "incomplete",
      },
      {
        why: "有信息没有日期",
        given: unit([column("05.01", [item({ publishedOn: known(null) }), ...Array(10).fill("2016-12-20")])]),
        reason: "no-dates",
      },
    ],
    inapplicable: [
      { why: "只有成批发布的栏目", given: unit([column("04.01", Array(20).fill("2016-12-20"))]) },
      {
        why: "只有成批发布的栏目，哪些日子是迁移无关紧要",
        given: unit([column("04.01", Array(20).fill("2016-12-20"))]),
        portal: null,
      },
      { why: "栏目都是空的", given: unit([column("05.01", [])]), because: "empty" },
    ],
  },
});

type PublishedDays = ReadonlyMap<CalendarDate, number>;

/** How many items each day has, each address once. */
function publishedDays(columns: readonly ColumnFacts[]): PublishedDays {
  const seen = new Set<string>();
  const days = new Map<CalendarDate, number>();
  for (const { listing } of columns) {
    for (const { url, publishedOn } of listing.known ? listing.value.items : []) {
      const day = publishedOn.known ? publishedOn.value : null;
      if (day === null || seen.has(url)) continue;
      seen.add(url);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
  }
  return days;
}

interface Burst {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly items: number;
  readonly totalItems: number;
  readonly share: number;
  readonly silentDaysBefore: number | null;
  readonly confirmed: boolean;
}

/** The largest burst of the window, the earliest of those as large; null where there is none. */
function burstIn(
  days: PublishedDays,
  {
    params,
  }: Context<"minItems" | "share" | "suspectedItems" | "suspectedShare" | "burstDays" | "silenceDays">,
  shared: ReadonlySet<CalendarDate>,
  windowFrom: CalendarDate,
): Burst | null {
  const all = [...days.keys()].sort();
  const counted = all.filter((day) => day >= windowFrom && !shared.has(day));
  const count = (day: CalendarDate) => days.get(day) ?? 0;
  const totalItems = counted.reduce((sum, day) => sum + count(day), 0);
  const bursts = counted.flatMap((from): Burst[] => {
    const run = counted.filter((day) => day >= from && day < addDays(from, params.burstDays));
    const items = run.reduce((sum, day) => sum + count(day), 0);
    const share = items / totalItems;
    // A shared day breaks a silence, though it counts for nobody.
    const before = all.filter((day) => day < from).at(-1) ?? null;
    const silentDaysBefore = before === null ? null : daysBetween(before, from);
    const silent = silentDaysBefore === null || silentDaysBefore >= params.silenceDays;
    const confirmed = items >= params.minItems && share >= params.share;
    const suspected = items >= params.suspectedItems && share >= params.suspectedShare;
    if (!silent || !(confirmed || suspected)) return [];
    const to = run.at(-1) ?? from;
    return [
      { from, to, items, totalItems, share: Math.round(share * 100) / 100, silentDaysBefore, confirmed },
    ];
  });
  return bursts.sort((a, b) => b.items - a.items)[0] ?? null;
}

function rhythmicOf(columns: readonly ColumnFacts[], { categories }: Context["catalogue"]): ColumnFacts[] {
  const rhythmic = new Set<string | null>(
    categories.filter((c) => RHYTHMIC.includes(c.content)).map((c) => c.code),
  );
  return columns.filter((facts) => rhythmic.has(facts.column.category) && !isNoColumn(facts));
}

function weekly(newest: CalendarDate, count: number): CalendarDate[] {
  return Array.from({ length: count }, (_, n) => addDays(newest, -7 * n));
}

function distinct(day: CalendarDate, n: number) {
  return item({
    url: `http://portal.test/mzj/news/${n}.html`,
    publishedOn: known(day) as Fact<CalendarDate>,
  });
}
