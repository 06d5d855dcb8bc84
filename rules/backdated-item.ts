import { lastAbsenceOf } from "../audit/earlier-absence.ts";
import { article, column, discovered, gone, item, known, printed, unit, unknown } from "../audit/example.ts";
import { unreadSince } from "../audit/read-since.ts";
import { cantTell, defineRule, failed, gapIn, inapplicable, passed, perSnapshot } from "../audit/rule.ts";
import { isNoColumn } from "../audit/silence.ts";
import type { CantTell } from "../domain/outcome.ts";
import { type History, type ItemFacts, NO_HISTORY, type Reading } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";

const COLUMN = "http://portal.test/mzj/05.01/";
const URL = "http://portal.test/mzj/05.01/new.html";
const ANOTHER = { url: "http://portal.test/mzj/05.01/another.html", listTitle: "市民政局走访慰问" };
const ABSENT = { claimedOn: "2016-12-01", absentOn: "2016-12-20", evidenceOn: null, source: "history" };
const LATE = { claimedOn: "2016-12-01", absentOn: null, evidenceOn: "2016-12-28", source: "url" };

export const backdatedItem = defineRule({
  id: "backdated-item",
  group: "burst-publishing",
  title: { zh: "倒签日期", en: "Back-dated" },
  about: {
    zh: "信息标注的日期早于它实际发布的日子。确认：以前的巡查把这个栏目读到了所标日期以前，这条信息当时不在，而那次巡查比所标日期晚不止容许的天数；首次见到的日子本身不作证据，以前在本单位任一栏目已有同名信息的（重发、移栏、转发），或者同一天的另一条已经撤下的（更正重发），不算。疑似：地址里的日期比所标日期晚不止容许的天数；但地址同一天有两个以上栏目或五种以上所标日期的（成批导入）、法规和政策文件、一年内至少一半信息都如此的单位，不算；一年多以前上网或所标日期早于一年的，不凭地址判断。文章页写明了较晚日期的不算。",
    en: "An item bears a date before the day on which it was put up. Confirmed: an earlier patrol read this list down to before that date, more days after it than tolerated, and the item was not there; the day on which it was first seen proves nothing, and it is cleared by an item of the same title that stood in any of the unit's columns before (put up again, moved, listed here too), or by another of that day that was taken away (put up again, corrected). Suspected: the date in its address is later by more than tolerated; not where that address day holds items of two columns or of five claimed dates (a load), nor for laws and policy documents, nor where at least half of the unit's items of the last year are so; what was put up, or is dated, more than a year ago is not judged by its address. A page that says a later date itself is no fault.",
  },
  severity: "critical",
  basis: [
    {
      document: "本市巡查参数",
      clause: "发布日期应当是实际发布的日期，不得倒签",
      from: null,
      until: null,
    },
  ],
  params: {
    toleranceDays: {
      default: 7,
      min: 0,
      unit: "days",
      about: { zh: "容许补录的天数", en: "days by which an item may be put up later" },
    },
  },
  wording: {
    absent: {
      message: {
        zh: "标注{claimedOn}发布，但{absentOn}巡查时栏目里还没有",
        en: "Dated {claimedOn}, yet on {absentOn} the column did not hold it",
      },
      expected: { zh: "标注实际发布的日期", en: "The day on which it was put up" },
      actual: { zh: "标注{claimedOn}，{absentOn}尚未发布", en: "Dated {claimedOn}, absent on {absentOn}" },
      remedy: { zh: "更正为实际发布日期，并说明原因", en: "Give the true day, and say why" },
    },
    address: {
      message: {
        zh: "标注{claimedOn}发布，地址里的日期是{evidenceOn}",
        en: "Dated {claimedOn}, its address says {evidenceOn}",
      },
      expected: { zh: "标注实际发布的日期", en: "The day on which it was put up" },
      actual: { zh: "标注{claimedOn}，地址{evidenceOn}", en: "Dated {claimedOn}, address {evidenceOn}" },
      remedy: { zh: "核对实际发布日期，不符的更正", en: "Find the true day and correct it" },
    },
  },
  target: "item",
  needs: ["publishedOn", "pageDate"],
  irrevocable: true,

  appliesTo: () => true,

  judge(item, context) {
    const { publishedOn, pageDate, addressDay } = item;
    const { history, params, snapshot, today } = context;
    const claimedOn = publishedOn.value;
    if (claimedOn === null) return inapplicable();
    const isLate = (day: CalendarDate | null, claimed = claimedOn) =>
      day !== null && daysBetween(claimed, day) > params.toleranceDays;
    if (isLate(pageDate.value?.day ?? null)) return passed;
    const absentOn = lastAbsenceOf(item, claimedOn, snapshot, history);
    if (isLate(absentOn)) {
      const data = { claimedOn, absentOn, evidenceOn: null, source: "history" };
      return failed("absent", data, [publishedOn], { event: claimedOn });
    }
    if (addressDay === null || addressDay > today || !isLate(addressDay)) return passed;
    const isLaw = context.category?.content === "policy" || LAW.test(item.listTitle);
    if (isLaw) return passed;
    const texts = context.catalogue.categories.flatMap((c) => (c.content === "static" ? [c.code] : []));
    const yearAgo = addDays(today, -366);
    // What was put up long ago came with others of its day, of which lists read no further back show but a part.
    if (addressDay < yearAgo) return passed;
    for (const { column, listing } of snapshot.columns.filter((c) => !isNoColumn(c))) {
      const gap = texts.some((code) => code === column.category) ? null : unreadSince(listing, yearAgo);
      if (gap) return gap;
    }
    // What was not found may hold the rest of a load.
    const unseen = snapshot.unit.columnsReviewedOn === null ? gapIn([snapshot.navigation]) : null;
    if (unseen) return unseen;
    const { loads, dated, gap } = addressDaysOf(snapshot);
    if (gap) return gap;
    const load = loads.get(addressDay);
    if (load && (load.columns.size >= 2 || load.claims.size >= 5)) return passed;
    // The rest of its load may claim days still older.
    if (claimedOn < yearAgo) return cantTell("incomplete");
    const recent = dated.filter((one) => one.claimedOn >= yearAgo);
    const late = recent.filter((one) => isLate(one.addressDay, one.claimedOn));
    if (late.length * 2 >= recent.length) return passed;
    const data = { claimedOn, absentOn: null, evidenceOn: addressDay, source: "url" };
    return failed("address", data, [publishedOn], {
      confidence: "suspected",
      severity: "major",
      event: claimedOn,
    });
  },

  examples: {
    passed: [
      { why: "第一次巡查，地址里没有日期", given: article({}) },
      {
        why: "以前的巡查里已经有",
        given: listed("2016-12-01"),
        history: read("2016-12-20", { [URL]: "2016-12-20" }),
      },
      { why: "巡查后第二天以前一天的日期发布", given: listed("2016-12-19"), history: read("2016-12-20") },
      { why: "正好在容许的天数内", given: listed("2016-12-13"), history: read("2016-12-20") },
      {
        why: "以前的巡查没有读到那一天，首次见到的日子不作证据",
        given: listed("2016-12-01"),
        history: read("2016-12-20", { [URL]: "2016-12-31" }, "2016-12-10"),
      },
      {
        why: "以前的巡查只读到所标日期当天",
        given: listed("2016-12-01"),
        history: read("2016-12-20", {}, "2016-12-01"),
      },
      {
        why: "以前那次列表的次序不明，不知道读到了哪一天",
        given: listed("2016-12-01"),
        history: read("2016-12-20", {}, null),
      },
      {
        why: "以前那次列表没有读出",
        given: listed("2016-12-01"),
        history: read("2016-12-20", {}, "start", null),
      },
      {
        why: "以前那次列表是空的，现在是首次填充",
        given: listed("2016-12-01"),
        history: read("2016-12-20", {}, "start", 0),
      },
      {
        why: "以前读过的是另一个栏目",
        given: unit([...listed("2016-12-01").columns, column("05.02", ["2016-12-15"])]),
        history: read("2016-12-20", {}, "start", 4, "http://portal.test/mzj/05.02/"),
      },
      {
        why: "以前在另一个栏目已经发过，移到了这里",
        given: listed("2016-12-01", { listTitle: "市民政局召开会议" }),
        history: { ...read("2016-12-20"), ...before([{ listTitle: "市民政局召开会议" }], "05.02") },
      },
      {
        why: "以前较短的一次读到过同名的一条，标题只差空格",
        given: listed("2016-12-01", { listTitle: "市民政局召开会议" }),
        history: { ...read("2016-12-20"), ...lately({ listTitle: "市民政局　召开会议" }) },
      },
      {
        why: "改正了标题重发，原来那条已经撤下",
        given: listed("2016-12-01", { listTitle: "市民政局召开工作会议" }),
        history: { ...read("2016-12-20"), ...before([{ listTitle: "市民政局召开工做会议" }]) },
      },
      {
        why: "同一天的两条以前就有，一条已经撤下，可能就是它",
        given: unit([column("05.01", [dated({ listTitle: "市民政局召开工作会议" }), dated(ANOTHER)])]),
        history: { ...read("2016-12-20"), ...before([{ listTitle: "市民政局召开工做会议" }, ANOTHER]) },
      },
      {
        why: "文章页写明了较晚的日期",
        given: listed("2016-12-01", { pageDate: printed("2016-12-28") }),
        history: read("2016-12-20"),
      },
      { why: "地址里的数字是将来的日子，不是发布日期", given: among({ addressDay: "2017-01-01" }) },
      {
        why: "一年多以前上网的，不再追究",
        given: among({ addressDay: "2015-06-28", publishedOn: known("2015-06-01") }),
      },
      { why: "政策文件", given: among({ addressDay: "2016-12-28" }, "03.01") },
      { why: "只有这一条的地址里没有日期", given: among({ addressDay: null }) },
      { why: "地址里的日期早于所标日期", given: among({ addressDay: "2016-11-30" }) },
      { why: "地址日期在容许的天数内", given: among({ addressDay: "2016-12-08" }) },
      { why: "法规", given: among({ addressDay: "2016-12-28", listTitle: "中华人民共和国慈善法" }) },
      {
        why: "地址的同一天有五种日期，是成批导入",
        given: unit([
          column("05.01", [
            ...ordinary(12),
            ...(["2016-10-01", "2016-10-08", "2016-10-15", "2016-10-22", "2016-10-29"] as const).map(
              (day, n) =>
                item({ url: `${COLUMN}load${n}.html`, publishedOn: known(day), addressDay: "2016-12-28" }),
            ),
          ]),
        ]),
      },
      {
        why: "地址的同一天有两个栏目的信息",
        given: unit([
          column("05.01", [
            ...ordinary(5),
            item({ url: `${COLUMN}a.html`, publishedOn: known("2016-12-01"), addressDay: "2016-12-28" }),
          ]),
          column("05.02", [
            item({ url: `${COLUMN}b.html`, publishedOn: known("2016-12-02"), addressDay: "2016-12-28" }),
          ]),
        ]),
      },
      {
        why: "这个单位的地址日期一向偏晚",
        given: unit([
          column("05.01", [
            item({ url: `${COLUMN}a.html`, publishedOn: known("2016-12-01"), addressDay: "2016-12-28" }),
            item({ url: `${COLUMN}b.html`, publishedOn: known("2016-12-02"), addressDay: "2016-12-02" }),
            item({ url: `${COLUMN}c.html`, publishedOn: known("2016-12-03") }),
          ]),
        ]),
      },
    ],
    failed: [
      {
        why: "巡查时栏目里没有，后来以更早的日期出现",
        given: listed("2016-12-01"),
        history: read("2016-12-20"),
        data: ABSENT,
        confidence: "confirmed",
        severity: "critical",
        event: "2016-12-01",
      },
      {
        why: "文章页没有日期",
        given: listed("2016-12-01", { pageDate: known(null) }),
        history: read("2016-12-20"),
        data: ABSENT,
      },
      {
        why: "以前的巡查读到所标日期的前一天",
        given: listed("2016-12-01"),
        history: read("2016-12-20", {}, "2016-11-30"),
        data: ABSENT,
      },
      {
        why: "上次巡查见到了，但再上一次还没有",
        given: listed("2016-12-01"),
        history: { ...read("2016-12-20", { [URL]: "2016-12-28" }), ...before([{ url: URL }]) },
        data: ABSENT,
      },
      {
        why: "几次巡查都没有，以最后一次为准；另一个栏目打不开，不妨碍",
        given: unit([column("05.01", [dated({})]), column("05.02", "timeout")]),
        history: {
          ...NO_HISTORY,
          readings: {
            [COLUMN]: [reading("2016-12-10"), reading("2016-12-20")],
            "http://portal.test/mzj/05.02/": [reading("2016-12-25")],
          },
        },
        data: ABSENT,
      },
      {
        why: "同一天的另一条以前就有，现在还在，只是改了标题",
        given: unit([column("05.01", [dated({}), dated({ ...ANOTHER, listTitle: "市民政局走访困难群众" })])]),
        history: {
          ...read("2016-12-20", { [ANOTHER.url]: "2016-12-20" }),
          ...before([ANOTHER]),
        },
        data: ABSENT,
      },
      {
        why: "同一天的另一条以前就有，现在还在，只是换了地址",
        given: unit([column("05.01", [dated({}), dated({ ...ANOTHER, url: `${COLUMN}moved.html` })])]),
        history: { ...read("2016-12-20"), ...before([ANOTHER]) },
        data: ABSENT,
      },
      {
        why: "容许的天数之外一天",
        given: listed("2016-12-12"),
        history: read("2016-12-20"),
        data: { claimedOn: "2016-12-12", absentOn: "2016-12-20", evidenceOn: null, source: "history" },
      },
      {
        why: "地址里的日期晚了四周，只能是疑似",
        given: among({ addressDay: "2016-12-28" }),
        data: LATE,
        confidence: "suspected",
        severity: "major",
        event: "2016-12-01",
      },
      {
        why: "地址里的日期就是巡查当天",
        given: among({ addressDay: "2016-12-31" }),
        data: { ...LATE, evidenceOn: "2016-12-31" },
      },
      {
        why: "标题里有“法”，但不是法规",
        given: among({ addressDay: "2016-12-28", listTitle: "市民政局开展执法检查" }),
        data: LATE,
      },
      {
        why: "导航里还有一条死链，目录里没有这个栏目",
        given: unit([...among({ addressDay: "2016-12-28" }).columns, discovered(gone(column(null, [])))]),
        data: LATE,
        confidence: "suspected",
      },
      { why: "未归入目录的栏目", given: among({ addressDay: "2016-12-28" }, null), data: LATE },
      {
        why: "标的日期正好在回看的第一天",
        given: among({ addressDay: "2016-12-28", publishedOn: known("2015-12-31") }),
        data: { ...LATE, claimedOn: "2015-12-31" },
      },
      {
        why: "列表读满了一年",
        given: among({ addressDay: "2016-12-28" }, "05.01", "2015-12-31"),
        data: LATE,
      },
      {
        why: "机构职能是一页文字，没有列表，不妨碍",
        given: unit([...among({ addressDay: "2016-12-28" }).columns, column("02.01", "unreadable")]),
        data: LATE,
      },
      {
        why: "导航没有读全，但栏目经人工核对就是这些",
        given: unit(among({ addressDay: "2016-12-28" }).columns, {
          navigation: unknown("blocked"),
          unit: { columnsReviewedOn: "2016-06-01" },
        }),
        data: LATE,
      },
      {
        why: "两年前成批导入的都偏晚，近一年的不是",
        given: unit([
          column("05.01", [
            dated({ addressDay: "2016-12-28" }),
            ...ordinary(5),
            ...Array.from({ length: 9 }, (_, n) =>
              item({
                url: `${COLUMN}old${n}.html`,
                publishedOn: known(addDays("2014-11-01", -n)),
                addressDay: "2014-12-01",
              }),
            ),
          ]),
        ]),
        data: LATE,
      },
      {
        why: "三条里只有这一条超过容许的天数，另一条正好七天",
        given: unit([
          column("05.01", [
            dated({ addressDay: "2016-12-28" }),
            item({ url: `${COLUMN}a.html`, publishedOn: known("2016-11-01"), addressDay: "2016-11-08" }),
            item({ url: `${COLUMN}b.html`, publishedOn: known("2016-10-01"), addressDay: "2016-10-01" }),
          ]),
        ]),
        data: LATE,
      },
    ],
    cantTell: [
      {
        why: "正好一年前上网，标的日期还要早：同批的可能没有读到",
        given: among({ addressDay: "2015-12-31", publishedOn: known("2015-12-01") }),
        reason: "incomplete",
      },
      {
        why: "标的是一年多以前的日期：同一天上网的，可能还有日期更早、没有读到的",
        given: among({ addressDay: "2016-12-28", publishedOn: known("2015-06-01") }),
        reason: "incomplete",
      },
      {
        why: "文章页打不开，它可能写明了较晚的日期",
        given: listed("2016-12-01", { pageDate: unknown("timeout") }),
        history: read("2016-12-20"),
        reason: "timeout",
      },
      {
        why: "列表没有读满一年，不知道这个单位的地址是不是一向偏晚",
        given: among({ addressDay: "2016-12-28" }, "05.01", "2016-01-01"),
        reason: "incomplete",
      },
      {
        why: "另一个栏目不知道读到了哪一天",
        given: unit([
          ...among({ addressDay: "2016-12-28" }).columns,
          column("05.02", ["2016-12-01"], { readFrom: null }),
        ]),
        reason: "incomplete",
      },
      {
        why: "有一条的日期读不出，它也可能是同一天导入的",
        given: unit([
          column("05.01", [
            dated({ addressDay: "2016-12-28" }),
            ...ordinary(5),
            item({ url: `${COLUMN}unread.html`, publishedOn: unknown("timeout"), addressDay: "2016-12-28" }),
          ]),
        ]),
        reason: "timeout",
      },
      {
        why: "导航没有读全，不知道别的栏目是不是同一天导入",
        given: { ...among({ addressDay: "2016-12-28" }), navigation: unknown("blocked") },
        reason: "blocked",
      },
      {
        why: "另一个栏目没有读出，不知道是不是成批导入",
        given: unit([...among({ addressDay: "2016-12-28" }).columns, column("05.02", "timeout")]),
        reason: "timeout",
      },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      { why: "没有日期", given: article({ publishedOn: known(null) }) },
    ],
  },
});

