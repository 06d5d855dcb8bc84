import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text as bodyOf } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Column } from "../../domain/portal.ts";
import { type ColumnFacts, type ItemFacts, NO_HISTORY } from "../../domain/snapshot.ts";
import { CLIENT_DEFAULTS, LiveClient, recordedClient } from "../client.ts";
import { absolute } from "../dom.ts";
import { GATHER_DEFAULTS, type GatherContext } from "../gather.ts";
import { readColumn } from "../gather-column.ts";
import { unreadPage } from "../gather-item.ts";
import { columnKey } from "../site.ts";
import { Evidence } from "../warc.ts";

// Lists whose rows, or further pages, are brought by calls: each family served as its system would, read live, and
// read again from the evidence alone.

const COUNT = 47;
const { signal } = new AbortController();

let folder: string;
let server: Server | null = null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-families-"));
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Item {
  readonly n: number;
  readonly title: string;
  readonly day: string;
}

/** Newest first, five days apart. */
const ITEMS: readonly Item[] = Array.from({ length: COUNT }, (_, n) => ({
  n: COUNT - n,
  title: `关于公布第${COUNT - n}批示范单位名单的通知`,
  day: new Date(Date.UTC(2016, 11, 28) - n * 5 * 86_400_000).toISOString().slice(0, 10),
}));

const pageOf = (page: number, size: number) => ITEMS.slice((page - 1) * size, page * size);
const hrefOf = ({ n, day }: Item) =>
  `/art/${day.replaceAll("-0", "-").replaceAll("-", "/")}/art_80_${n}.html`;
const row = (item: Item) => `<li><a href="${hrefOf(item)}">${item.title}</a><span>${item.day}</span></li>`;
const frame = (main: string) =>
  `<html><head><meta charset="utf-8"><title>通知公告_清溪县政务公开</title></head><body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div><div class="main">${main}</div></body></html>`;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}

interface Family {
  readonly name: string;
  readonly column: string;
  readonly isGb?: boolean;
  /** null: 404. */
  readonly serve: (asked: Asked) => string | null;
}

const datastore = (items: readonly Item[]) =>
  `<datastore><totalrecord>${COUNT}</totalrecord><totalpage>${Math.ceil(COUNT / 5)}</totalpage><recordset>${items
    .map((item) => `<record><![CDATA[${row(item)}]]></record>`)
    .join("")}</recordset></datastore>`;

const jpage = (proxyUrl: string, more = "") =>
  `<script>$(function(){$('#9237').jpage({themeName:'default',showMode:'full',totalRecord:${COUNT},openCookies:false,dataBefore:'',dataAfter:''${more},groupSize:3,proxyUrl:'${proxyUrl}',perPage:5,barPosition:'bottom',ajaxParam:{col:1,appid:'1',webid:23,path:'/',columnid:80179,sourceContentType:1,unitid:'9237',webname:'清溪县人民政府',permissiontype:0}});});</script>`;

/** One call carries three pages, and one row more. */
const jcmsWindow =
  (proxyPath: string) =>
  ({ method, path: at, query, form }: Asked) => {
    if (
      at !== proxyPath ||
      method !== "POST" ||
      form.get("unitid") !== "9237" ||
      form.get("columnid") !== "80179"
    )
      return null;
    const start = Number(query.get("startrecord"));
    return datastore(ITEMS.slice(start - 1, Number(query.get("endrecord")) + 1));
  };

const jcms = (name: string, proxyPath: string, page: string): Family => ({
  name,
  column: "/col/col80179/index.html",
  serve: (asked) => (asked.path === "/col/col80179/index.html" ? page : jcmsWindow(proxyPath)(asked)),
});

