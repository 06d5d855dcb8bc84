import { column, item, known, unit, unknown } from "../audit/example.ts";
import { addTo } from "../audit/groups.ts";
import { unreadSince } from "../audit/read-since.ts";
import { cantTell, defineRule, failed, gapIn, inapplicable, passed, perSnapshot } from "../audit/rule.ts";
import { hasLetters, lettersOf, likeness, likenessMarks, wholeMark } from "../audit/text-likeness.ts";
import type { Fact, ItemFacts, Listing, UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";

const OLD = "http://portal.test/mzj/05.01/old.html";
const NEW = "http://portal.test/mzj/05.01/new.html";
const TEXT =
  "3月12日，市民政局组织28名干部职工到河西村走访慰问困难群众，送去大米、食用油等生活物资，详细询问生产生活情况，现场解答低保、医疗救助等政策问题36个。局主要负责人要求，各科室要把走访中收集到的意见逐条登记，限期办理，及时反馈。";

export const recycledItem = defineRule({
  id: "recycled-item",
  group: "malformed-items",
  title: { zh: "旧稿新发", en: "Old news put up as new" },
  about: {
    zh: "动态类信息的正文与本单位至少180天以前的另一条几乎相同（改了日期、标题或个别字句的也算），文中的其他数字都一样，又没有写明是转载、重发或回顾；通知和解读，还须文中写明了当时的年月日。一律只作疑似。法规政策、计划、财政、年报、办事等栏目，各期数字不同的例行信息，提示、倡议一类的，全站同一天导入、本栏目同一天导入五条以上的，正文很短的，不算。比到本次读到的最早一条为止。",
    en: "The text of an item of news is nearly that of another of the unit's at least 180 days older (another day, title or word makes no difference), with all its other figures the same, and no word of its being put up again, reposted or looked back on; a notice or an interpretation must name the day of that time with its year. Only ever suspected. Not policies, plans, finances, reports and services, nor routine items whose figures differ, hints and appeals, what the whole portal, or five items and more of the column, bear one day for, and short texts. Compared as far back as this patrol knows items.",
  },
  severity: "major",
  basis: [{ document: "本市巡查参数", clause: "不得以旧信息充当新信息更新栏目", from: null, until: null }],
  params: {
    minDays: {
      default: 180,
      min: 1,
      unit: "days",
      about: { zh: "旧稿至少早多少天", en: "days by which the other must be older" },
    },
    minLikeness: {
      default: 0.9,
      min: 0.5,
      max: 1,
      unit: "share",
      about: { zh: "正文至少相同多少", en: "how much of the texts must be the same" },
    },
    minBodyChars: {
      default: 60,
      min: 20,
      unit: "characters",
      about: { zh: "正文至少有多少字才比较", en: "how long a text must be to be compared" },
    },
  },
  wording: {
    recycled: {
      message: {
        zh: "正文与{originalOn}发布的信息几乎相同（相似度{likeness}）：{originalUrl}",
        en: "Nearly the text of an item of {originalOn} (likeness {likeness}): {originalUrl}",
      },
      expected: {
        zh: "发布新的信息；确需重发的，注明原发布日期",
        en: "New items; what must be put up again says when it first was",
      },
      actual: {
        zh: "{originalOn}的信息隔{daysApart}天又作为新信息发布",
        en: "An item of {originalOn}, {daysApart} days later put up as new",
      },
      remedy: {
        zh: "核对是否旧稿；是的，撤下或注明重发",
        en: "See whether it is old; if so, take it down or say that it is put up again",
      },
    },
  },
  target: "item",
  needs: ["title", "body", "publishedOn", "source"],

  appliesTo({ body }, { category, params }) {
    if (category === null || !COMPARED.includes(category.content)) return false;
    return !body.known || hasLetters(body.value, params.minBodyChars);
  },

  judge(entry, { category, snapshot, portal, params }) {
    const { title, body, source } = entry;
    const on = entry.publishedOn.value;
    if (on === null) return inapplicable();
    if (isNoted(title.value, body.value, source.value) || RECURRING.test(title.value)) return passed;
    const original = originalOf(entry, body.value, on, snapshot, params);
    if (original === null) return passed;
    if (category?.content !== "news" && !isOfThen(body.value, on, params.minDays)) return passed;
    if (portal === null) return cantTell("incomplete");
    if (portal.sharedDays.includes(on)) return passed;
    // The portal's other units may not tell what this one's list does: so many of one day came with a load.
    const lists = snapshot.columns.filter(({ listing }) => holds(listing, entry));
    const shown = lists.flatMap(({ listing }) => (listing.known ? [listing.value] : []));
    if (shown.some(({ items }) => items.filter((one) => dayOf(one) === on).length >= LOAD)) return passed;
    for (const { listing } of lists) {
      const gap = unreadSince(listing, on);
      if (gap) return gap;
    }
    const undated = gapIn(shown.flatMap(({ items }) => items.map(({ publishedOn }) => publishedOn)));
    if (undated) return undated;
    const { entry: other, on: originalOn, share } = original;
    const data = {
      originalUrl: other.url,
      originalOn,
      daysApart: daysBetween(originalOn, on),
      likeness: Math.floor(share * 100) / 100,
    };
    return failed("recycled", data, [body, entry.publishedOn, other.body, other.publishedOn], {
      confidence: "suspected",
    });
  },

  examples: {
    passed: [
      { why: "只有一条", given: unit([column("05.01", [item({ body: known(TEXT) })])]) },
      { why: "相隔不到180天", given: pair({}, { publishedOn: known("2016-07-06") }) },
      { why: "写明重发", given: pair({ title: known("重发：市民政局走访慰问困难群众") }) },
      { why: "文末写明原发布日期", given: pair({ body: known(`${TEXT}\n（本文原载于2016年3月14日）`) }) },
      { why: "转载", given: pair({ source: known("转载自省民政厅网站") }) },
      {
        why: "例行信息，各期数字不同",
        given: pair({ body: known(TEXT.replace("36个", "41个").replace("28名", "30名")) }),
      },
      {
        why: "两处数字不同，连起来却一样",
        given: pair(
          { body: known(TEXT.replace("28名", "12名").replace("36个", "3个")) },
          { body: known(TEXT.replace("28名", "1名").replace("36个", "23个")) },
        ),
      },
      { why: "旧的一条没有日期", given: pair({}, { publishedOn: known(null) }) },
      { why: "同一件事的后续，多写了一半", given: pair({ body: known(TEXT + following()) }) },
      {
        why: "没有一个数字，又不是逐字相同",
        given: pair({ body: known(bare(TEXT).replace("详细询问", "仔细询问")) }, { body: known(bare(TEXT)) }),
      },
      { why: "每年一次的提示", given: pair({ title: known("市民政局发布冬季用火安全提示") }) },
      {
        why: "全站同一天导入",
        given: pair({}),
        portal: { sharedDays: ["2016-12-31"] },
      },
      {
        why: "栏目同一天有五条，是成批导入",
        given: unit([
          column("05.01", [
            same({ url: NEW }),
            ...others(4, "2016-12-31"),
            same({ url: OLD, publishedOn: known("2016-03-14") }),
          ]),
        ]),
      },
      {
        why: "每年都发的通知，没有写明年份",
        given: notices(TEXT),
      },
      { why: "解读也一样", given: notices(TEXT, "03.02") },
      {
        why: "通知里写明了两个日子，一个是新近的",
        given: notices(`${TEXT.replace("3月12日", "2016年3月12日")}请于2016年12月20日前反馈。`),
      },
    ],
    failed: [
      {
        why: "原文照发，只换了发布日期",
        given: pair({}),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
        confidence: "suspected",
        severity: "major",
      },
      {
        why: "换了标题和文中的日子，删了一句",
        given: pair({
          title: known("市民政局冬季走访送温暖"),
          body: known(TEXT.replace("3月12日", "12月30日").replace("详细询问生产生活情况，", "")),
        }),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 0.91 },
        confidence: "suspected",
      },
      {
        why: "文中的日子换了写法",
        given: pair(
          { body: known(TEXT.replace("3月12日", "2016 年 12 月 30 日")) },
          { body: known(TEXT.replace("3月12日", "2016-3-12")) },
        ),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 0.98 },
      },
      {
        why: "文中的数字换成了全角",
        given: pair({ body: known(TEXT.replace("28名", "２８名")) }),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "没有一个数字，但逐字相同",
        given: pair({ body: known(bare(TEXT)) }, { body: known(bare(TEXT)) }),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "正文中间说到转发，说的不是它自己",
        given: pair(
          { body: known(`${TEXT}村民还在群里转发了政策问答。${following()}`) },
          { body: known(`${TEXT}村民还在群里转发了政策问答。${following()}`) },
        ),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "本市定为一字不差才算，正文至少也要这么长",
        given: pair({}),
        params: { minLikeness: 1, minBodyChars: lettersOf(TEXT).length },
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "以前发过两次，与最早的一次比",
        given: unit([
          column("05.01", [
            same({ url: NEW }),
            same({ url: "http://portal.test/mzj/05.01/between.html", publishedOn: known("2016-05-01") }),
            same({ url: OLD, publishedOn: known("2016-03-14") }),
          ]),
        ]),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "列表旧的在上；栏目里还有几条别的，有一条的文章页打不开；另一个栏目同一天导入五条，还有一个打不开",
        given: unit([
          column("05.01", [
            same({ url: OLD, publishedOn: known("2016-03-14") }),
            ...others(4, "2016-11-01"),
            item({ url: "http://portal.test/mzj/05.01/unread.html", body: unknown("timeout") }),
            same({ url: NEW }),
          ]),
          column("05.02", others(5, "2016-12-31")),
          column("05.03", "timeout"),
        ]),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "列表正好读到那一天",
        given: unit([
          column("05.01", [same({ url: NEW }), same({ url: OLD, publishedOn: known("2016-03-14") })], {
            readFrom: "2016-12-31",
          }),
        ]),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "正好180天",
        given: pair({}, { publishedOn: known("2016-07-04") }),
        data: { originalUrl: OLD, originalOn: "2016-07-04", daysApart: 180, likeness: 1 },
      },
      {
        why: "通知里写明的是当时的年月日",
        given: notices(TEXT.replace("3月12日", "2016年3月12日")),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
      {
        why: "解读里写明了期限，是当时的年月日，另一处只写月日",
        given: notices(`${TEXT}请于2016年8月9日前反馈。`, "03.02"),
        data: { originalUrl: OLD, originalOn: "2016-03-14", daysApart: 292, likeness: 1 },
      },
    ],
    cantTell: [
      { why: "正文读不出", given: pair({ body: unknown("needs-browser") }), reason: "needs-browser" },
      {
        why: "列表没有读到那一天，不知道栏目是否成批导入",
        given: unit([
          column("05.01", [same({ url: NEW }), same({ url: OLD, publishedOn: known("2016-03-14") })], {
            readFrom: null,
          }),
        ]),
        reason: "incomplete",
      },
      {
        why: "栏目里有一条的日期读不出，不知道是否成批导入",
        given: unit([
          column("05.01", [
            same({ url: NEW }),
            item({ url: "http://portal.test/mzj/05.01/unread.html", publishedOn: unknown("timeout") }),
            same({ url: OLD, publishedOn: known("2016-03-14") }),
          ]),
        ]),
        reason: "timeout",
      },
      { why: "不知道全站是否同一天导入", given: pair({}), portal: null, reason: "incomplete" },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      { why: "没有日期", given: pair({ publishedOn: known(null) }, { publishedOn: known(null) }) },
      { why: "未归入目录的栏目", given: pair({}, {}, null) },
      {
        why: "政策文件",
        given: unit([
          column("03.01", [same({ url: NEW }), same({ url: OLD, publishedOn: known("2016-03-14") })]),
        ]),
      },
      { why: "正文很短", given: pair({ body: known("详见附件。") }, { body: known("详见附件。") }) },
    ],
  },
});