const LAW = /中华人民共和国|国务院|条例|[法令]$|法》|法（|令（|规定|办法|细则|决定|司法解释/;

/** What stands under one day of addresses. */
interface Load {
  readonly columns: Set<string>;
  readonly claims: Set<CalendarDate>;
}

/** The days in the addresses of items, beside the days that the items claim. */
const addressDaysOf = perSnapshot((snapshot) => {
  const loads = new Map<CalendarDate, Load>();
  const dated: { readonly claimedOn: CalendarDate; readonly addressDay: CalendarDate }[] = [];
  let gap: CantTell | null = null;
  for (const { column: of, listing } of snapshot.columns) {
    for (const { addressDay, publishedOn } of listing.known ? listing.value.items : []) {
      if (addressDay === null) continue;
      gap ??= gapIn([publishedOn]);
      const claimedOn = publishedOn.known ? publishedOn.value : null;
      const load = loads.get(addressDay) ?? { columns: new Set(), claims: new Set() };
      loads.set(addressDay, load);
      load.columns.add(of.url);
      if (claimedOn === null) continue;
      load.claims.add(claimedOn);
      dated.push({ claimedOn, addressDay });
    }
  }
  return { loads, dated, gap };
});

/** A column with one item of the day claimed. */
function listed(claimedOn: CalendarDate, facts: Partial<ItemFacts> = {}) {
  return unit([column("05.01", [item({ url: URL, publishedOn: known(claimedOn), ...facts })])]);
}