const ucapRow = (item: Item) => ({
  title: item.title,
  url: `//${"HOST"}${hrefOf(item)}`,
  publishedTimeStr: `${item.day} 09:30:00`,
  publishedTime: Date.parse(`${item.day}T09:30:00+08:00`),
  channelName: "通知公告",
  content: "<html><body>正文",
});
const ucap = (name: string, script: string): Family => ({
  name,
  column: "/qxx/c110634/zwgklist.shtml",
  serve({ path: at, query }) {
    if (at === "/qxx/c110634/zwgklist.shtml")
      return frame(
        `<!--<ul class="list">${pageOf(1, 10).map(row).join("")}</ul>--><ul id="list"></ul><div id="page"></div><script>${script}</script>`,
      ).replace("<title>", '<meta name="channelId" content="0123456789abcdef0123456789abcdef"><title>');
    if (at !== "/common/search/0123456789abcdef0123456789abcdef" || query.get("_isJson") !== "true")
      return null;
    const [page, size] = [Number(query.get("page")), Number(query.get("_pageSize"))];
    const results = pageOf(page, size).map(ucapRow);
    return JSON.stringify({
      code: 200,
      data: { page, rows: size, total: COUNT, channelId: "0123", results },
    });
  },
});

const viewState = (page: number) => `/wEPDwUK${page}==`;

