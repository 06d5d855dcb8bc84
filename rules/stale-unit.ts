import { article, column, discovered, gone, item, known, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, gapIn, passed } from "../audit/rule.ts";
import { isNoColumn, severityOf, silenceOf } from "../audit/silence.ts";
import type { ColumnFacts } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";

export const staleUnit = defineRule({
  id: "stale-unit",
  group: "stale-units",
  title: { zh: "单位长期未更新", en: "Unit has fallen silent" },
  about: {
    zh: "一个单位所有带日期的栏目中，最新一条信息距巡查日超过期限。只要有一条在期限内，即为通过。有栏目读不到、没有读到期限起点，或导航没有读全而栏目又未经人工核对的，不作判断；只有文字、没有列表的页面，文字里没有期限内日期的，和导航里目录中没有、地址已不存在（404、410）的链接，不妨碍判断。",
    en: "The newest item in all dated columns of a unit is older than the limit. One item within it is enough to pass. Where a column could not be read, was not read back to the limit, or the navigation was not read whole and nobody has reviewed the columns, nothing is decided; a page of text without a list, whose text names no day within the limit, does not stand in the way.",
  },
  severity: "major",
  basis: [
    {
      document: "国办发〔2015〕15号",
      clause: "全国政府网站普查评分表：监测时间点前2周内首页栏目无信息更新",
      from: "2015-03-24",
      until: "2019-03-31",
    },
    {
      document: "国办秘函〔2019〕19号",
      clause: "政府网站与政务新媒体检查指标：监测时间点前2周内首页无信息更新",
      from: "2019-04-01",
      until: null,
    },
  ],
  params: {
    limitDays: {
      default: 14,
      min: 1,
      unit: "days",
      about: { zh: "允许的静默天数", en: "days of silence allowed" },
    },
  },
  wording: {
    silent: {
      message: { zh: "已{daysSilent}天没有发布任何信息", en: "Nothing published for {daysSilent} days" },
      expected: { zh: "{limitDays}天内至少发布一条", en: "At least one item within {limitDays} days" },
      actual: { zh: "最新一条发布于{lastPublishedOn}", en: "The newest item is of {lastPublishedOn}" },
      remedy: {
        zh: "立即发布应公开的信息，此后每{limitDays}天内至少发布一条",
        en: "Publish what is due now, and at least one item in {limitDays} days from then on",
      },
    },
  },
  target: "unit",
  needs: [],

  appliesTo: (snapshot) => snapshot.columns.length > 0,

  judge(snapshot, { today, params: { limitDays } }) {
    const passDay = addDays(today, -limitDays);
    const columns = snapshot.columns.filter(
      (c) => !isUndatedText(c, passDay) && !isUndatedList(c) && !isNoColumn(c),
    );
    const { newest, gap } = silenceOf(columns, today, passDay);
    if (newest !== null && newest.day >= passDay) return passed;
    if (gap) return gap;
    // A person's review of the columns stands for the navigation: there are no others.
    const unseen = snapshot.unit.columnsReviewedOn === null ? gapIn([snapshot.navigation]) : null;
    if (unseen) return unseen;
    if (newest === null) return cantTell("no-dates");
    const daysSilent = daysBetween(newest.day, today);
    return failed(
      "silent",
      { lastPublishedOn: newest.day, daysSilent, limitDays },
      [newest.fact, ...snapshot.columns.map((c) => c.listing)],
      { severity: severityOf(daysSilent) },
    );
  },

  examples: {
    passed: [
      { why: "最新一条正好在期限当天", given: unit([column("05.01", ["2016-12-17"])]) },
      {
        why: "别的栏目读不到，但有一条在期限内",
        given: unit([column("05.01", ["2016-12-30"]), column("03.01", "timeout")]),
      },
      {
        why: "未归入目录的栏目里有新信息",
        given: unit([column("05.01", ["2016-10-01"]), column(null, ["2016-12-20"])]),
      },
    ],
    failed: [
      {
        why: "最新一条超过期限一天",
        given: unit([column("05.01", ["2016-12-16", "2016-11-01"])]),
        data: { lastPublishedOn: "2016-12-16", daysSilent: 15, limitDays: 14 },
        severity: "minor",
        confidence: "confirmed",
        quotes: ["2016-12-16", ""],
      },
      {
        why: "本市定为七天",
        given: unit([column("05.01", ["2016-12-23"])]),
        params: { limitDays: 7 },
        data: { lastPublishedOn: "2016-12-23", daysSilent: 8, limitDays: 7 },
      },
      {
        why: "导航里还有一条死链，目录里没有这个栏目",
        given: unit([column("05.01", ["2016-11-01"]), discovered(gone(column(null, [])))]),
        data: { lastPublishedOn: "2016-11-01", daysSilent: 60, limitDays: 14 },
      },
      {
        why: "各栏目都超期，“政策法规”的页面只通往下级栏目，自己没有列表",
        given: unit([
          column("05.01", ["2016-11-01"]),
          { ...column("03.01", "unreadable"), isOverview: true },
        ]),
        data: { lastPublishedOn: "2016-11-01", daysSilent: 60, limitDays: 14 },
      },
      {
        why: "各栏目都超期，还有一个不写日期的办事指南",
        given: unit([
          column("05.01", ["2016-11-01"]),
          column("07.01", [item({ publishedOn: known(null) }), item({ publishedOn: known(null) })]),
        ]),
        data: { lastPublishedOn: "2016-11-01", daysSilent: 60, limitDays: 14 },
      },
      {
        why: "各栏目都超期，还有一个只读了前面十条的名录，都不写日期",
        given: unit([
          column("05.01", ["2016-11-01"]),
          column("06.01", Array(10).fill(item({ publishedOn: known(null) })), { readFrom: null }),
        ]),
        data: { lastPublishedOn: "2016-11-01", daysSilent: 60, limitDays: 14 },
      },
      {
        why: "没有读出列表的那一页，文字里只有期限以前的日期，和不是日期的数字",
        given: unit([
          column("05.01", ["2016-11-01"]),
          column("02.01", "unreadable", {
            text: known("2016-12-16、2016年 9 月 1 日、2016 / 1 / 2，电话0722-3456789，112-31，12-311"),
          }),
        ]),
        data: { lastPublishedOn: "2016-11-01", daysSilent: 60, limitDays: 14 },
        today: "2016-12-31",
      },
      {
        why: "各栏目都超期，机构职能是一页文字",
        given: unit([
          column("05.01", ["2016-11-01"]),
          column("02.01", "unreadable", { text: known("市民政局主管全市民政工作。") }),
        ]),
        data: { lastPublishedOn: "2016-11-01", daysSilent: 60, limitDays: 14 },
        severity: "major",
      },
      {
        why: "导航没有读全，但栏目经人工核对就是这些",
        given: unit([column("05.01", ["2016-08-01"])], {
          navigation: unknown("blocked"),
          unit: { columnsReviewedOn: "2016-06-01" },
        }),
        data: { lastPublishedOn: "2016-08-01", daysSilent: 152, limitDays: 14 },
        severity: "critical",
      },
    ],
    cantTell: [
      {
        why: "读到的都过期，但有一个栏目读不到，最新的可能就在其中",
        given: unit([column("05.01", ["2016-12-01"]), column("03.01", "blocked")]),
        reason: "blocked",
      },
      {
        why: "有一个栏目从旧到新排，只读了第一页",
        given: unit([column("05.01", ["2016-10-01"]), column("03.01", ["2015-01-01"], { readFrom: null })]),
        reason: "incomplete",
      },
      {
        why: "有一个栏目只读了前面九条，都不写日期，后面的还不知道",
        given: unit([
          column("05.01", ["2016-11-01"]),
          column("06.01", Array(9).fill(item({ publishedOn: known(null) })), { readFrom: null }),
        ]),
        reason: "incomplete",
      },
      {
        why: "有一条没有日期，可能是新的",
        given: unit([column("05.01", [item({ publishedOn: known(null) }), "2016-11-01"])]),
        reason: "no-dates",
      },
      {
        why: "有一个栏目的列表没有读出，页面文字里有期限内的日期",
        given: unit([
          column("05.01", ["2016-12-01"]),
          column("03.01", "unreadable", { text: known("关于某事的通知 2016-12-29") }),
        ]),
        reason: "unreadable",
      },
      ...[
        "2016-12-17",
        "2016年12月17日",
        "2016 年 12 月 29 日",
        "2016.12.30",
        "12-17",
        "12月31日",
        "12 月 30 日",
        "1月2日",
      ].map(
        (day) =>
          ({
            why: `没有读出列表的那一页写着“${day}”`,
            given: unit([
              column("05.01", ["2016-12-01"]),
              column("03.01", "unreadable", { text: known(`关于某事的通知${day}`) }),
            ]),
            reason: "unreadable",
          }) as const,
      ),
      {
        why: "没有读出列表的那一页，文字也没有读出",
        given: unit([column("05.01", ["2016-12-01"]), column("03.01", "unreadable")]),
        reason: "unreadable",
      },
      {
        why: "有一个栏目打不开，它的文字里没有日期",
        given: unit([column("05.01", ["2016-12-01"]), column("03.01", "timeout", { text: known("无") })]),
        reason: "timeout",
      },
      {
        why: "登记的栏目返回404，它可能搬到了别的地址",
        given: unit([column("05.01", ["2016-11-01"]), gone(column(null, []))]),
        reason: "unreachable",
      },
      {
        why: "导航里的通知公告返回404，它可能搬到了别的地址",
        given: unit([column("05.01", ["2016-11-01"]), discovered(gone(column("05.02", [])))]),
        reason: "unreachable",
      },
      {
        why: "导航没有读全，可能还有别的栏目",
        given: unit([column("05.01", ["2016-12-01"])], { navigation: unknown("incomplete") }),
        reason: "incomplete",
      },
      { why: "信息都没有日期", given: article({ publishedOn: known(null) }), reason: "no-dates" },
    ],
    inapplicable: [{ why: "单位没有任何栏目", given: unit([]) }],
  },
});