/** An item of 1 December. */
function dated(facts: Partial<ItemFacts>): ItemFacts {
  return item({ url: URL, publishedOn: known("2016-12-01"), ...facts });
}

function reading(
  on: CalendarDate,
  readFrom: CalendarDate | "start" | null = "start",
  items: number | null = 4,
): Reading {
  return { on, readFrom, items, newestOn: on, status: 200 };
}

/** An earlier patrol's reading of that column. */
function read(
  on: CalendarDate,
  firstSeen: History["firstSeen"] = {},
  readFrom: CalendarDate | "start" | null = "start",
  items: number | null = 4,
  url = COLUMN,
): History {
  return { ...NO_HISTORY, firstSeen, readings: { [url]: [reading(on, readFrom, items)] }, patrols: 1 };
}

/** What an earlier patrol saw: items of 1 December, by default at an address of their own. */
function before(items: readonly Partial<ItemFacts>[], code = "05.01"): Pick<History, "columns"> {
  const url = `http://portal.test/mzj/${code}/`;
  const { listing } = column(
    code,
    items.map((facts) => dated({ url: `${url}before.html`, ...facts })),
  );
  const of = { rendered: false, listing: listing.known ? listing : null, further: [], othersRows: [] };
  return { columns: { [url]: of } };
}

/** The same of a patrol that read the list less far than a full reading goes. */
function lately(facts: Partial<ItemFacts>): Pick<History, "columns"> {
  const further = [dated({ url: `${COLUMN}before.html`, ...facts })];
  return { columns: { [COLUMN]: { rendered: false, listing: null, further, othersRows: [] } } };
}

/** Items whose addresses bear the day claimed. */
function ordinary(count: number): ItemFacts[] {
  return Array.from({ length: count }, (_, n) => {
    const day = addDays("2016-11-30", -n);
    return item({ url: `${COLUMN}${n}.html`, publishedOn: known(day), addressDay: day });
  });
}

/** Such an item of 1 December among ordinary ones. */
function among(
  facts: Partial<ItemFacts>,
  code: string | null = "05.01",
  readFrom: CalendarDate | "start" = "start",
) {
  return unit([column(code, [dated(facts), ...ordinary(5)], { readFrom })]);
}