const FAMILIES: readonly Family[] = [
  jcms(
    "JCMS: an island of XML, its groups by POST",
    "/module/web/jpage/dataproxy.jsp",
    frame(
      `<div id="9237"><script type="text/xml">${datastore(ITEMS.slice(0, 15))}</script></div>${jpage("/module/web/jpage/dataproxy.jsp")}`,
    ),
  ),
  jcms(
    "JCMS: an older path, an island with one row too many",
    "/module/jslib/jquery/jpage/dataproxy.jsp",
    frame(
      `<div id="9237"><script type="text/xml">${datastore(ITEMS.slice(0, 16))}</script></div>${jpage("/module/jslib/jquery/jpage/dataproxy.jsp")}`,
    ),
  ),
  jcms(
    "JCMS: rows in a list of texts",
    "/module/jpage/dataproxy.jsp",
    frame(
      `<div id="9237"></div><script>var InitData9237=[${ITEMS.slice(0, 15)
        .map((item) => `'${row(item)}'`)
        .join(",")}];</script>${jpage("/module/jpage/dataproxy.jsp", ",dataStore:InitData9237")}`.replace(
        "];</script><script>",
        "];",
      ),
    ),
  ),
  jcms(
    "JCMS: no rows in the page at all",
    "/module/web/jpage/dataproxy.jsp",
    frame(`<div id="9237"></div>${jpage("/module/web/jpage/dataproxy.jsp")}`),
  ),
  jcms(
    "JCMS: a page that makes the call itself",
    "/module/web/jpage/dataproxy.jsp",
    frame(
      `<div id="9237"><script type="text/xml">${datastore(ITEMS.slice(0, 5))}</script></div><script>function turn(start, end) { $.post("/module/web/jpage/dataproxy.jsp?startrecord=" + start + "&endrecord=" + end + "&perpage=5", { col: 1, appid: 1, webid: 23, path: "/", columnid: 80179, unitid: 9237 }, show); }</script>`,
    ),
  ),
  {
    name: "JCMS: the disclosure directory, fragments by POST",
    column: "/col/col1599522/index.html",
    serve({ method, path: at, query, form }) {
      if (at === "/col/col1599522/index.html")
        return frame(
          `<div id="div1510225"></div><script>$.ajax({type:"POST",url:"/module/xxgk/search.jsp?texttype=&fbtime=&vc_all=&currpage=1&sortfield=,compaltedate:0",data:{infotypeId:"F01000",jdid:"2934",area:"",divid:"div1510225",sortfield:",compaltedate:0",currpage:1},success:function(html){$("#div1510225").html(html);}});</script>`,
        );
      if (at !== "/module/xxgk/search.jsp" || method !== "POST" || form.get("infotypeId") !== "F01000")
        return null;
      const page = Number(form.get("currpage"));
      if (query.get("currpage") !== String(page)) return null;
      const rows = pageOf(page, 10)
        .map(
          (item) =>
            `<tr class="tr_main_value_odd"><td>${item.n}</td><td><a href="${hrefOf(item)}" title="${item.title}">${item.title}</a></td><td>${item.day}</td></tr>`,
        )
        .join("");
      return `<table>${rows}</table><div>&nbsp;&nbsp;共5页&nbsp; 第${page}页 <a href="#" onclick="goPage(${page + 1})">下一页</a></div>`;
    },
  },
  {
    name: "JPAAS: loadPageData, rows by POST as JSON",
    column: "/col/col42150/index.html",
    serve({ method, path: at, form }) {
      if (at === "/col/col42150/index.html")
        return frame(
          `<div id="div380055"><script type="text/x-handlebars"><ul>{{#each results}}<li><a href="{{pcUrl}}">{{title}}</a></li>{{/each}}</ul></script></div><script>var params = { current: 1, unitid: '380055', webSiteCode: ['qxx'], channelCode: ['col42150'], dataBefore: '', perPage: '15', templateContainerId: 'div380055', };
          loadPageData(params, '380055');</script>`,
        );
      if (at !== "/queryList" || method !== "POST" || form.get("channelCode[]") !== "col42150") return null;
      const [page, size] = [Number(form.get("current")), Number(form.get("pageSize"))];
      const results = pageOf(page, size).map((item) => ({
        source: {
          title: item.title,
          pubDate: Date.parse(`${item.day}T00:30:00+08:00`),
          urls: JSON.stringify({ pc: hrefOf(item), mobile: "" }),
          content: { content: "正文" },
        },
      }));
      return JSON.stringify({ code: "200", data: { total: COUNT, results } });
    },
  },
  {
    name: "JPAAS: a part of the page that is built on demand",
    column: "/xwfb/index.html",
    serve({ path: at, query }) {
      if (at === "/xwfb/index.html")
        return frame(
          `<div class="con"><script id="u1" src="/script/unitbuild.js" parseType="bulidstatic" url="/api-gateway/front/page/build/unit" queryData="{'parseType':'bulidstatic','webId':'8d82','tplSetId':'2097','pageType':'column','tagId':'分页列表','editType':'null','pageId':'ca51'}"></script></div>`,
        );
      if (at !== "/api-gateway/front/page/build/unit" || query.get("pageId") !== "ca51") return null;
      const page = Number(JSON.parse(query.get("paramJson") ?? '{"pageNo":1}').pageNo);
      const html = `<div class="page-content"><ul>${pageOf(page, 10).map(row).join("")}</ul></div><div class="pagination" count="${COUNT}" pageNo="${page}" pageSize="10"></div>`;
      return JSON.stringify({ success: true, data: { html } });
    },
  },
  ucap(
    "UCAP: the call written out",
    `$.getJSON("/common/search/0123456789abcdef0123456789abcdef?_isAgg=true&_isJson=true&_pageSize=10&_template=index&_rangeTimeGte=&_channelName=&page=1",function(d){render(d);});`,
  ),
  ucap(
    "UCAP: the call put together from what the page names",
    `var size = 10; var channel = $("meta[name='channelId']").attr("content");
    function load(p){ $.ajax({ url: "/common/search/" + channel + "?_isAgg=true&_isJson=true&_pageSize=" + size + "&_template=index&page=" + p, type: "get", dataType: "json", success: render }); }
    load(1);`.replace(
      'var channel = $("meta[name=\'channelId\']").attr("content");',
      'var channel = $("meta[name=\'channelId\']").attr("content");',
    ),
  ),
  {
    name: "gkmlpt: a category of the directory, named behind #",
    column: "/gkmlpt/index#257",
    serve({ path: at, query }) {
      if (at === "/gkmlpt/index")
        return frame(
          `<div id="app"></div><script>window._CONFIG = { DEBUG: false, SID: '200016', TREE: [{"id":257,"name":"通知公告"}] };</script><script src="/gkmlpt/static/app.js"></script>`,
        );
      if (at !== "/gkmlpt/api/all/257" || query.get("sid") !== "200016") return null;
      const articles = pageOf(Number(query.get("page")), 10).map((item) => ({
        id: item.n,
        title: item.title,
        url: `http://HOST${hrefOf(item)}`,
        created_at: `${item.day} 16:25:04`,
        create_time: Date.parse("2017-01-15T00:00:00Z") / 1000,
      }));
      return JSON.stringify({ total: COUNT, articles });
    },
  },
  {
    name: "LonSun: fragments of a list",
    column: "/public/column/6596171?type=4&catId=6719761&action=list",
    serve({ path: at, query }) {
      if (at === "/public/column/6596171")
        return frame(
          `<div id="publicList"></div><script>Ls.ajax({ url: "/site/label/8888", data: { IsAjax: 1, dataType: "html", _: Math.random(), labelName: "publicInfoList", siteId: "10914581", pageSize: 10, pageIndex: pageIndex, action: "list", organId: "4140867", type: 4, catId: "6719761", result: "暂无相关信息" }, success: show });</script>`,
        );
      if (at !== "/site/label/8888" || query.get("labelName") !== "publicInfoList") return null;
      const page = Number(query.get("pageIndex"));
      const rows = pageOf(page, 10)
        .map(
          (item) =>
            `<div class="xxgk_navli"><ul><li class="rq">${item.day}</li><li class="mc"><a href="${hrefOf(item)}">${item.title}</a></li></ul></div>`,
        )
        .join("");
      return `${rows}<div class="page"></div><script>Ls.pagination("#page_public_info", function (page) { reload(page); }, { currentPage: ${page}, pageCount: 5, total: ${COUNT} });</script>`;
    },
  },
  {
    name: "LonSun: the first page in the page, fragments for the others",
    column: "/public/column/6596171?type=4&action=list",
    serve({ path: at, query }) {
      const rows = (page: number) => `<ul class="xxgk_nav_list">${pageOf(page, 10).map(row).join("")}</ul>`;
      if (at === "/public/column/6596171")
        return frame(
          `<div id="publicList">${rows(1)}</div><div class="page"></div><script>Ls.pagination(".page", function (page) { $("#publicList").load("/site/label/8888?IsAjax=1&dataType=html&_=" + Math.random() + "&labelName=publicInfoList&siteId=1091&pageSize=10&pageIndex=" + page + "&action=list&organId=4140"); }, { currentPage: 1, pageCount: 5, total: ${COUNT} });</script>`,
        );
      if (at !== "/site/label/8888" || query.get("organId") !== "4140") return null;
      const page = Number(query.get("pageIndex"));
      return page > 5 ? "<p>暂无相关信息</p>" : `${rows(page)}<p>共${COUNT}条 第${page}/5页</p>`;
    },
  },
  {
    name: "TRS: a list that the search server answers",
    column: "/zwgk/tzgg/",
    serve({ method, path: at, form }) {
      if (at === "/zwgk/tzgg/")
        return frame(
          `<ul id="docs"></ul><script>$.post("/fjdzapp/search", { channelid: "229105", sortfield: "-docorderpri,-docreltime", classsql: "chnlid=4910", classcol: "publishyear", cache: true, page: 1, prepage: 20 }, draw, "json");</script>`,
        );
      if (at !== "/fjdzapp/search" || method !== "POST" || form.get("classsql") !== "chnlid=4910")
        return null;
      const data = pageOf(Number(form.get("page")), 20).map((item) => ({
        doctitle: item.title,
        docreltime: `${item.day} 10:00:00`,
        docpuburl: `http://HOST${hrefOf(item)}`,
      }));
      return JSON.stringify({ pageCount: 3, data });
    },
  },
  {
    name: "ASP.NET: a pager that posts the page's own form back",
    column: "/GongkaiMulu.aspx?CID=12",
    serve({ method, path: at, query, form }) {
      if (at !== "/GongkaiMulu.aspx" || query.get("CID") !== "12") return null;
      const page = method === "POST" ? Number(form.get("__EVENTARGUMENT")) : 1;
      if (method === "POST" && form.get("__VIEWSTATE") !== viewState(page - 1)) return null;
      const next =
        page < 5
          ? `<a href="javascript:__doPostBack('ctl00$AspNetPager1','${page + 1}')">下一页</a>`
          : '<a disabled="disabled">下一页</a>';
      return frame(
        `<form method="post" action="GongkaiMulu.aspx?CID=12" id="form1"><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value=""><input type="hidden" name="__VIEWSTATE" value="${viewState(page)}"><ul class="list">${pageOf(page, 10).map(row).join("")}</ul><div id="AspNetPager1">共${COUNT}条 第${page}/5页 ${next}</div><input type="text" name="key"></form>`,
      );
    },
  },
  {
    name: "ASP.NET: the same in GB18030, by a link without a number",
    column: "/xxgk/List.aspx",
    isGb: true,
    serve({ method, path: at, form }) {
      if (at !== "/xxgk/List.aspx") return null;
      const state = /^\/wEPDwUK(\d)==$/.exec(form.get("__VIEWSTATE") ?? "")?.[1];
      if (method === "POST" && (state === undefined || form.get("__EVENTTARGET") !== "lnkNext")) return null;
      const page = Number(state ?? 0) + 1;
      const next =
        page < 5
          ? `<a id="lnkNext" href="javascript:__doPostBack('lnkNext','')">下一页</a>`
          : "<a>下一页</a>";
      return frame(
        `<form method="post" action="List.aspx"><input type="hidden" name="__VIEWSTATE" value="${viewState(page)}"><ul class="list">${pageOf(page, 10).map(row).join("")}</ul><div>总记录数：${COUNT} 当前第${page}页/共5页 ${next}</div></form>`,
      ).replace("utf-8", "gb2312");
    },
  },
  {
    name: "ASP.NET: a table whose numbers post the form back",
    column: "/list6445.aspx",
    serve({ method, path: at, form }) {
      if (at !== "/list6445.aspx") return null;
      const page =
        method === "POST" ? Number(/^Page\$(\d)$/.exec(form.get("__EVENTARGUMENT") ?? "")?.[1]) : 1;
      const numbers = [1, 2, 3, 4, 5]
        .map((n) =>
          n === page
            ? `<td><span>${n}</span></td>`
            : `<td><a href="javascript:__doPostBack(&#39;GridView1&#39;,&#39;Page$${n}&#39;)">${n}</a></td>`,
        )
        .join("");
      const rows = pageOf(page, 10)
        .map((item) => `<tr><td><a href="${hrefOf(item)}">${item.title}</a></td><td>${item.day}</td></tr>`)
        .join("");
      return frame(
        `<form method="post" action="./list6445.aspx"><input type="hidden" name="__VIEWSTATE" value="${viewState(page)}"><table id="GridView1">${rows}<tr><td colspan="2"><table><tr>${numbers}</tr></table></td></tr></table></form>`,
      );
    },
  },
];

