import { column, discovered, unit } from "../audit/example.ts";
import { cantTell, defineRule, failed, passed } from "../audit/rule.ts";
import { isGoneStatus } from "../domain/gone.ts";
import { hostOf } from "../domain/host.ts";
import { type ColumnFacts, type History, NO_HISTORY, type Page, type Reason } from "../domain/snapshot.ts";
import { addDays } from "../domain/time.ts";

export const unreachableColumn = defineRule({
  id: "unreachable-column",
  group: "site-health",
  title: { zh: "登记的栏目打不开", en: "A configured column is gone" },
  about: {
    zh: "门户文件为该单位登记的栏目，其地址接连几次返回404或410。上一次巡查也是如此，且同一主机上还有别的页面能打开的，认定；否则为疑似：可能是当时的故障，也可能是整个站点搬了家。没有应答、被拦截、服务器出错的，转到别的地址的，不作判断；从导航里发现的栏目不在此判；多个单位共用的栏目页不算在一个单位头上。",
    en: "A column that the portal file lists for the unit, whose address answers 404 or 410 several times in a row. Confirmed where the patrol before found the same, and other pages of its host open; else suspected: it may have been a fault of the hour, or the whole site may have moved. No answer, a refusal, an error of the server or being sent on elsewhere decides nothing; columns that were discovered in the navigation, and pages that several units share, are not judged here.",
  },
  severity: "major",
  basis: [
    {
      document: "国办发〔2015〕15号",
      clause: "全国政府网站普查评分表：网站可用性（首页可用性、链接可用性）",
      from: "2015-03-24",
      until: "2019-03-31",
    },
    { document: "本市巡查参数", clause: "登记的栏目应当能够打开", from: null, until: null },
  ],
  params: {
    attempts: {
      default: 3,
      min: 1,
      // The patrol asks no more often.
      max: 3,
      unit: "attempts",
      about: { zh: "接连返回404或410的次数", en: "answers of 404 or 410 in a row" },
    },
  },
  wording: {
    gone: {
      message: {
        zh: "栏目地址连续{attempts}次返回{status}",
        en: "The column's address answered {status} {attempts} times in a row",
      },
      expected: { zh: "登记的栏目能够打开", en: "A configured column opens" },
      actual: { zh: "返回{status}", en: "It answers {status}" },
      remedy: {
        zh: "恢复该栏目；栏目已迁移的，把新地址报给巡查单位更新登记",
        en: "Restore the column; where it has moved, have its new address put into the portal file",
      },
    },
  },
  target: "column",
  needs: [],

  appliesTo: ({ column: { url, origin } }, { snapshot }) =>
    origin === "listed" && snapshot.unit.columns.some((listed) => listed.url === url),

  judge(facts, { snapshot, history, params: { attempts } }) {
    const { listing, column: own } = facts;
    if (listing.known) return passed;
    const { page, reason } = listing;
    if (page === null || !isGoneStatus(page.status) || !isAt(page.url, own.url))
      return hasAnswered(page, reason) ? passed : { outcome: "cantTell", reason, page };
    const tries = page.tries ?? 1;
    if (tries < attempts) return cantTell("incomplete");
    const wasGone = isGoneStatus(history.readings[own.url]?.at(-1)?.status ?? null);
    return failed("gone", { status: page.status, attempts: tries }, [listing], {
      confidence: wasGone && isHostAlive(facts, snapshot.columns) ? "confirmed" : "suspected",
    });
  },

  examples: {
    passed: [
      { why: "栏目能打开", given: listed(column("05.01", ["2016-12-30"])) },
      { why: "栏目打开了，只是列表要用浏览器才能读", given: listed(answered("05.01", 200, "needs-browser")) },
      {
        why: "栏目打开了，只是列表认不出、没有读完、没有日期",
        given: listed(
          answered("05.01", 200, "unreadable"),
          answered("05.02", 200, "incomplete"),
          answered("05.03", 200, "no-dates"),
        ),
      },
      {
        why: "上次打不开，这次打开了",
        given: listed(column("05.01", ["2016-12-30"])),
        history: readBefore("05.01", 404),
      },
    ],
    failed: [
      {
        why: "连续三次返回404，第一次发现：疑似",
        given: listed(answered("05.01", 404), column("05.02", ["2016-12-30"])),
        data: { status: 404, attempts: 3 },
        confidence: "suspected",
      },
      {
        why: "转到同一地址的https，那里返回404",
        given: listed(sentOn(answered("05.01", 404), `https://${column("05.01", []).column.url.slice(7)}`)),
        data: { status: 404, attempts: 3 },
        confidence: "suspected",
      },
      {
        why: "上一次巡查也是404：认定",
        given: listed(answered("05.01", 404), column("05.02", ["2016-12-30"])),
        history: readBefore("05.01", 404),
        data: { status: 404, attempts: 3 },
        confidence: "confirmed",
      },
      {
        why: "两次巡查一次404、一次410，都是没有了",
        given: listed(answered("05.01", 410), column("05.02", ["2016-12-30"])),
        history: readBefore("05.01", 404),
        data: { status: 410, attempts: 3 },
        confidence: "confirmed",
      },
      {
        why: "再早打不开、上一次打开了：重新算起",
        given: listed(answered("05.01", 404), column("05.02", ["2016-12-30"])),
        history: readBefore("05.01", 404, 200),
        data: { status: 404, attempts: 3 },
        confidence: "suspected",
      },
      {
        why: "同一主机上别的栏目没有应答，没有一个能打开：可能整站搬了家",
        given: listed(answered("05.01", 404), column("05.02", "timeout")),
        history: readBefore("05.01", 404),
        data: { status: 404, attempts: 3 },
        confidence: "suspected",
      },
      {
        why: "能打开的栏目在另一个主机上：这个主机可能整个搬了家",
        given: listed(answered("05.01", 404), atHost("news.test", column("05.02", ["2016-12-30"]))),
        history: readBefore("05.01", 404),
        data: { status: 404, attempts: 3 },
        confidence: "suspected",
      },
    ],
    cantTell: [
      { why: "没有应答", given: listed(column("05.01", "timeout")), reason: "timeout" },
      { why: "服务器出错", given: listed(answered("05.01", 503, "server-error")), reason: "server-error" },
      { why: "被拦截", given: listed(answered("05.01", 403, "blocked")), reason: "blocked" },
      {
        why: "拦截页要用浏览器才能过，不是栏目打开了",
        given: listed(answered("05.01", 412, "needs-browser")),
        reason: "needs-browser",
      },
      { why: "没有读成，一页也没有", given: listed(column("05.01", "incomplete")), reason: "incomplete" },
      { why: "答200的“页面不存在”", given: listed(answered("05.01", 200, "soft-404")), reason: "soft-404" },
      {
        why: "转到了首页，首页返回404：不是栏目自己答的",
        given: listed(sentOn(answered("05.01", 404), "http://portal.test/mzj/")),
        reason: "unreachable",
      },
      {
        why: "出错之后只答了一次404",
        given: listed(answered("05.01", 404, "unreachable", 1)),
        reason: "incomplete",
      },
    ],
    inapplicable: [
      { why: "栏目是从导航里发现的，门户文件没有登记", given: unit([answered("05.01", 404)]) },
      {
        why: "登记的是别的栏目，打不开的是多个单位共用的栏目页",
        given: unit([answered("05.02", 404)], { unit: { columns: [column("05.01", []).column] } }),
      },
      { why: "栏目是程序提议的，还没有人核对", given: listed(discovered(answered("05.01", 404))) },
      { why: "没有栏目", given: unit([]) },
    ],
  },
});

