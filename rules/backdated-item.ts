import { article, column, item, known, printed, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, gapIn, passed, perSnapshot } from "../audit/rule.ts";
import type { Column } from "../domain/portal.ts";
import { type History, type ItemFacts, NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";

const COLUMN = "http://portal.test/mzj/05.01/";
const URL = "http://portal.test/mzj/05.01/new.html";

export const backdatedItem = defineRule({
  id: "backdated-item",
  group: "burst-publishing",
  title: { zh: "倒签日期", en: "Back-dated" },
  about: {
    zh: "信息标注的日期早于它实际发布的日子。确认：以前的巡查把这个栏目读到了所标日期以前，这条信息当时不在，而那次巡查比所标日期晚不止容许的天数；首次见到的日子本身不作证据，以前在本单位任一栏目已有同名信息的（重发、移栏、转发），或者同一天的另一条已经撤下的（更正重发），不算。疑似：地址里的日期比所标日期晚不止容许的天数；但地址同一天有两个以上栏目或五种以上所标日期的（成批导入）、法规和政策文件、一年内至少一半信息都如此的单位，不算。文章页写明了较晚日期的不算。",
    en: "An item bears a date before the day on which it was put up. Confirmed: an earlier patrol read this list down to before that date, more days after it than tolerated, and the item was not there; the day on which it was first seen proves nothing, and it is cleared by an item of the same title that stood in any of the unit's columns before (put up again, moved, listed here too), or by another of that day that was taken away (put up again, corrected). Suspected: the date in its address is later by more than tolerated; not where that address day holds items of two columns or of five claimed dates (a load), nor for laws and policy documents, nor where at least half of the unit's items of the last year are so. A page that says a later date itself is no fault.",
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

  appliesTo: ({ publishedOn }) => !publishedOn.known || publishedOn.value !== null,

  judge(item, context) {
    const { publishedOn, pageDate, addressDay } = item;
    const { history, params, snapshot, today } = context;
    const claimedOn = publishedOn.value;
    if (claimedOn === null) return passed;
    const isLate = (day: CalendarDate) => daysBetween(claimedOn, day) > params.toleranceDays;
    const saidOn = pageDate.value?.day ?? null;
    if (saidOn !== null && isLate(saidOn)) return passed;
    const absentOn = absenceOf(item, claimedOn, snapshot, history);
    if (absentOn !== null && isLate(absentOn)) {
      const data = { claimedOn, absentOn, evidenceOn: null, source: "history" };
      return failed("absent", data, [publishedOn], { event: claimedOn });
    }
    if (addressDay === null || addressDay > today || !isLate(addressDay)) return passed;
    const isLaw = context.category?.content === "policy" || LAW.test(item.listTitle);
    if (isLaw) return passed;
    const isText = ({ category }: Column) =>
      context.catalogue.categories.some(({ code, content }) => code === category && content === "static");
    const lists = snapshot.columns.flatMap(({ column: of, listing }) => (isText(of) ? [] : [listing]));
    const gap = gapIn(lists);
    if (gap) return gap;
    const yearAgo = addDays(today, -366);
    const isRead = lists.every((listing) => {
      const readFrom = listing.known ? listing.value.readFrom : null;
      return readFrom !== null && (readFrom === "start" || readFrom <= yearAgo);
    });
    if (!isRead) return cantTell("incomplete");
    // What was not found may hold the rest of a load.
    const unseen = snapshot.unit.columnsReviewedOn === null ? gapIn([snapshot.navigation]) : null;
    if (unseen) return unseen;
    const loads = addressDaysOf(snapshot);
    const dayGap = gapIn(loads.items.map((entry) => entry.publishedOn));
    if (dayGap) return dayGap;
    const load = loads.byDay.get(addressDay);
    if (load && (load.columns.size >= 2 || load.claims.size >= 5)) return passed;
    const recent = loads.items.flatMap(({ publishedOn: claim, addressDay: day }) =>
      claim.known && claim.value !== null && claim.value >= yearAgo && day !== null
        ? [daysBetween(claim.value, day) > params.toleranceDays]
        : [],
    );
    if (recent.filter((late) => late).length * 2 >= recent.length) return passed;
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
        why: "以前那次列表没有读出",
        given: listed("2016-12-01"),
        history: read("2016-12-20", {}, "start", null),
      },
      {
        why: "以前在另一个栏目已经发过，移到了这里",
        given: listed("2016-12-01", { listTitle: "市民政局召开会议" }),
        history: { ...read("2016-12-20"), ...before({ listTitle: "市民政局召开会议" }, "05.02") },
      },
      {
        why: "改正了标题重发，原来那条已经撤下",
        given: listed("2016-12-01", { listTitle: "市民政局召开工作会议" }),
        history: { ...read("2016-12-20"), ...before({ listTitle: "市民政局召开工做会议" }) },
      },
      {
        why: "文章页写明了较晚的日期",
        given: listed("2016-12-01", { pageDate: printed("2016-12-28") }),
        history: read("2016-12-20"),
      },
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
          ]),
        ]),
      },
    ],
    failed: [
      {
        why: "巡查时栏目里没有，后来以更早的日期出现",
        given: listed("2016-12-01"),
        history: read("2016-12-20"),
        data: { claimedOn: "2016-12-01", absentOn: "2016-12-20", evidenceOn: null, source: "history" },
        confidence: "confirmed",
        severity: "critical",
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
        data: { claimedOn: "2016-12-01", absentOn: null, evidenceOn: "2016-12-28", source: "url" },
        confidence: "suspected",
        severity: "major",
      },
    ],
    cantTell: [
      {
        why: "文章页打不开，它可能写明了较晚的日期",
        given: listed("2016-12-01", { pageDate: unknown("timeout") }),
        history: read("2016-12-20"),
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

/** The last day on which a patrol read one of the item's lists to before `claimedOn` without it; null: none. */
function absenceOf(
  item: ItemFacts,
  claimedOn: CalendarDate,
  snapshot: UnitSnapshot,
  { firstSeen, readings, columns }: History,
): CalendarDate | null {
  const seenOn = Object.hasOwn(firstSeen, item.url) ? (firstSeen[item.url] ?? null) : null;
  const earlier = earlierItemsOf(columns);
  const wasThere = (other: ItemFacts) => other.url !== item.url;
  // Put up again, moved here from another column, or listed here too: it is not new.
  if (earlier.byTitle.get(squeezed(item.listTitle))?.some(wasThere)) return null;
  // Something of that day was taken away: this may be it, corrected.
  const shown = shownIn(snapshot);
  const isGone = ({ url, listTitle }: ItemFacts) => !shown.has(url) && !shown.has(squeezed(listTitle));
  if (earlier.byDay.get(claimedOn)?.some((other) => wasThere(other) && isGone(other))) return null;
  let last: CalendarDate | null = null;
  for (const {
    column: { url },
    listing,
  } of snapshot.columns) {
    if (!Object.hasOwn(readings, url) || !listing.known || !listing.value.items.includes(item)) continue;
    for (const { on, readFrom, items } of readings[url] ?? []) {
      const isThere = seenOn !== null && seenOn <= on;
      const reached = readFrom === "start" || (readFrom !== null && readFrom < claimedOn);
      // A list that was empty is being filled for the first time.
      if (isThere || !reached || items === null || items === 0) continue;
      if (last === null || on > last) last = on;
    }
  }
  return last;
}

interface EarlierItems {
  readonly byTitle: ReadonlyMap<string, readonly ItemFacts[]>;
  readonly byDay: ReadonlyMap<CalendarDate, readonly ItemFacts[]>;
}

const earlierItems = new WeakMap<History["columns"], EarlierItems>();

/** What earlier patrols saw in any of the unit's columns, by title and by day. */
function earlierItemsOf(columns: History["columns"]): EarlierItems {
  const known = earlierItems.get(columns);
  if (known) return known;
  const byTitle = new Map<string, ItemFacts[]>();
  const byDay = new Map<CalendarDate, ItemFacts[]>();
  for (const { listing, further } of Object.values(columns)) {
    for (const entry of [...(listing?.value.items ?? []), ...further]) {
      add(byTitle, squeezed(entry.listTitle), entry);
      const day = entry.publishedOn.known ? entry.publishedOn.value : null;
      if (day !== null) add(byDay, day, entry);
    }
  }
  const found = { byTitle, byDay };
  earlierItems.set(columns, found);
  return found;
}

function add<K>(groups: Map<K, ItemFacts[]>, key: K, entry: ItemFacts): void {
  const group = groups.get(key);
  if (group) group.push(entry);
  else groups.set(key, [entry]);
}

/** Addresses and titles of all items that the unit's lists show. */
const shownIn = perSnapshot(
  ({ columns }) =>
    new Set(
      columns.flatMap(({ listing }) =>
        listing.known ? listing.value.items.flatMap(({ url, listTitle }) => [url, squeezed(listTitle)]) : [],
      ),
    ),
);

interface Load {
  readonly columns: Set<string>;
  readonly claims: Set<CalendarDate>;
}

/** Items whose address holds a day, and what stands under each such day. */
const addressDaysOf = perSnapshot((snapshot) => {
  const byDay = new Map<CalendarDate, Load>();
  const items: ItemFacts[] = [];
  for (const {
    column: { url },
    listing,
  } of snapshot.columns) {
    for (const entry of listing.known ? listing.value.items : []) {
      if (entry.addressDay === null) continue;
      items.push(entry);
      const load = byDay.get(entry.addressDay) ?? { columns: new Set(), claims: new Set() };
      load.columns.add(url);
      if (entry.publishedOn.known && entry.publishedOn.value !== null)
        load.claims.add(entry.publishedOn.value);
      byDay.set(entry.addressDay, load);
    }
  }
  return { byDay, items };
});

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

/** A column with one item of the day claimed. */
function listed(claimedOn: CalendarDate, facts: Partial<ItemFacts> = {}) {
  return unit([column("05.01", [item({ url: URL, publishedOn: known(claimedOn), ...facts })])]);
}

/** An earlier patrol's reading of that column. */
function read(
  on: CalendarDate,
  firstSeen: History["firstSeen"] = {},
  readFrom: CalendarDate | "start" = "start",
  items: number | null = 4,
): History {
  return {
    ...NO_HISTORY,
    firstSeen,
    readings: { [COLUMN]: [{ on, readFrom, items, newestOn: on, status: 200 }] },
    patrols: 1,
  };
}

/** What an earlier patrol saw: an item of 1 December at another address. */
function before(facts: Partial<ItemFacts>, code = "05.01"): Pick<History, "columns"> {
  const url = `http://portal.test/mzj/${code}/`;
  const { listing } = column(code, [
    item({ url: `${url}before.html`, publishedOn: known("2016-12-01"), ...facts }),
  ]);
  const of = { rendered: false, listing: listing.known ? listing : null, further: [], othersRows: [] };
  return { columns: { [url]: of } };
}

/** Items whose addresses bear the day claimed. */
function ordinary(count: number): ItemFacts[] {
  return Array.from({ length: count }, (_, n) => {
    const day = addDays("2016-11-30", -n);
    return item({ url: `${COLUMN}${n}.html`, publishedOn: known(day), addressDay: day });
  });
}

/** Such an item of 1 December among ordinary ones. */
function among(facts: Partial<ItemFacts>) {
  return unit([
    column("05.01", [item({ url: URL, publishedOn: known("2016-12-01"), ...facts }), ...ordinary(5)]),
  ]);
}