describe("a list that is brought by calls is read whole, live and from the evidence", () => {
  test.each(FAMILIES.map((family) => [family.name, family] as const))("%s", async (_name, family) => {
    const { root, file, live } = await readLive(family);
    const { listing } = live;
    if (!listing.known) throw new Error(`not read: ${listing.reason}`);
    const read = listing.value.items.map(({ listTitle, publishedOn }) => [
      listTitle,
      publishedOn.known ? publishedOn.value : publishedOn.reason,
    ]);
    expect(read).toEqual(ITEMS.map(({ title, day }) => [title, day]));
    expect(listing.value.readFrom).toBe("start");
    const recorded = await Evidence.load(file);
    expect(await gathered(root, family.column, recordedClient(recorded))).toEqual(live);
    await recorded.close();
  });
});

test("categories of a directory that differ behind # alone are different columns", () => {
  const at = "http://portal.test/gkmlpt/index";
  expect(columnKey(`${at}#257`)).not.toBe(columnKey(`${at}#258`));
  expect(absolute("/gkmlpt/index#257", "http://portal.test/")).toBe(`${at}#257`);
  expect(columnKey("http://portal.test/gk/#top")).toBe(columnKey("http://portal.test/gk/"));
});

/** Two bytes by character, as the decoder reads them. */
function gbBytes(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder("gb18030");
  const bytes = new Map<string, readonly number[]>();
  for (let lead = 0xa1; lead <= 0xf7; lead += 1)
    for (let trail = 0xa1; trail <= 0xfe; trail += 1)
      bytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return bytes;
}