/** Whether the address itself answered, and not one that it sent on to: what is gone there is not told. */
function isAt(answering: string, asked: string): boolean {
  const [one, other] = [answering, asked].map((url) =>
    url.replace(/^https?:\/\/|#.*$/gi, "").replace(/\/$/, ""),
  );
  return one === other;
}

/** Reasons for which a page that came could not be read, though it was surely the column's. */
const CAME: ReadonlySet<Reason> = new Set(["needs-browser", "unreadable", "incomplete", "no-dates"]);

function hasAnswered(page: Page | null, reason: Reason): boolean {
  return page !== null && page.status === 200 && CAME.has(reason);
}

/** Whether another column of its host opened: where none does, the host may refuse patrols, or have moved. */
function isHostAlive({ column: own }: ColumnFacts, columns: readonly ColumnFacts[]): boolean {
  return columns.some(
    ({ column: other, listing }) => hostOf(other.url) === hostOf(own.url) && listing.page?.status === 200,
  );
}

/** A unit whose columns the portal file lists. */
function listed(...columns: readonly ColumnFacts[]) {
  return unit(columns, { unit: { columns: columns.map((facts) => facts.column) } });
}

function answered(code: string, status: number, reason: Reason = "unreachable", tries = 3): ColumnFacts {
  const facts = column(code, reason);
  const { url } = facts.column;
  const page: Page = { url, fetchedAt: "2016-12-31T04:00:00.000Z", status, sha256: "1".repeat(64), tries };
  return { ...facts, listing: { known: false, reason, page } };
}

/** Answered by another address than its own. */
function sentOn(facts: ColumnFacts, url: string): ColumnFacts {
  const { listing } = facts;
  if (listing.known || listing.page === null) return facts;
  return { ...facts, listing: { ...listing, page: { ...listing.page, url } } };
}

function atHost(host: string, facts: ColumnFacts): ColumnFacts {
  return { ...facts, column: { ...facts.column, url: `http://${host}/` } };
}

/** How earlier patrols found the column of `code`, oldest first. */
function readBefore(code: string, ...statuses: readonly number[]): History {
  const { url } = column(code, []).column;
  const readings = statuses.map((status, n) => ({
    on: addDays("2016-12-01", n),
    readFrom: null,
    items: null,
    newestOn: null,
    status,
  }));
  return { ...NO_HISTORY, readings: { [url]: readings }, patrols: statuses.length };
}