/** A page of text on which no list was found, and no day since `passDay` that an unread list could show. */
function isUndatedText({ listing, text }: ColumnFacts, passDay: CalendarDate): boolean {
  if (listing.known || listing.reason !== "unreadable" || !text.known) return false;
  return !mayNameDaySince(text.value, passDay);
}

/** So many rows without a date show that the list prints none. */
const MANY_UNDATED = 10;

/** A list that shows no dates at all: links to guides, offices, forms. What was read of a few rows tells only of those. */
function isUndatedList({ listing }: ColumnFacts): boolean {
  if (!listing.known) return false;
  const { items, readFrom } = listing.value;
  return (
    (readFrom === "start" || items.length >= MANY_UNDATED) &&
    items.every(({ publishedOn }) => publishedOn.known && publishedOn.value === null)
  );
}

const WHOLE_DAY = /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})/g;
const DAY_OF_ANY_YEAR = /(?<!\d)\d{1,2}\s*[-/月]\s*\d{1,2}(?!\d)/;

/** Whether a text names a day since `passDay`, or one without its year, which may be. */
function mayNameDaySince(text: string, passDay: CalendarDate): boolean {
  const two = (part: string | undefined) => `${part}`.padStart(2, "0");
  const isSince = [...text.matchAll(WHOLE_DAY)].some(
    ([, year, month, day]) => `${year}-${two(month)}-${two(day)}` >= passDay,
  );
  return isSince || DAY_OF_ANY_YEAR.test(text.replace(WHOLE_DAY, " "));
}