/** What does not come again by its nature. */
const COMPARED = ["news", "notice", "interpretation"];

/** Words by which an item says that it is not new. */
const NOTED =
  /转载|转发|重发|重新发布|再次发布|再发布|重刊|重温|旧闻|旧文|回顾|往期|历史上的|原文?(?:载|刊|发布|发表|标题)|首发|曾(?:载|刊|发布)|更正|修订|摘自/;
/** What is said every year in the same words. */
const RECURRING = /提示|提醒|须知|指南|预警|倡议|公开信|值班|放假|问答|常识|知识/;

/** In a title, at the beginning or end of a text, or beside its source. */
function isNoted(title: string, body: string, source: string | null): boolean {
  return [title, body.slice(0, 60), body.slice(-80), source ?? ""].some((text) => NOTED.test(text));
}

const DAY = /(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?/g;

/** All figures of a text but for days, in their order. */
function figuresIn(text: string): string {
  // Most texts hold nothing that is a figure in another form: ２０, ①, ㎡.
  const plain = OF_OTHER_FORMS.test(text) ? text.normalize("NFKC") : text;
  return (plain.replace(DAY, " ").match(/\d+/g) ?? []).join(" ");
}

const OF_OTHER_FORMS = /[^\s!-~\u4e00-\u9fff\u3001\u3002\u300a\u300b\u201c\u201d，：；（）]/;

/** Whether the text names days with their year, all of them long before it was published. */
function isOfThen(text: string, on: CalendarDate, minDays: number): boolean {
  const latest = addDays(on, -Math.floor(minDays * 0.8));
  const two = (part: string | undefined) => `${part}`.padStart(2, "0");
  const days = [...text.normalize("NFKC").matchAll(DAY)].flatMap(([, year, month, day]) =>
    year === undefined ? [] : [`${year}-${two(month)}-${two(day)}`],
  );
  return days.length > 0 && days.every((day) => day <= latest);
}

interface Compared {
  readonly entry: ItemFacts;
  readonly on: CalendarDate;
  readonly body: string;
  /** Where there are none, only the very same words tell of the same event. */
  readonly figures: string;
}

/** By an item, those whose texts hold the same figures: what differs in a figure is another event. */
const sameFiguresOf = perSnapshot((snapshot) => {
  const groups = new Map<string, Compared[]>();
  const groupOf = new Map<ItemFacts, readonly Compared[]>();
  for (const { listing } of snapshot.columns) {
    for (const entry of listing.known ? listing.value.items : []) {
      const on = dayOf(entry);
      if (on === null || !entry.body.known) continue;
      const figures = figuresIn(entry.body.value);
      const compared = { entry, on, body: entry.body.value, figures };
      const group = groups.get(figures) ?? [];
      groups.set(figures, group);
      group.push(compared);
      groupOf.set(entry, group);
    }
  }
  return groupOf;
});

interface Marked {
  /** By the marks of their texts, each group from the oldest on. */
  readonly groups: ReadonlyMap<string, readonly Compared[]>;
  /** By address. */
  readonly marks: ReadonlyMap<string, readonly string[]>;
}

const marked = new WeakMap<readonly Compared[], Marked>();

/** Few items share all their figures with another: the texts of those alone are looked at. */
function markedIn(group: readonly Compared[]): Marked {
  const earlier = marked.get(group);
  if (earlier) return earlier;
  const groups = new Map<string, Compared[]>();
  const marks = new Map<string, readonly string[]>();
  for (const compared of group) {
    const letters = lettersOf(compared.body);
    const its = compared.figures === "" ? [wholeMark(letters)] : likenessMarks(letters);
    marks.set(compared.entry.url, its);
    for (const mark of its) {
      addTo(groups, mark, compared);
    }
  }
  for (const alike of groups.values()) alike.sort((a, b) => daysBetween(b.on, a.on));
  const result = { groups, marks };
  marked.set(group, result);
  return result;
}

/** Items of one day in one list that are taken for a load. */
const LOAD = 5;

function holds(listing: Fact<Listing>, entry: ItemFacts): boolean {
  return listing.known && listing.value.items.includes(entry);
}

/** How many of the oldest in a group are looked at: what is alike is mostly alike to all of them. */
const MOST_COMPARED = 4;

/** Texts as alike as asked for have eleven of their sixteen marks in common; fewer than three, one pair in a hundred thousand. */
const FEWEST_MARKS = 3;

/** The oldest item that says nearly the same and is old enough. */
function originalOf(
  entry: ItemFacts,
  body: string,
  on: CalendarDate,
  snapshot: UnitSnapshot,
  { minDays, minLikeness }: Readonly<Record<"minDays" | "minLikeness", number>>,
): (Compared & { readonly share: number }) | null {
  const group = sameFiguresOf(snapshot).get(entry) ?? [];
  if (group.length < 2) return null;
  const { groups, marks } = markedIn(group);
  const own = marks.get(entry.url) ?? [];
  const letters = lettersOf(body);
  const looked = new Set<string>();
  for (const mark of own) {
    for (const other of (groups.get(mark) ?? []).slice(0, MOST_COMPARED)) {
      if (looked.has(other.entry.url) || daysBetween(other.on, on) < minDays) continue;
      looked.add(other.entry.url);
      const its = new Set(marks.get(other.entry.url));
      if (own.filter((one) => its.has(one)).length < Math.min(own.length, FEWEST_MARKS)) continue;
      const others = lettersOf(other.body);
      const share = letters === others ? 1 : likeness(letters, others);
      if (share >= minLikeness) return { ...other, share };
    }
  }
  return null;
}

function dayOf({ publishedOn }: ItemFacts): CalendarDate | null {
  return publishedOn.known ? publishedOn.value : null;
}

function same(facts: Partial<ItemFacts>): ItemFacts {
  return item({ title: known("市民政局走访慰问困难群众"), body: known(TEXT), ...facts });
}

/** An item of today and one of March. */
function pair(later: Partial<ItemFacts>, earlier: Partial<ItemFacts> = {}, code: string | null = "05.01") {
  return unit([
    column(code, [
      same({ url: NEW, ...later }),
      same({ url: OLD, publishedOn: known("2016-03-14"), ...earlier }),
    ]),
  ]);
}

function bare(text: string): string {
  return text.replace("28名", "部分").replace("36个", "");
}

function notices(text: string, code = "05.02") {
  return pair({ body: known(text) }, { body: known(text) }, code);
}

/** Items of one day that speak of something else. */
function others(count: number, day: CalendarDate): ItemFacts[] {
  return Array.from({ length: count }, (_, n) =>
    item({
      url: `http://portal.test/mzj/05.01/other${day}-${n}.html`,
      publishedOn: known(day),
      body: known(`第${n}号情况，正文另有所指。`),
    }),
  );
}

/** What happened afterwards. */
function following(): string {
  return "此后两个月里，驻村工作队先后为村里修通了机耕路，落实了产业扶持资金，帮助贫困户发展茶叶种植和生猪养殖，村集体经济收入明显增加，群众精神面貌焕然一新，纷纷表示要靠自己的双手过上好日子。";
}