function inGb(text: string): Buffer {
  const bytes = gbBytes();
  return Buffer.from([...text].flatMap((char) => bytes.get(char) ?? [char.charCodeAt(0)]));
}

const CALL = `$.getJSON("/common/search/0123456789abcdef0123456789abcdef?_isJson=true&_pageSize=10&page=1",fill)`;

test.each([
  ["says so in the page", '<p class="none">本栏目暂无内容</p>', "", "本栏目暂无内容"],
  ["says so by the script that fills it", "", `if(!n){html='<li class="none">暂无数据</li>';}`, "暂无数据"],
  [
    "says so among other texts of the script",
    "",
    `var html="";html+='<li><a href="'+url+'">'+name+'</a></li>';if(html==""){html='<li>暂无数据</li>';}`,
    "暂无数据",
  ],
  ["says nothing", "", "if(!n){html='';}", null],
])("a column whose call brings no rows %s", async (_why, note, script, notice) => {
  const column = "/qxx/c110634/zwgklist.shtml";
  const page = frame(`<ul id="list"></ul>${note}<script>function fill(d){${script}} ${CALL};</script>`);
  const none = JSON.stringify({ code: 200, data: { total: 0, page: 1, results: [] } });
  const serve = ({ path: at }: Asked) => (at === column ? page : none);
  const { live } = await readLive({ name: "none", column, serve });
  expect(live.listing).toMatchObject({ known: true, value: { items: [], emptyNotice: notice } });
});

