import { article, column, item, known, unit, unknown } from "../audit/example.ts";
import { addTo } from "../audit/groups.ts";
import { defineRule, failed, passed, perSnapshot } from "../audit/rule.ts";
import { withoutBlanks } from "../domain/blanks.ts";
import type { ItemFacts } from "../domain/snapshot.ts";
import { type CalendarDate, daysBetween } from "../domain/time.ts";

const A = "http://portal.test/mzj/05.01/t20161230_1.html";
const B = "http://portal.test/mzj/05.01/t20161230_2.html";
const TEXT = "12月30日，市民政局召开工作会议，听取各科室汇报，部署下一步养老服务和社会救助工作。";

export const duplicateItem = defineRule({
  id: "duplicate-item",
  group: "malformed-items",
  title: { zh: "重复发布", en: "Published twice" },
  about: {
    zh: "同一栏目里有两条信息，地址不同，标题和正文（不计空白）完全相同，所附的附件、图片也相同；记在后发布的一条上。同一条出现在两个栏目不算；标题相同、正文不同的（如历年的同名通知）不算；没有正文或正文很短、只有附件的不看；正文相同而附件不同的不算。正文里没有写日子、又相隔一个月以上或者日期不明的，可能是例行的通知，只作疑似。",
    en: "Two items of one column at different addresses with the very same title and text (white space aside) and the same attachments and pictures; held against the later one. The same item in two columns is no fault, nor is the same title over another text, nor the same text with other attachments; items without text of some length are not looked at. Where the text names no day and they lie more than a month apart, or are undated, it may be a recurring notice and is only suspected.",
  },
  severity: "minor",
  basis: [{ document: "本市巡查参数", clause: "同一栏目不重复发布同一信息", from: null, until: null }],
  params: {
    minBodyChars: {
      default: 30,
      min: 1,
      unit: "characters",
      about: { zh: "正文至少有多少字才比较", en: "how long a text must be to be compared" },
    },
  },
  wording: {
    twice: {
      message: {
        zh: "与同一栏目的另一条信息完全相同：{otherUrl}",
        en: "The very same as another item of the column: {otherUrl}",
      },
      expected: { zh: "一条信息只发布一次", en: "Each item once" },
      actual: { zh: "另一条：{otherUrl}", en: "The other: {otherUrl}" },
      remedy: { zh: "删除重复的一条", en: "Delete one of them" },
    },
  },
  target: "item",
  // Half a year later it is more than a slip.
  yieldsTo: [{ rule: "recycled-item", scope: "item" }],
  needs: ["title", "body", "carriers", "publishedOn"],

  appliesTo: ({ body }, { params }) => !body.known || withoutBlanks(body.value).length >= params.minBodyChars,

  judge(item, { snapshot }) {
    const other = originalsOf(snapshot).get(item.url);
    if (!other) return passed;
    // What names its own day is the same event; what does not may be a notice that comes again.
    const isSlip = DAY_NAMED.test(item.body.value) || isSoonAfter(dayOf(other), dayOf(item));
    return failed("twice", { otherUrl: other.url }, [item.body, item.title, other.body, other.title], {
      confidence: isSlip ? "confirmed" : "suspected",
    });
  },

  examples: {
    passed: [
      { why: "只有一条", given: pair({ url: A }, null) },
      {
        why: "标题相同，正文不同，是历年的同名通知",
        given: pair({ url: A }, { url: B, body: known(`${TEXT}本年度增加一批。`) }),
      },
      { why: "正文相同，标题不同", given: pair({ url: A }, { url: B, title: known("市民政局会议简讯") }) },
      {
        why: "正文相同，附件不同",
        given: pair(
          { url: A, carriers: known([{ url: "http://portal.test/1.doc", name: "第一批" }]) },
          { url: B, carriers: known([{ url: "http://portal.test/2.doc", name: "第二批" }]) },
        ),
      },
      { why: "地址只差协议", given: pair({ url: A }, { url: A.replace("http:", "https:") }) },
      { why: "地址只差锚点", given: pair({ url: A }, { url: `${A}#content` }) },
      { why: "静态页的地址只差查询参数", given: pair({ url: A }, { url: `${A}?from=top` }) },
      {
        why: "静态页的地址只差查询参数，扩展名是htm，大小写不一",
        given: pair(
          { url: "http://portal.test/mzj/1.htm" },
          { url: "http://portal.test/MZJ/1.HTM?from=top" },
        ),
      },
      {
        why: "同一条在两个栏目",
        given: unit([column("05.01", [same({ url: A })]), column("05.02", [same({ url: B })])]),
      },
      {
        why: "列表里的标题不同，文章页可能答错了",
        given: pair({ url: A }, { url: B, listTitle: "市民政局走访慰问困难群众" }),
      },
    ],
    failed: [
      {
        why: "同一天发布两次",
        given: pair({ url: A }, { url: B }),
        data: { otherUrl: A },
        confidence: "confirmed",
        severity: "minor",
      },
      {
        why: "列表新的在上，记在后发布的一条上",
        given: pair(
          { url: B, publishedOn: known("2016-12-30") },
          { url: A, publishedOn: known("2016-12-20") },
        ),
        data: { otherUrl: A },
      },
      {
        why: "地址与先后无关，看发布日期",
        given: pair(
          { url: A, publishedOn: known("2016-12-30") },
          { url: B, publishedOn: known("2016-12-20") },
        ),
        data: { otherUrl: B },
      },
      {
        why: "还有一条的文章页打不开，另一个栏目也打不开，都不妨碍",
        given: unit([
          column("05.01", [
            same({ url: `${A}?unread`, title: unknown("timeout"), body: unknown("timeout") }),
            same({ url: A }),
            same({ url: B }),
          ]),
          column("05.02", "timeout"),
        ]),
        data: { otherUrl: A },
      },
      {
        why: "附件相同，只是次序不同",
        given: pair(
          {
            url: A,
            carriers: known([
              { url: "http://portal.test/1.doc", name: "第一批" },
              { url: "http://portal.test/2.doc", name: "第二批" },
            ]),
          },
          {
            url: B,
            carriers: known([
              { url: "http://portal.test/2.doc", name: "第二批" },
              { url: "http://portal.test/1.doc", name: "第一批" },
            ]),
          },
        ),
        data: { otherUrl: A },
      },
      {
        why: "正文正好三十字",
        given: pair({ url: A, body: known(TEXT.slice(0, 30)) }, { url: B, body: known(TEXT.slice(0, 30)) }),
        data: { otherUrl: A },
      },
      {
        why: "正文没有写日子，但相隔正好31天",
        given: pair(
          { url: A, body: known(TEXT.replace("12月30日", "近日")), publishedOn: known("2016-11-30") },
          { url: B, body: known(TEXT.replace("12月30日", "近日")), publishedOn: known("2016-12-31") },
        ),
        data: { otherUrl: A },
        confidence: "confirmed",
      },
      ...["9月5日", "10 月 18 日"].map((day) => ({
        why: `正文写着“${day}”，隔了两个月再发，说的还是同一天的事`,
        given: pair(
          { url: A, body: known(TEXT.replace("12月30日", day)), publishedOn: known("2016-10-20") },
          { url: B, body: known(TEXT.replace("12月30日", day)) },
        ),
        data: { otherUrl: A },
        confidence: "confirmed" as const,
      })),
      {
        why: "正文没有写日子，其中一条没有日期，相隔多久说不清，只能是疑似",
        given: pair(
          { url: A, body: known(TEXT.replace("12月30日", "近日")), publishedOn: known(null) },
          { url: B, body: known(TEXT.replace("12月30日", "近日")) },
        ),
        data: { otherUrl: A },
        confidence: "suspected",
      },
      {
        why: "又有两条同名的没有读全，不妨碍判断前两条",
        given: unit([
          column("05.01", [
            same({ url: A }),
            same({ url: B }),
            same({ url: "http://portal.test/mzj/3.html", body: unknown("timeout") }),
            same({ url: "http://portal.test/mzj/4.html", carriers: unknown("unreadable") }),
          ]),
        ]),
        data: { otherUrl: A },
      },
      {
        why: "只差空白",
        given: pair({ url: A }, { url: B, body: known(TEXT.replace("，", "，\n　　")) }),
        data: { otherUrl: A },
      },
      {
        why: "正文没有写日子，隔了两个月再发，可能是例行通知，只能是疑似",
        given: pair(
          { url: A, body: known(TEXT.replace("12月30日", "近日")), publishedOn: known("2016-10-08") },
          { url: B, body: known(TEXT.replace("12月30日", "近日")) },
        ),
        data: { otherUrl: A },
        confidence: "suspected",
      },
    ],
    cantTell: [
      {
        why: "文章页打不开",
        given: article({ title: unknown("timeout"), body: unknown("timeout") }),
        reason: "timeout",
      },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      {
        why: "两条都只有附件，没有正文",
        given: pair({ url: A, body: known("") }, { url: B, body: known("") }),
      },
      {
        why: "正文很短",
        given: pair({ url: A, body: known("详见附件。") }, { url: B, body: known("详见附件。") }),
      },
    ],
  },
});

