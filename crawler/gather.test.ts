import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Column, SharedColumn, Unit } from "../domain/portal.ts";
import { type ColumnFacts, NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { recordedClient } from "./client.ts";
import { GATHER_DEFAULTS, type GatherContext, gather } from "./gather.ts";
import { PageDocument } from "./page-document.ts";
import type { Renderer } from "./render.ts";
import { Evidence } from "./warc.ts";

// A unit's site told in pages, as evidence holds them.

const ROOT = "http://portal.test/mzj/";
const MENU = [
  ["gzdt", "工作动态"],
  ["tzgg", "通知公告"],
  ["jgzn", "机构职能"],
  ["zcwj", "政策文件"],
] as const;

const frame = (main: string) => `<html><head><title>市民政局</title></head><body>
<div class="nav"><ul>${MENU.map(([slug, name]) => `<li><a href="/mzj/${slug}/">${name}</a></li>`).join("")}</ul></div>
<div class="position">当前位置：<a href="/mzj/">首页</a> &gt; 栏目</div>
<div class="content">${main}</div><div class="footer">主办：市民政局</div></body></html>`;
const list = (
  rows: readonly (readonly [string, string, string])[],
  pager = "createPageHTML(1, 0, 'index', 'html')",
) =>
  frame(
    `<ul class="list">${rows.map(([href, title, day]) => `<li><a href="${href}">${title}</a><span>${day}</span></li>`).join("")}</ul><script>${pager}</script>`,
  );
const article = (title: string, day: string, source = "市民政局") =>
  frame(
    `<h1>${title}</h1><p>发布时间：${day}　来源：${source}</p><div class="TRS_Editor"><p>${title}的有关情况如下，现予公布，请知悉。</p><p>各项工作按计划进行，有关单位协同配合。</p></div>`,
  );

const SITE: Readonly<Record<string, string>> = {
  "": frame("<p>欢迎访问</p>"),
  "gzdt/": list(
    [
      ["./t20161230_1.html", "市民政局召开年度总结会议", "2016-12-30"],
      ["./t20161220_2.html", "市民政局走访慰问困难群众", "2016-12-20"],
      ["./t20161210_3.html", "市民政局开展安全生产检查", "2016-12-10"],
      ["http://elsewhere.test/4.html", "省民政厅来我市调研养老工作", "2016-12-09"],
    ],
    "createPageHTML(3, 0, 'index', 'html')",
  ),
  "gzdt/t20161230_1.html": article("市民政局召开年度总结会议", "2016-12-30"),
  "gzdt/t20161220_2.html": article("市民政局走访慰问困难群众", "2016-12-20"),
  "tzgg/": list([["../gzdt/t20161220_2.html", "市民政局走访慰问困难群众", "2016-12-20"]]),
  "jgzn/": frame(
    "<h1>机构职能</h1><div class='TRS_Editor'><p>市民政局主管全市民政工作，负责社会救助、基层政权建设和社会事务管理。</p></div>",
  ),
  "zcwj/": list([]),
};

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const column = (slug: string, category: string | null): Column => ({
  name: slug,
  url: `${ROOT}${slug}/`,
  category,
  origin: "listed",
  path: [],
});
const UNIT: Unit = {
  id: "mzj",
  name: "市民政局",
  kind: "department",
  url: ROOT,
  inspector: null,
  contact: null,
  columnsReviewedOn: null,
  columns: [column("gzdt", "05.01")],
  exempt: [],
  declared: [],
};

async function gathered(
  pages: Readonly<Record<string, string>>,
  more: Partial<GatherContext> = {},
  unit = UNIT,
): Promise<UnitSnapshot> {
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-gather-"));
  folders.push(folder);
  const evidence = await Evidence.open(path.join(folder, "e.warc.gz"));
  const fetchedAt = "2016-12-31T04:00:00.000Z";
  for (const [address, html] of Object.entries(pages)) {
    const url = new URL(address, ROOT).href;
    const to = /^302 (.*)/.exec(html)?.[1];
    const headers = { "content-type": "text/html; charset=utf-8", ...(to && { location: to }) };
    await evidence.putResponse({
      form: null,
      url,
      status: html === "404" ? 404 : to ? 302 : 200,
      headers,
      body: new TextEncoder().encode(html),
      fetchedAt,
    });
  }
  try {
    return await gather(unit, {
      client: recordedClient(evidence),
      limits: { ...GATHER_DEFAULTS, readTo: "2015-11-27", recheckTo: "2016-09-30" },
      hosts: new Set(["portal.test"]),
      others: ["http://portal.test/rsj/"],
      shared: [],
      classify: (columns) => columns,
      recheck: [],
      history: NO_HISTORY,
      signal: new AbortController().signal,
      ...more,
    });
  } finally {
    await evidence.close();
  }
}

const of = (snapshot: UnitSnapshot, slug: string): ColumnFacts => {
  const found = snapshot.columns.find((c) => c.column.url.includes(`/${slug}/`));
  if (!found) throw new Error(`no column ${slug}`);
  return found;
};
const listingOf = (facts: ColumnFacts) => {
  if (!facts.listing.known) throw new Error(facts.listing.reason);
  return facts.listing.value;
};

test("listed columns come first, the others are found in the navigation", async () => {
  const { navigation, columns } = await gathered(SITE);
  expect(columns.map((c) => [c.column.origin, c.column.name])).toEqual([
    ["listed", "gzdt"],
    ["discovered", "通知公告"],
    ["discovered", "机构职能"],
    ["discovered", "政策文件"],
  ]);
  expect(navigation.known).toBe(true);
});

test("what a discovered column's page calls itself is put to the catalogue, what a person listed is not", async () => {
  const page = (name: string) =>
    list([["./t20161220_9.html", "市民政局走访慰问困难群众", "2016-12-20"]])
      .replace("<title>市民政局", `<title>${name}-市民政局`)
      .replace("&gt; 栏目", `&gt; <a href="../zw/">政务公开</a> &gt; ${name}`);
  const asked: (readonly [name: string, path: readonly string[]])[] = [];
  const { columns } = await gathered(
    { ...SITE, "gzdt/": page("工作动态"), "tzgg/": page("人事信息") },
    {
      fits: (names) => {
        asked.push(...names.map(({ name, path }) => [name, path] as const));
        return names.flatMap(({ name }) => (name === "人事信息" || name === "工作动态" ? [name] : []));
      },
    },
  );
  expect(asked).toContainEqual(["人事信息", ["政务公开"]]);
  expect(asked).toContainEqual(["政务公开", []]);
  const held = columns.map(({ column, mayHold }) => [column.name, [...new Set(mayHold)]]);
  expect(held.slice(0, 2)).toEqual([
    ["gzdt", []],
    ["通知公告", ["人事信息"]],
  ]);
});

test("a list whose next page does not answer is known from its oldest item on, and no further", async () => {
  const listing = listingOf(of(await gathered({ ...SITE, "gzdt/index_1.html": "404" }), "gzdt"));
  expect(listing.items).toHaveLength(4);
  expect(listing.readFrom).toBe("2016-12-10");
});

test("columns that all lead back to the unit's home are there, and unread", async () => {
  const away = { "tzgg/": `302 ${ROOT}`, "jgzn/": `302 ${ROOT}` };
  const { columns } = await gathered({ ...SITE, ...away });
  const unread = columns.filter(({ listing, text }) => !listing.known && !text.known);
  expect(unread.map(({ column }) => column.name)).toEqual(["通知公告", "机构职能"]);
});

test("an item on another site is listed, dated and not asked for", async () => {
  const item = listingOf(of(await gathered(SITE), "gzdt")).items[3];
  expect(item?.publishedOn).toMatchObject({ known: true, value: "2016-12-09" });
  expect(item?.title).toEqual({ known: false, reason: "not-patrolled", page: null });
});

test("an item whose page is gone has its list's date, and nothing else is known of it", async () => {
  const item = listingOf(of(await gathered({ ...SITE, "gzdt/t20161210_3.html": "404" }), "gzdt")).items[2];
  expect(item?.publishedOn).toMatchObject({ known: true, value: "2016-12-10" });
  expect(item?.title).toMatchObject({ known: false, reason: "unreachable", page: { status: 404 } });
});

test("a page that no reader can take costs what it says, not the unit", async () => {
  const snapshot = await gathered({ ...SITE, "gzdt/t20161220_2.html": "<br>".repeat(150_000) });
  const items = listingOf(of(snapshot, "gzdt")).items;
  expect(items[0]?.title).toMatchObject({ known: true, value: "市民政局召开年度总结会议" });
  expect(items[1]?.title).toMatchObject({ known: false, reason: "unreadable", page: { status: 200 } });
});

test("an item in two columns is the same item in both", async () => {
  const snapshot = await gathered(SITE);
  const [a, b] = [listingOf(of(snapshot, "gzdt")).items[1], listingOf(of(snapshot, "tzgg")).items[0]];
  expect(b?.url).toBe(a?.url);
  expect(b?.body).toEqual(a?.body);
});

test("an empty list is known to be empty, a page of text says what it says", async () => {
  const snapshot = await gathered(SITE);
  expect(listingOf(of(snapshot, "zcwj"))).toMatchObject({ items: [], readFrom: "start", emptyNotice: null });
  const { listing, text } = of(snapshot, "jgzn");
  expect(listing).toMatchObject({ known: false, reason: "unreadable" });
  expect(text.known && text.value).toContain("主管全市民政工作");
});

test("a menu that leads back to the home page was not read: what it held is unknown", async () => {
  const home = '<html><head><meta http-equiv="refresh" content="0;url=/mzj/"></head><body></body></html>';
  const { navigation } = await gathered({ ...SITE, "jgzn/": home });
  expect(navigation).toMatchObject({ known: false, reason: "soft-404" });
});

test("a column listed for a category that fails hides no other; one listed by name alone may, till a person has reviewed them", async () => {
  const known = async (unit: Partial<Unit>) =>
    (await gathered({ ...SITE, "gzdt/": "404" }, {}, { ...UNIT, ...unit })).navigation.known;
  const column = {
    name: "工作动态",
    url: `${ROOT}gzdt/`,
    category: "05.01",
    origin: "listed",
    path: [],
  } as const;
  expect(await known({ columns: [column] })).toBe(true);
  expect(await known({ columns: [] })).toBe(false);
  expect(await known({ columns: [{ ...column, origin: "discovered" }] })).toBe(false);
  expect(await known({ columns: [{ ...column, category: null }] })).toBe(false);
  const reviewed = { columnsReviewedOn: "2016-11-01" } as const;
  expect(await known({ columns: [{ ...column, category: null }], ...reviewed })).toBe(true);
});

test("an index that links the unit's columns and nothing else is no column, whatever they stand below", async () => {
  const index = frame(
    `<div class="all">${["a", "b", "c"].map((s) => `<a href="/mzj/${s}/">${s.toUpperCase()}类事项</a>`).join(" ")}</div>`,
  );
  const own = Object.fromEntries(
    ["a", "b", "c"].map((s) => [`${s}/`, list([[`./t20161220_${s}.html`, `${s}类事项公示`, "2016-12-20"]])]),
  );
  const withIndex = frame("").replace("</ul>", '<li><a href="/mzj/all/">全部栏目</a></li></ul>');
  const pages = { ...SITE, "": withIndex, "all/": index, ...own };
  const { columns } = await gathered(pages);
  expect(columns.map((c) => c.column.name)).toContain("A类事项");
  expect(columns.map((c) => c.column.name)).not.toContain("全部栏目");
});

test("a home page that does not answer leaves the navigation unknown and reads what is listed", async () => {
  const { "": _, ...pages } = SITE;
  const { navigation, columns } = await gathered({ ...pages, "": "404" });
  expect(navigation).toMatchObject({ known: false, reason: "unreachable" });
  expect(columns).toHaveLength(1);
});

test("what stands under another unit's address is not this unit's", async () => {
  const home = frame('<a href="/rsj/tzgg/">人社局通知公告</a>');
  const { columns } = await gathered({ ...SITE, "": home }, {}, { ...UNIT, url: "http://portal.test/mzj/" });
  expect(columns.some((c) => c.column.url.includes("/rsj/"))).toBe(false);
});

test("dated records of a column are no columns, however their addresses look", async () => {
  const titles = ["关于下载年检表格的通知", "机构职能调整公告"];
  const rows = titles.map((title, n): [string, string, string] => [`./7d37947${n}/`, title, `2016-12-1${n}`]);
  const articles = Object.fromEntries(
    rows.map(([url]) => [`tzgg/${url.slice(2)}`, frame("<p>附件见下。</p>")]),
  );
  const { columns } = await gathered({ ...SITE, "tzgg/": list(rows), ...articles });
  expect(columns.map(({ column }) => column.name)).toEqual(["gzdt", "通知公告", "机构职能", "政策文件"]);
});

test("columns that a directory lists with the day of their last item are columns", async () => {
  const rows = ["人事任免", "财政预决算", "政府信息公开年度报告"].map((name, n): [string, string, string] => [
    `../c${n}/`,
    name,
    `2016-12-1${n}`,
  ]);
  const { columns } = await gathered({ ...SITE, "tzgg/": list(rows) });
  expect(columns.map(({ column }) => column.name)).toEqual(
    expect.arrayContaining(rows.map(([, name]) => name)),
  );
});

test("a dated link that is called by a title is no column, where the list itself is not understood", async () => {
  const card = `<div class="cards"><ul><li><div><em>15</em><i>2016-12</i></div><div><a href="./c12e674e/"><h4>市民政局2015年政府信息公开年度报告</h4></a><p>根据条例的要求，编制本报告，统计期限自一月一日起至十二月三十一日止，并向社会公布……</p><a href="./c12e674e/">查看详情</a></div></li></ul></div>`;
  const pages = { "tzgg/": frame(card), "tzgg/c12e674e/": frame("<p>附件见下。</p>") };
  const { columns } = await gathered({ ...SITE, ...pages });
  expect(columns.map(({ column }) => column.name)).toEqual(["gzdt", "通知公告", "机构职能", "政策文件"]);
});

test("a link back to the unit's own page is no column", async () => {
  const home = `<div class="nav"><ul><li><a href="/mzj/">首页</a></li><li><a href="/mzj/index.html">市民政局网站</a></li></ul></div>`;
  const { columns } = await gathered({ ...SITE, "": frame(home) });
  expect(columns.map((c) => c.column.url)).not.toContain(ROOT);
  expect(columns.map((c) => c.column.url)).not.toContain(`${ROOT}index.html`);
});

test("an item that left its list is asked for again", async () => {
  const gone = `${ROOT}gzdt/t20160101_9.html`;
  const listed = `${ROOT}gzdt/t20161220_2.html`;
  const { vanished } = await gathered({ ...SITE, [gone]: "404" }, { recheck: [gone, listed] });
  expect(vanished).toEqual([{ url: gone, answer: expect.objectContaining({ known: true, value: 404 }) }]);
});

test("a shared page shows what is surely the unit's, and proves nothing by what it lacks", async () => {
  const shared = (by: SharedColumn["by"], url: string): SharedColumn => ({ category: "01.04", url, by });
  const page = `${ROOT}../nb/`;
  const url = new URL(page).href;
  const pages = {
    ...SITE,
    [url]: list([
      [`${url}1.html`, "2015年度政府信息公开工作年度报告", "2016-03-20"],
      [`${url}2.html`, "2015年度政府信息公开年报", "2016-03-18"],
    ]),
    [`${url}1.html`]: article("2015年度政府信息公开工作年度报告", "2016-03-20", "市民政局"),
    [`${url}2.html`]: article("2015年度政府信息公开年报", "2016-03-18", "市财政局"),
  };
  const found = await gathered(pages, { shared: [shared("source", url)] });
  const own = listingOf(of(found, "nb"));
  expect(own.items.map(({ listTitle }) => listTitle)).toEqual(["2015年度政府信息公开工作年度报告"]);
  expect(own.readFrom).toBeNull();
  const none = await gathered(pages, { shared: [shared("title", url)] });
  expect(of(none, "nb").listing).toMatchObject({ known: false, reason: "incomplete" });
});

const PUT_FIRST = [
  ["./t20150530_1.html", "关于开展社会组织年检的通知", "2015-11-30"],
  ["./t20150320_2.html", "关于清明节期间安全祭扫的通知", "2015-11-20"],
] as const;
const TWO_PAGES = "createPageHTML(2, 0, 'index', 'html')";
const secondPage = (...rows: (readonly [string, string, string])[]) => ({
  "tzgg/": list(PUT_FIRST, TWO_PAGES),
  "tzgg/index_1.html": list(rows, "createPageHTML(2, 1, 'index', 'html')"),
});

test.each([
  ["goes on downwards", secondPage(["./t3.html", "关于领取低保证的通知", "2015-06-01"]), "start"],
  ["holds what is new", secondPage(["./t3.html", "关于领取低保证的通知", "2016-12-28"]), "start"],
  ["did not come", { "tzgg/": list(PUT_FIRST, TWO_PAGES) }, null],
  ["is not there", { "tzgg/": list(PUT_FIRST, TWO_PAGES), "tzgg/index_1.html": "404" }, "2015-11-21"],
])("a list whose first page is old is believed by its second: it %s", async (_why, pages, from) => {
  const listing = listingOf(of(await gathered({ ...SITE, ...pages }), "tzgg"));
  expect(listing.readFrom).toBe(from);
  expect(listing.items.length).toBe(from === "start" ? 3 : 2);
});

const byYear = (rows: readonly (readonly [string, string, string])[], years: readonly number[]) =>
  list(rows).replace(
    '<ul class="list">',
    `<p>${years.map((year) => `<a href="/mzj/tzgg/${year}/">${year}年</a>`).join("")}</p>$&`,
  );
const OLD = [
  ["./t20140530_1.html", "关于开展社会组织年检的通知", "2014-05-30"],
  ["./t20140320_2.html", "关于清明节期间安全祭扫的通知", "2014-03-20"],
] as const;

test.each([
  ["an old year is shown, later ones stand elsewhere", OLD, [2014, 2015, 2016], null],
  ["the latest year is shown, earlier ones stand elsewhere", OLD, [2014, 2013, 2012], "2014-03-21"],
  ["one year alone divides nothing", OLD, [2016], "start"],
])("a list that its page divides by years: %s", async (_why, rows, years, from) => {
  const snapshot = await gathered({ ...SITE, "tzgg/": byYear(rows, years) });
  expect(listingOf(of(snapshot, "tzgg")).readFrom).toBe(from);
});

test("a year without items is no empty column, and records called by years are the list", async () => {
  const empty = await gathered({ ...SITE, "tzgg/": byYear([], [2016, 2015]) });
  expect(of(empty, "tzgg").listing.known).toBe(false);
  const reports = [2015, 2014].map((year) => [`./${year}/1.html`, `${year}年`, `${year + 1}-01-20`] as const);
  const whole = await gathered({ ...SITE, "tzgg/": list(reports) });
  expect(listingOf(of(whole, "tzgg")).readFrom).toBe("start");
});

const bare = (rows: readonly (readonly [string, string, string])[]) =>
  frame(
    `<ul class="rows">${rows.map(([href, title, day]) => `<li><a href="${href}">${title}</a><span>${day}</span></li>`).join("")}</ul>`,
  );
const two = (slug: string) =>
  bare([
    [`${ROOT}${slug}/t20161230_1.html`, "市民政局召开年度总结会议", "2016-12-30"],
    [`${ROOT}${slug}/t20161220_2.html`, "市民政局走访慰问困难群众", "2016-12-20"],
  ]);

test("where the place that two other columns fill stands empty, the column is empty", async () => {
  const snapshot = await gathered({ ...SITE, "gzdt/": two("gzdt"), "tzgg/": two("tzgg"), "zcwj/": bare([]) });
  expect(listingOf(of(snapshot, "zcwj"))).toMatchObject({ items: [], readFrom: "start", emptyNotice: null });
});

const headed = (name: string, page: string) => page.replace('<ul class="rows">', `<h2>${name}</h2>$&`);

test.each([
  ["the template leaves it out", (page: string) => page.replace(/<ul class="rows">.*?<\/ul>/, "<div></div>")],
  ["it stands there", (page: string) => page],
])("a heading with the column's name is nothing in it: %s", async (_why, change) => {
  const zcwj = change(headed("政策文件", bare([])));
  const pages = { "gzdt/": headed("工作动态", two("gzdt")), "tzgg/": headed("通知公告", two("tzgg")) };
  const snapshot = await gathered({ ...SITE, ...pages, "zcwj/": zcwj });
  expect(of(snapshot, "zcwj").listing).toMatchObject({ known: true, value: { items: [] } });
});

test.each([
  ["table heads alone", "<li><b>序号</b><b>标题</b><b>发布日期</b></li>", null],
  ["one word that there is nothing", "<li>无</li>", "无"],
  ["that it is being made", "<li>栏目建设中……</li>", null],
])("no rows in their place: %s", async (_what, instead, emptyNotice) => {
  const pages = { "gzdt/": two("gzdt"), "tzgg/": two("tzgg") };
  const zcwj = bare([]).replace('<ul class="rows">', `$&${instead}`);
  expect(zcwj).toContain(instead);
  const { listing } = of(await gathered({ ...SITE, ...pages, "zcwj/": zcwj }), "zcwj");
  expect(listing).toMatchObject({ known: true, value: { items: [], emptyNotice } });
});

test("a breadcrumb beside the place of rows that the template leaves out is nothing", async () => {
  const under = (name: string, page: string) =>
    page
      .replace(/<div class="position">.*/, "")
      .replace(
        '<ul class="rows">',
        `<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/mzj/">市民政局</a> &gt; ${name}</div>$&`,
      );
  const pages = { "gzdt/": under("工作动态", two("gzdt")), "tzgg/": under("通知公告", two("tzgg")) };
  const zcwj = under("政策文件", bare([])).replace('<ul class="rows"></ul>', "");
  const { listing } = of(await gathered({ ...SITE, ...pages, "zcwj/": zcwj }), "zcwj");
  expect(listing).toMatchObject({ known: true, value: { items: [], emptyNotice: null } });
});

test("a cell that holds several rows is where the template puts them", async () => {
  const inCell = (name: string, page: string) =>
    page
      .replace(
        '<ul class="rows">',
        `<table><tr><td class="side">局长信箱</td><td class="main"><div class="tit">${name}</div>`,
      )
      .replace("</ul>", "</td></tr></table>")
      .replace(/(<\/?)li>/g, "$1div>");
  const pages = { "gzdt/": inCell("工作动态", two("gzdt")), "tzgg/": inCell("通知公告", two("tzgg")) };
  const snapshot = await gathered({ ...SITE, ...pages, "zcwj/": inCell("政策文件", bare([])) });
  expect(of(snapshot, "zcwj").listing).toMatchObject({ known: true, value: { items: [] } });
});

test("where the place that three other articles fill stands empty, the article's body is empty", async () => {
  const words = (title: string, said: string) =>
    frame(
      `<h1>${title}</h1><p>发布时间：2016-12-20　来源：市民政局</p><div class="words">${said}</div><p>编辑：张某</p>`,
    );
  const long = (n: number) =>
    `<p>12月${n}日，市民政局组织干部到各乡镇检查冬春救助工作。</p><p>检查组查看了资料，走访了困难群众。</p>`;
  const rows = [1, 2, 3, 4, 5].map(
    (n) => [`./t2016122${n}_${n}.html`, `市民政局检查第${n}批救助工作`, `2016-12-2${n}`] as const,
  );
  const at = (n: number, said: string) => [
    `gzdt/t2016122${n}_${n}.html`,
    words(rows[n - 1]?.[1] ?? "", said),
  ];
  const bodyOf = async (filled: number, last: string) => {
    const pages = [1, 2, 3, 4].map((n) => at(n, n <= filled ? long(n) : "<iframe src='a.htm'></iframe>"));
    const site = { ...SITE, "gzdt/": list(rows), ...Object.fromEntries([...pages, at(5, last)]) };
    return listingOf(of(await gathered(site), "gzdt")).items[4]?.body;
  };
  expect(await bodyOf(3, "")).toMatchObject({ known: true, value: "" });
  expect(await bodyOf(2, "")).toMatchObject({ known: false, reason: "unreadable" });
  expect(await bodyOf(3, "<script src='body.js'></script>")).toMatchObject({ known: false });
  const byScript = `</div><script>$(".words").load("body.txt")</script><div>`;
  expect(await bodyOf(3, byScript)).toMatchObject({ known: false });
  const ofOther = `</div><script>$(".menu").hide()</script><div>`;
  expect(await bodyOf(3, ofOther)).toMatchObject({ known: true, value: "" });
});

test("a page of text that has the column's heading alone says nothing", async () => {
  const text = (name: string, said: string) => frame(`<div class="detail"><h2>${name}</h2>${said}</div>`);
  const long =
    "<p>本局承担全市社会救助、社会事务和养老服务工作。</p><p>办公地点在河滨路十二号，周一至周五办公。</p>";
  const pages = {
    "gzdt/": text("工作动态", long),
    "tzgg/": text("通知公告", long),
    "zcwj/": text("政策文件", ""),
  };
  expect(of(await gathered({ ...SITE, ...pages }), "zcwj").text).toMatchObject({ known: true, value: "" });
  const made = { ...pages, "zcwj/": text("政策文件", "<p>内容更新中</p>") };
  expect(of(await gathered({ ...SITE, ...made }), "zcwj").text).toMatchObject({
    known: true,
    value: expect.stringContaining("内容更新中"),
  });
  const shown = { ...pages, "zcwj/": text("政策文件", '<p>见图</p><img src="zc.png">') };
  expect(of(await gathered({ ...SITE, ...shown }), "zcwj").text.known).toBe(false);
});

test.each([
  ["one other column alone does not show the template", { "gzdt/": two("gzdt"), "zcwj/": bare([]) }],
  [
    "a place of another class is not that place",
    {
      "gzdt/": two("gzdt"),
      "tzgg/": two("tzgg"),
      "zcwj/": bare([]).replace('class="rows"', 'class="other"'),
    },
  ],
  [
    "something else stands there instead",
    {
      "gzdt/": two("gzdt"),
      "tzgg/": two("tzgg"),
      "zcwj/": bare([]).replace(
        "</ul></div>",
        `</ul><p>${"本栏目内容已并入市政府网站统一发布，请前往查看。".repeat(12)}</p></div>`,
      ),
    },
  ],
  [
    "it is left out for one that a script may fill",
    {
      "gzdt/": two("gzdt"),
      "tzgg/": two("tzgg"),
      "zcwj/": bare([]).replace('<ul class="rows"></ul>', '<div id="rows"></div>'),
    },
  ],
  [
    "a script may fill it",
    {
      "gzdt/": two("gzdt"),
      "tzgg/": two("tzgg"),
      "zcwj/": bare([]).replace('"rows">', '"rows"><script>load()</script>'),
    },
  ],
])("an empty place proves nothing where %s", async (_why, pages) => {
  expect(of(await gathered({ ...SITE, ...pages }), "zcwj").listing.known).toBe(false);
});

test("the same bytes give the same snapshot", async () => {
  expect(JSON.stringify(await gathered(SITE))).toBe(JSON.stringify(await gathered(SITE)));
});

test("a column that a browser has shown is shown again: what stands in its page may be another list", async () => {
  const url = `${ROOT}gzdt/`;
  const before = { rendered: true, listing: null, further: [], othersRows: [] };
  const history = (patrols: number) => ({ ...NO_HISTORY, patrols, columns: { [url]: before } });
  const listingAfter = async (patrols: number, more: Partial<GatherContext> = {}) => {
    const { columns } = await gathered(SITE, { history: history(patrols), ...more });
    return columns.find(({ column }) => column.url === url);
  };
  const unshown = await listingAfter(1);
  expect(unshown?.listing).toMatchObject({ known: false, reason: "needs-browser" });

  const asked: string[] = [];
  const shownAs = (html: string, isWhole: boolean): Partial<GatherContext> => {
    const renderer: Renderer = {
      async render({ page }) {
        asked.push(page.url);
        const document = new PageDocument(html, page.url);
        return { ok: true, page, document, isWhole, hasData: true, lacksData: !isWhole };
      },
      turn: async () => {},
    };
    return { rendering: { mode: "auto", renderer } };
  };
  const filled = await listingAfter(
    1,
    shownAs(list([["./9.html", "市民政局开展节前走访", "2016-12-29"]]), true),
  );
  expect(asked).toEqual([url]);
  expect(filled).toMatchObject({ rendered: true, listing: { known: true } });
  const listTitles = filled?.listing.known && filled.listing.value.items.map(({ listTitle }) => listTitle);
  expect(listTitles).toEqual(["市民政局开展节前走访"]);

  const broken = await listingAfter(1, shownAs(SITE["gzdt/"] ?? "", false));
  expect(broken?.listing).toMatchObject({ known: false, reason: "needs-browser" });
  const mended = await listingAfter(1, shownAs(SITE["gzdt/"] ?? "", true));
  expect(mended).toMatchObject({ rendered: false, listing: { known: true } });

  // Now and then it is read as it comes: a site may have been mended.
  const trial = await listingAfter(6);
  expect(trial).toMatchObject({ rendered: false, listing: { known: true } });
});
