import { article, known, printed, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, gapIn, inapplicable, passed } from "../audit/rule.ts";
import type { Failed } from "../domain/outcome.ts";
import type { Fact, ItemFacts, PrintedDate } from "../domain/snapshot.ts";
import { type CalendarDate, calendarDate, daysBetween, laterOf } from "../domain/time.ts";

export const implausibleDate = defineRule({
  id: "implausible-date",
  group: "malformed-items",
  title: { zh: "日期错误", en: "Implausible date" },
  about: {
    zh: "发布日期晚于巡查日、早于1949年10月1日，或不是日历上的日子（如2月30日）；成文日期晚于发布日期；列表与文章页的日期相差超过容许天数（疑似：可能是修改后重新签发）。只写月日、没有年份的日期不算错；正文里说到的日期不看。",
    en: "The date of publication lies after the day of the patrol or before 1 October 1949, or is no day of the calendar (30 February); the document is dated after its publication; list and article page disagree by more than the tolerance (suspected: it may have been edited and signed off again). A date without its year is no fault; dates that the text speaks of are not looked at.",
  },
  severity: "major",
  basis: [
    {
      document: "本市巡查参数",
      clause: "信息日期应当真实、前后一致，发布日期不早于成文日期、不晚于巡查日",
      from: null,
      until: null,
    },
  ],
  params: {
    toleranceDays: {
      default: 1,
      min: 0,
      unit: "days",
      about: {
        zh: "列表与文章页日期容许相差的天数",
        en: "days by which list and article page may differ",
      },
    },
  },
  wording: {
    "no-date": {
      message: { zh: "日期“{found}”不是日历上的日子", en: "{found} is no day of the calendar" },
      expected: { zh: "真实存在的日期", en: "A day that exists" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: { zh: "更正发布日期", en: "Correct the date of publication" },
    },
    future: {
      message: {
        zh: "发布日期{found}晚于巡查日{today}",
        en: "Date of publication {found} is after the day of the patrol, {today}",
      },
      expected: { zh: "不晚于{today}", en: "Not after {today}" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: { zh: "更正为实际发布日期", en: "Give the day on which it was published" },
    },
    early: {
      message: {
        zh: "发布日期{found}早于1949年10月1日",
        en: "Date of publication {found} is before 1 October 1949",
      },
      expected: { zh: "不早于1949-10-01", en: "Not before 1949-10-01" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: { zh: "更正为实际发布日期", en: "Give the day on which it was published" },
    },
    "written-later": {
      message: {
        zh: "成文日期{writtenOn}晚于发布日期{found}",
        en: "Dated {writtenOn}, after its publication on {found}",
      },
      expected: { zh: "成文日期不晚于发布日期", en: "Dated no later than published" },
      actual: {
        zh: "成文日期{writtenOn}，发布日期{found}",
        en: "Dated {writtenOn}, published {found}",
      },
      remedy: {
        zh: "核对原文，更正成文日期或发布日期",
        en: "Check the original and correct whichever is wrong",
      },
    },
    disagreement: {
      message: {
        zh: "列表日期{listDate}与文章页日期{pageDate}相差{days}天",
        en: "List says {listDate}, article page {pageDate}: {days} days apart",
      },
      expected: {
        zh: "列表与文章页日期相差不超过{toleranceDays}天",
        en: "List and article page at most {toleranceDays} days apart",
      },
      actual: { zh: "相差{days}天", en: "{days} days apart" },
      remedy: {
        zh: "核对实际发布日期，使列表与文章页一致；确系修改后重新发布的，注明更新时间",
        en: "Find the true day and make both say it; if it was edited later, say when",
      },
    },
  },
  target: "item",
  needs: [],

  appliesTo: () => true,

  judge(item, { today, params, portal }) {
    const latest = laterOf(today, portal?.publishedUntil ?? today);
    const fault =
      noDateIn(item) ??
      outOfRangeIn(item, today, latest) ??
      writtenLater(item) ??
      disagreementIn(item, params);
    // Whether the whole portal was read later than the day judged by, one unit does not show.
    if (fault?.wording === "future" && portal === null) return cantTell("incomplete");
    if (fault) return failed(fault.wording, { ...printedDates(item), ...fault.data }, fault.because, fault);
    const { listDate, pageDate, writtenOn, publishedOn } = item;
    const gap = gapIn([listDate, pageDate, writtenOn, publishedOn]);
    if (gap) return gap;
    const isUndated = dateOf(listDate) === null && dateOf(pageDate) === null;
    return isUndated ? inapplicable({ because: "no-dates" }) : passed;
  },

  examples: {
    passed: [
      {
        why: "门户是在所判之日以后几天读的，这几天全站一直在发布",
        given: dated("2017-01-03", "2017-01-03"),
        portal: { publishedUntil: "2017-01-05" },
      },
      { why: "当天发布，列表与文章页一致", given: article({}) },
      { why: "1949年10月1日", given: dated("1949-10-01", "1949-10-01") },
      { why: "列表与文章页相差一天", given: dated("2016-12-30", "2016-12-29") },
      { why: "成文当天发布", given: dated("2016-12-28", "2016-12-28", "2016-12-28") },
      { why: "去年成文的文件，今年发布", given: dated("2016-12-28", "2016-12-28", "2015-06-01") },
      { why: "闰年的2月29日", given: dated("2016-02-29", "2016-02-29") },
      {
        why: "列表只写月日，没有年份",
        given: article({
          publishedOn: known("2016-12-28"),
          listDate: printed("12-28", null),
          pageDate: printed("2016-12-28"),
        }),
      },
      {
        why: "列表年份只写两位，认不准是哪一年，不算错",
        given: article({ listDate: printed("16-13-28", null), pageDate: printed("2016-12-28") }),
      },
      { why: "文章页没有日期，列表有", given: article({ pageDate: known(null) }) },
      {
        why: "写着起止两个日子，认不准是哪一个",
        given: article({
          listDate: printed("2016-12-28至2017-01-03", null),
          pageDate: printed("2016-12-28"),
        }),
      },
      { why: "列表没有日期", given: article({ listDate: known(null) }) },
      {
        why: "年份和月份之间断开，是排版",
        given: article({ pageDate: printed("2016 年 12 月 31 日", "2016-12-31") }),
      },
    ],
    failed: [
      {
        why: "发布日期晚于巡查日一天",
        given: dated("2017-01-01", "2017-01-01"),
        data: {
          listDate: "2017-01-01",
          pageDate: "2017-01-01",
          writtenOn: null,
          found: "2017-01-01",
          today: "2016-12-31",
        },
        confidence: "confirmed",
        severity: "major",
      },
      {
        why: "只有列表上的日期在将来，文章页打不开也能认定",
        given: article({
          publishedOn: known("2017-05-04"),
          listDate: printed("2017-05-04"),
          pageDate: unknown("timeout"),
          writtenOn: unknown("timeout"),
        }),
        data: {
          listDate: "2017-05-04",
          pageDate: null,
          writtenOn: null,
          found: "2017-05-04",
          today: "2016-12-31",
        },
      },
      {
        why: "早于1949年10月1日一天",
        given: dated("1949-09-30", "1949-09-30"),
        data: { listDate: "1949-09-30", pageDate: "1949-09-30", writtenOn: null, found: "1949-09-30" },
      },
      {
        why: "年份写错",
        given: article({ pageDate: printed("0216年12月31日", null) }),
        data: {
          listDate: "2016-12-31",
          pageDate: "0216年12月31日",
          writtenOn: null,
          found: "0216年12月31日",
        },
      },
      {
        why: "2月30日",
        given: article({ pageDate: printed("2016-02-30", null) }),
        data: { listDate: "2016-12-31", pageDate: "2016-02-30", writtenOn: null, found: "2016-02-30" },
        confidence: "confirmed",
      },
      {
        why: "2月30日，前后有排版的空格；没有看过全站也能认定",
        given: article({ pageDate: printed(" 2016 年 2 月 30 日", null) }),
        portal: null,
        data: {
          listDate: "2016-12-31",
          pageDate: " 2016 年 2 月 30 日",
          writtenOn: null,
          found: " 2016 年 2 月 30 日",
        },
      },
      {
        why: "11月31日，用汉字书写",
        given: article({ pageDate: printed("二〇一五年十一月三十一日", null) }),
        data: {
          listDate: "2016-12-31",
          pageDate: "二〇一五年十一月三十一日",
          writtenOn: null,
          found: "二〇一五年十一月三十一日",
        },
      },
      {
        why: "平年的2月29日，用汉字书写",
        given: article({ pageDate: printed("二〇一五年二月二十九日", null) }),
        data: {
          listDate: "2016-12-31",
          pageDate: "二〇一五年二月二十九日",
          writtenOn: null,
          found: "二〇一五年二月二十九日",
        },
      },
      {
        why: "系统没有填上的日期",
        given: article({ publishedOn: known(null), listDate: printed("0000-00-00", null) }),
        data: { listDate: "0000-00-00", pageDate: null, writtenOn: null, found: "0000-00-00" },
      },
      {
        why: "成文日期比发布日期晚一天",
        given: dated("2016-12-28", "2016-12-28", "2016-12-29"),
        data: {
          listDate: "2016-12-28",
          pageDate: "2016-12-28",
          writtenOn: "2016-12-29",
          found: "2016-12-28",
        },
        confidence: "confirmed",
        quotes: ["2016-12-29", "2016-12-28", "2016-12-28"],
      },
      {
        why: "文章页的日期比列表晚一天，成文日期比它还晚",
        given: dated("2016-12-27", "2016-12-28", "2016-12-29"),
        data: {
          listDate: "2016-12-27",
          pageDate: "2016-12-28",
          writtenOn: "2016-12-29",
          found: "2016-12-28",
        },
      },
      {
        why: "列表不写年份，成文日期仍晚于发布日期",
        given: article({
          publishedOn: known("2016-01-05"),
          listDate: printed("01-05", null),
          pageDate: known(null),
          writtenOn: known("2016-12-29"),
        }),
        data: { listDate: "01-05", pageDate: null, writtenOn: "2016-12-29", found: "2016-01-05" },
        quotes: ["2016-12-29", "01-05"],
      },
      {
        why: "列表与文章页相差两天，可能改过，只能是疑似",
        given: dated("2016-12-28", "2016-12-30"),
        data: {
          listDate: "2016-12-28",
          pageDate: "2016-12-30",
          writtenOn: null,
          days: 2,
          toleranceDays: 1,
        },
        confidence: "suspected",
        severity: "minor",
      },
      {
        why: "列表写错了年份，也只能是疑似",
        given: dated("2015-12-30", "2016-12-30"),
        data: {
          listDate: "2015-12-30",
          pageDate: "2016-12-30",
          writtenOn: null,
          days: 366,
          toleranceDays: 1,
        },
        confidence: "suspected",
      },
    ],
    cantTell: [
      {
        why: "日期在将来，但不知道全站是不是在巡查日以后才读的",
        given: dated("2017-01-03", "2017-01-03"),
        portal: null,
        reason: "incomplete",
      },
      {
        why: "文章页打不开，列表日期没有问题",
        given: article({ pageDate: unknown("timeout"), writtenOn: unknown("timeout") }),
        reason: "timeout",
      },
      {
        why: "成文日期读不出",
        given: article({ writtenOn: unknown("unreadable") }),
        reason: "unreadable",
      },
      {
        why: "成文日期晚于列表日期，但文章页的发布日期读不出",
        given: article({
          publishedOn: known("2016-12-28"),
          pageDate: unknown("needs-browser"),
          writtenOn: known("2016-12-29"),
        }),
        reason: "needs-browser",
      },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      {
        why: "列表和文章页都没有日期，缺少要素由别的规则指出",
        given: article({ publishedOn: known(null), listDate: known(null), pageDate: known(null) }),
        because: "no-dates",
      },
      {
        why: "只有成文日期，没有发布日期，即使成文日期在将来也无从比较",
        given: article({
          publishedOn: known(null),
          listDate: known(null),
          pageDate: known(null),
          writtenOn: known("2017-03-01"),
        }),
      },
    ],
  },
});

const FOUNDED_ON: CalendarDate = "1949-10-01";

/** A fault with the facts that show it. */
interface Fault extends Partial<Pick<Failed, "confidence" | "severity">> {
  readonly wording: string;
  readonly data: Failed["data"];
  readonly because: readonly Fact<unknown>[];
}

type Dated = Pick<ItemFacts, "listDate" | "pageDate" | "publishedOn" | "writtenOn">;

function noDateIn({ listDate, pageDate }: Dated): Fault | null {
  for (const fact of [pageDate, listDate]) {
    const date = dateOf(fact);
    if (date?.day === null && isWholeDate(date.text))
      return { wording: "no-date", data: { found: date.text }, because: [fact] };
  }
  return null;
}

function outOfRangeIn(
  { listDate, pageDate }: Dated,
  today: CalendarDate,
  latest: CalendarDate,
): Fault | null {
  const isFuture = (day: CalendarDate) => day > latest;
  const isEarly = (day: CalendarDate) => day < FOUNDED_ON;
  for (const [wording, isOut] of [
    ["future", isFuture],
    ["early", isEarly],
  ] as const) {
    const because = [pageDate, listDate].filter((fact) => {
      const day = dateOf(fact)?.day ?? null;
      return day !== null && isOut(day);
    });
    const found = because.map((fact) => dateOf(fact)?.day ?? null)[0] ?? null;
    if (found !== null)
      return { wording, data: { found, ...(wording === "future" ? { today } : {}) }, because };
  }
  return null;
}

/** The latest day that anything claims for the publication is held against the document's own day. */
function writtenLater({ listDate, pageDate, publishedOn, writtenOn }: Dated): Fault | null {
  if (!writtenOn.known || writtenOn.value === null) return null;
  if (!listDate.known || !pageDate.known || !publishedOn.known) return null;
  const claims = [listDate.value?.day, pageDate.value?.day, publishedOn.value].filter((day) => day != null);
  const latest = claims.sort().at(-1);
  if (latest === undefined || writtenOn.value <= latest) return null;
  const because = [writtenOn, ...[pageDate, listDate].filter((fact) => dateOf(fact) !== null)];
  return { wording: "written-later", data: { found: latest }, because };
}

function disagreementIn(
  { listDate, pageDate }: Dated,
  { toleranceDays }: { readonly toleranceDays: number },
): Fault | null {
  const [inList, onPage] = [dateOf(listDate)?.day, dateOf(pageDate)?.day];
  if (inList == null || onPage == null) return null;
  const days = Math.abs(daysBetween(inList, onPage));
  if (days <= toleranceDays) return null;
  const data = { days, toleranceDays };
  return {
    wording: "disagreement",
    data,
    because: [listDate, pageDate],
    confidence: "suspected",
    severity: "minor",
  };
}

function printedDates({ listDate, pageDate, writtenOn }: Dated) {
  const text = (date: PrintedDate | null) => date?.day ?? date?.text ?? null;
  return {
    listDate: text(dateOf(listDate)),
    pageDate: text(dateOf(pageDate)),
    writtenOn: writtenOn.known ? writtenOn.value : null,
  };
}

function dateOf(fact: Fact<PrintedDate | null>): PrintedDate | null {
  return fact.known ? fact.value : null;
}

/** Whether `text` gives year, month and day in full: only then is it wrong that the calendar lacks it. */
function isWholeDate(printed: string): boolean {
  const text = printed.trim();
  const digits = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)/.exec(text);
  if (digits) return calendarDate(Number(digits[1]), Number(digits[2]), Number(digits[3])) === null;
  return /^[一二三四五六七八九〇零○]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日/.test(
    text,
  );
}

/** An article with these days in list, on the page, and (optionally) at its foot. */
function dated(inList: CalendarDate, onPage: CalendarDate, written: CalendarDate | null = null) {
  return article({
    publishedOn: known(inList),
    listDate: printed(inList),
    pageDate: printed(onPage),
    writtenOn: known(written),
  });
}