/** Reads a family's column from its server, and leaves the evidence of it. */
async function readLive(family: Family) {
  const root = await served(family);
  const file = path.join(folder, "evidence.warc.gz");
  const evidence = await Evidence.open(file);
  const client = new LiveClient(evidence, {
    ...CLIENT_DEFAULTS,
    requestsPerSecond: 1000,
    concurrency: 4,
    allowPrivateHosts: true,
    attempts: 1,
  });
  const live = await gathered(root, family.column, client);
  await client.close();
  await evidence.close();
  return { root, file, live };
}

async function served({ serve, isGb }: Family): Promise<string> {
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://portal.test");
    const form = new URLSearchParams(await bodyOf(request));
    const answer = serve({ method: request.method ?? "", path: pathname, query: searchParams, form });
    const type = answer?.startsWith("{") ? "application/json" : "text/html";
    const contentType = isGb ? type : `${type}; charset=utf-8`;
    response.writeHead(answer === null ? 404 : 200, { "content-type": contentType });
    const text = answer?.replaceAll("HOST", request.headers.host ?? "") ?? "";
    response.end(isGb ? inGb(text) : text);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function gathered(root: string, at: string, client: GatherContext["client"]): Promise<ColumnFacts> {
  const column: Column = {
    name: "通知公告",
    url: `${root}${at}`,
    category: null,
    origin: "listed",
    path: [],
  };
  const context: GatherContext = {
    client,
    limits: { ...GATHER_DEFAULTS, readTo: "2000-01-01", recheckTo: "2016-09-30" },
    hosts: new Set([new URL(root).host]),
    others: [],
    shared: [],
    classify: (columns) => columns,
    recheck: [],
    history: NO_HISTORY,
    signal,
  };
  const desk = {
    read: async () => unreadPage("not-patrolled", null),
    settled: (item: ItemFacts) => item,
  };
  return (await readColumn(column, context, desk, "unit"))();
}