const DAY_NAMED = /\d\s*月\s*\d{1,2}\s*日/;

/** Whether both days are told and lie no more than a month apart. */
function isSoonAfter(earlier: CalendarDate | null, later: CalendarDate | null): boolean {
  return earlier !== null && later !== null && daysBetween(earlier, later) <= 31;
}

function dayOf({ publishedOn }: ItemFacts): CalendarDate | null {
  return publishedOn.known ? publishedOn.value : null;
}

/** Item address → the earlier item of the same column that is the very same. */
const originalsOf = perSnapshot((snapshot) => {
  const originals = new Map<string, ItemFacts>();
  for (const { listing } of snapshot.columns) {
    if (!listing.known) continue;
    // Few items share their titles with another: the texts of those alone are looked at.
    const alike = groupsBy(listing.value.items, titlesOf).flatMap((entries) => groupsBy(entries, markOf));
    for (const [first, ...others] of alike.map((group) => group.sort(byDay))) {
      for (const other of others)
        if (first && placeOf(other.url) !== placeOf(first.url)) originals.set(other.url, first);
    }
  }
  return originals;
});

/** Items that are alike by a mark, two and more each; null is like nothing. */
function groupsBy(items: readonly ItemFacts[], markOf: (one: ItemFacts) => string | null): ItemFacts[][] {
  const groups = new Map<string, ItemFacts[]>();
  for (const one of items) {
    const mark = markOf(one);
    if (mark !== null) addTo(groups, mark, one);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function titlesOf({ title, listTitle }: ItemFacts): string | null {
  return title.known ? JSON.stringify([withoutBlanks(title.value), withoutBlanks(listTitle)]) : null;
}

/** All besides its titles by which an item is told from another, but for address and day; null where some was not read. */
function markOf({ body, carriers, publishedOn }: ItemFacts): string | null {
  if (!body.known || !carriers.known || !publishedOn.known) return null;
  return JSON.stringify([withoutBlanks(body.value), carriers.value.map(({ url }) => url).sort()]);
}

function byDay(a: ItemFacts, b: ItemFacts): number {
  const key = (one: ItemFacts) => `${dayOf(one) ?? ""} ${one.url}`;
  return key(a) < key(b) ? -1 : 1;
}

/** An address without what may differ although the page is the same. */
function placeOf(url: string): string {
  const bare = url.replace(/^https?:\/\/(?:www\.)?/i, "").replace(/#.*/s, "");
  return bare.replace(/(\.s?html?)\?.*/is, "$1").toLowerCase();
}

function same(facts: Partial<ItemFacts>): ItemFacts {
  return item({ listTitle: "市民政局召开工作会议", body: known(TEXT), ...facts });
}

function pair(first: Partial<ItemFacts>, second: Partial<ItemFacts> | null) {
  return unit([column("05.01", [same(first), ...(second ? [same(second)] : [])])]);
}
