import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, WITHOUT_CHROMIUM } from "./chromium.ts";
import {
  type Discovered,
  discovering,
  htmlPage,
  openSite,
  type Pages,
  type SmallSite,
} from "./discovering.ts";

const list = (entries: readonly (readonly [name: string, href: string])[]) =>
  `<ul>${entries.map(([name, href]) => `<li><a href="${href}">${name}</a></li>`).join("")}</ul>`;

/** A column's page: a breadcrumb and a list of dated records. */
function listPage(
  name: string,
  trail: string,
  rows: readonly (readonly [title: string, href: string])[],
): string {
  const items = rows.map(
    ([title, href], n) => `<li><a href="${href}">${title}</a><span>2020-0${(n % 9) + 1}-11</span></li>`,
  );
  return htmlPage(
    `${name}`,
    `<div class="dqwz">当前位置：<a href="/">首页</a> &gt; ${trail}</div><h2>${name}</h2><ul class="news">${items.join("")}</ul>`,
  );
}

const rows = (folder: string, topic: string) =>
  ["召开专题会议", "开展现场检查", "组织业务培训", "公布上半年情况"].map(
    (deed, n) => [`${topic}${deed}`, `${folder}202005/t20200511_${1000 + n}.html`] as const,
  );

/** One unit's small site in a folder. */
function unitPages(folder: string, name: string): Pages {
  const menu: readonly (readonly [string, string])[] = [
    ["▪机构职能", `${folder}jgzn/`],
    ["领导 信息", `${folder}ldxx/`],
    ["03 工作动态", `${folder}gzdt/`],
    ["一、通知公告", `${folder}tzgg/`],
    ["其他", `${folder}qt/`],
    ["网络问政平台建设", `${folder}wlwz/`],
  ];
  const nav = `<div class="nav">${list(menu)}</div>`;
  const columns = menu.map(([title, href]) => [href, listPage(title, title, rows(href, name))] as const);
  return {
    [folder]: htmlPage(name, `<h1>${name}</h1>${nav}<p>主办：${name}</p>`),
    ...Object.fromEntries(columns),
  };
}

const unitsOf = (found: Discovered) =>
  (found.portal?.units ?? []).map(({ id, name, kind }) => `${id} ${name} ${kind}`);
const categoriesOf = (found: Discovered, id: string) =>
  (found.portal?.units.find((unit) => unit.id === id)?.columns ?? []).map(
    ({ url, category }) => `${new URL(url).pathname} ${category}`,
  );

describe("a city's portal whose units are folders, listed one click away", () => {
  let portal: SmallSite;
  let elsewhere: SmallSite;
  let found: Discovered;

  beforeAll(async () => {
    [portal, elsewhere] = await Promise.all([openSite(), openSite("localhost")]);
    elsewhere.serve({ "/": htmlPage("财政部", "") });
    portal.serve(cityPages(elsewhere.url));
    found = await discovering(portal.url);
  }, 60_000);
  afterAll(() => Promise.all([portal, elsewhere].map((site) => site.close())));

  test("its departments, towns and subdistricts, each once, and nothing from its friend links", () => {
    expect(unitsOf(found)).toEqual([
      "mzj 柏川市民政局 department",
      "jyj 市教育局 department",
      "fgw 发改委 department",
      "nwj 市农业农村局 department",
      "tyz 桃园镇 town",
      "hsx 花石乡人民政府 town",
      "hbjd 河滨街道办事处 subdistrict",
    ]);
    expect(elsewhere.asked).toEqual([]);
  });

  test("marks, numbers and blanks in a column's name make no difference; what says too little stays open", () => {
    expect(categoriesOf(found, "mzj")).toEqual([
      "/mzj/jgzn/ 02.01",
      "/mzj/ldxx/ 02.02",
      "/mzj/gzdt/ 05.01",
      "/mzj/tzgg/ 05.03",
      "/mzj/qt/ null",
      "/mzj/wlwz/ null",
    ]);
    const open = found.text.split("\n").find((line) => line.includes("/mzj/wlwz/"));
    expect(open).toMatch(/category: null, name: 网络问政平台建设.*# 待定/);
  });

  test("pages where several units publish, and how their records tell whose they are", () => {
    const shared = (found.portal?.sharedColumns ?? []).map(
      ({ category, url, by }) => `${category} ${new URL(url).pathname} ${by}`,
    );
    expect(shared.sort()).toEqual([
      "01.04 /zwgk/nb/ title",
      "03.03 /zwgk/zcjd/ source",
      "05.03 /zwgk/tzgg/ path",
    ]);
  });

  test("a unit that is refused and one whose menu a script draws are said, and the exploration is incomplete", () => {
    expect(found.code).toBe(3);
    const head = found.text.split("\nschema:")[0] ?? "";
    expect(head).toContain(`${portal.url}jyj/（页面被拦截）`);
    expect(head).toContain(`${portal.url}fgw/index.html（页面须用浏览器渲染才能读取）`);
    expect(found.portal?.units.find(({ id }) => id === "jyj")?.columns).toEqual([]);
    expect(found.notes.join("\n")).toContain(`${portal.url}jyj/`);
  });

  test("a column under two menus stands once, by the menu that is certain of it", () => {
    expect(categoriesOf(found, "nwj")).toEqual([
      "/nwj/ysgk/ 07.01",
      "/nwj/gzdt/ 05.01",
      "/nwj/cwgk/ null",
      "/nwj/zt/tz/ null",
    ]);
  });
});

/** @param elsewhere Another site, which the friend links lead to. */
function cityPages(elsewhere: string): Pages {
  const top = `<div class="nav">${list([
    ["网站首页", "/"],
    ["政务公开", "/zwgk/"],
    ["网上办事", "/wsbs/"],
    ["互动交流", "/hdjl/"],
  ])}</div>`;
  const friends = `<div class="link">友情链接：${list([
    ["财政部", `${elsewhere}`],
    ["省教育厅", "/leave.html?url=http://jyt.example.gov.cn/"],
    ["荆山市人民政府", `${elsewhere}jss/`],
  ])}<select><option value="">——周边城市——</option><option value="/go.html?url=http://www.jss.example.gov.cn/">荆山市人民政府</option><option value="${elsewhere}qss/">清水市人民政府</option></select></div>`;
  const frame = (title: string, body: string) =>
    htmlPage(`${title}柏川市人民政府门户网站`, `${top}${body}${friends}`);
  const departments = `<select onchange="location=this.value"><option value="">—市直部门—</option>
<option value="/mzj/">民政局</option><option value="/jyj/">市教育局</option><option value="/fgw/index.html">发改委</option></select>`;
  const reports = ["柏川市民政局", "市教育局", "桃园镇"].map(
    (name, n) => [`${name}2019年政府信息公开工作年度报告`, `/zwgk/nb/202001/t20200120_${n}.html`] as const,
  );
  const notices = ["mzj", "nwj", "tyz", "mzj"].map(
    (id, n) => [`关于做好第${n + 1}季度工作的通知`, `/${id}/tzgg/202003/t20200311_${n}.html`] as const,
  );
  const readings = ["柏川市民政局", "市农业农村局", "柏川市民政局"].map((source, n) => ({
    row: [`一图读懂惠民措施之${n + 1}`, `/zwgk/zcjd/202004/t20200401_${n}.html`] as const,
    page: htmlPage(
      `一图读懂惠民措施之${n + 1}`,
      `<h1>一图读懂惠民措施之${n + 1}</h1><div>发布时间：2020-04-01　来源：${source}</div><div id="zoom"><p>${"惠民措施的内容和办理方法。".repeat(8)}</p></div>`,
    ),
  }));
  return {
    "/": frame(
      "",
      `${departments}<div><h3>要闻</h3>${list([["全市召开春季工作会议部署重点任务", "/xw/202003/t20200312_1.html"]])}</div>`,
    ),
    "/zwgk/": frame(
      "政务公开-",
      `<div class="left_nav">${list([
        ["部门信息公开", "/zwgk/bmgk/"],
        ["政府信息公开年报", "/zwgk/nb/"],
        ["政策解读", "/zwgk/zcjd/"],
        ["通知公告", "/zwgk/tzgg/"],
      ])}</div>`,
    ),
    "/zwgk/bmgk/": frame(
      "部门信息公开-",
      `<h3>政府部门</h3>${list([
        ["柏川市民政局", "/mzj/"],
        ["市教育局", "/jyj/"],
        ["市农业农村局", "/nwj/"],
      ])}<h3>乡镇</h3>${list([
        ["桃园镇", "/tyz/"],
        ["花石乡人民政府", "/hsx/"],
      ])}<h3>街道</h3>${list([["河滨街道办事处", "/hbjd/"]])}`,
    ),
    "/zwgk/nb/": listPage("政府信息公开年报", "政务公开", reports),
    "/zwgk/tzgg/": listPage("通知公告", "政务公开", notices),
    "/zwgk/zcjd/": listPage(
      "政策解读",
      "政务公开",
      readings.map(({ row }) => row),
    ),
    ...Object.fromEntries(readings.map(({ row: [, href], page }) => [href, page])),
    ...unitPages("/mzj/", "柏川市民政局"),
    ...unitPages("/tyz/", "桃园镇人民政府"),
    ...unitPages("/hsx/", "花石乡人民政府"),
    ...unitPages("/hbjd/", "河滨街道办事处"),
    "/jyj/": { status: 412, body: `<html><head><meta content="a" r="m"></head><body></body></html>` },
    "/fgw/": htmlPage("市发改委", `<div id="app"></div><script src="/fgw/app.js"></script>`),
    "/nwj/": htmlPage(
      "市农业农村局",
      `<div class="nav"><ul>
<li><a href="/nwj/ysgk/">预算公开</a></li><li><a href="/nwj/gzdt/">工作动态</a></li>
<li><span>财务信息</span><ul><li><a href="/nwj/ysgk/">部门预算</a></li><li><a href="/nwj/cwgk/">财政预决算</a></li></ul></li>
<li><span>专题专栏</span><ul><li><a href="/nwj/zt/tz/">通知公告</a></li></ul></li></ul></div>`,
    ),
    "/nwj/ysgk/": listPage("部门预算", "财务信息", rows("/nwj/ysgk/", "部门预算")),
    "/nwj/gzdt/": listPage("工作动态", "工作动态", rows("/nwj/gzdt/", "农业农村局")),
    "/nwj/cwgk/": listPage("财政预决算", "财务信息", rows("/nwj/cwgk/", "预决算")),
    "/nwj/zt/tz/": listPage("通知公告", "专题专栏", rows("/nwj/zt/tz/", "专题")),
  };
}

describe("a county's portal whose units have hosts of their own", () => {
  let sites: readonly SmallSite[];
  let found: Discovered;

  beforeAll(async () => {
    const [portal, culture, town, ministry] = await Promise.all([
      openSite("localhost"),
      openSite("localhost"),
      openSite("localhost"),
      openSite("127.0.0.1"),
    ]);
    sites = [portal, culture, town, ministry];
    ministry.serve({ "/": htmlPage("某部", "") });
    culture.serve({ ...unitPages("/", "溪山县文化和旅游局") });
    town.serve({ ...unitPages("/zf/", "云岭镇人民政府"), "/": `<script>location.href="/zf/"</script>` });
    portal.serve({
      "/": htmlPage(
        "溪山县人民政府",
        `<div class="nav">${list([
          ["站群导航", "/zqdh.html"],
          ["县情概况", "/xqgk/"],
        ])}</div>`,
      ),
      "/zqdh.html": htmlPage(
        "站群导航-溪山县人民政府",
        `<table><tr><td>县直部门</td><td><a href="${culture.url}">县文化和旅游局</a> <a href="/slj/">县水利局</a> <a href="${ministry.url}">县税务局</a></td></tr>
<tr><td>乡镇</td><td><a href="${town.url}">云岭镇</a> <a href="/slj/">县水务局</a></td></tr></table>`,
      ),
      ...unitPages("/slj/", "溪山县水利局"),
    });
    found = await discovering(portal.url);
  }, 60_000);
  afterAll(() => Promise.all(sites.map((site) => site.close())));

  test("its units, by whatever host of its site they live on", () => {
    expect((found.portal?.units ?? []).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "县文化和旅游局 department",
      "县水利局 department",
      "云岭镇 town",
    ]);
    for (const unit of found.portal?.units ?? []) expect(unit.columns.length, unit.name).toBe(6);
    expect(found.text).toContain("同一网址还列作：县水务局");
  });

  test("a unit on another site is named, and its site is not asked", () => {
    expect(found.text.split("\nschema:")[0]).toContain(`县税务局 ${sites[3]?.url}`);
    expect(sites[3]?.asked).toEqual([]);
  });

  test("what was read whole ends with 0", () => {
    expect(found.notes.filter((note) => note.startsWith("没有读"))).toEqual([]);
    expect(found.code).toBe(0);
  });
});

describe("a menu that a script draws", () => {
  const menu = [
    ["工作动态", "/gzdt/"],
    ["机构职能", "/jgzn/"],
    ["通知公告", "/tzgg/"],
  ] as const;
  const drawn = htmlPage(
    "云溪市林业局",
    `<div id="menu"></div><script>
var entries = ${JSON.stringify(menu)}, out = "";
for (var i = 0; i < entries.length; i++) out += "<li><a href='" + entries[i][1] + "'>" + entries[i][0] + "</a></li>";
document.getElementById("menu").innerHTML = "<ul>" + out + "</ul>";
</script>`,
  );
  const pages = {
    "/": drawn,
    ...Object.fromEntries(menu.map(([name, href]) => [href, listPage(name, name, [])])),
  };
  let site: SmallSite;

  beforeAll(async () => {
    site = await openSite();
    site.serve(pages);
  });
  afterAll(() => site.close());

  test("is not read without a browser, and that is said", async () => {
    const { code, portal, text } = await discovering(site.url);
    expect(code).toBe(3);
    expect(portal?.units[0]?.columns).toEqual([]);
    expect(text).toContain("须用浏览器渲染才能读取");
  });

  test.skipIf(WITHOUT_CHROMIUM)(
    "is read with one",
    async () => {
      const browser = { chromium: chromiumPath(), searchPath: "" };
      const { code, portal } = await discovering(site.url, { render: "auto", browser });
      expect(code).toBe(0);
      expect(portal?.units[0]?.columns.map(({ category }) => category)).toEqual(["05.01", "02.01", "05.03"]);
    },
    60_000,
  );
});

describe("a site that is one unit's own is that unit", () => {
  const neighbours = list([
    ["县财政局", "/link/czj/"],
    ["县公安局", "/link/gaj/"],
    ["县卫健局", "/link/wjj/"],
    ["城关镇", "/link/cgz/"],
  ]);
  const offices = list([
    ["教务处", "/jwc/"],
    ["学生处", "/xsc/"],
    ["图书馆", "/tsg/"],
    ["党政办公室", "/dzb/"],
  ]);
  test.each([
    ["a bureau that lists its neighbours", "溪山县林业局网站", neighbours, "溪山县林业局", "department"],
    ["a college that lists its offices", "首页-柏川职业技术学院", offices, "柏川职业技术学院", "department"],
    ["a town", "云岭镇人民政府", neighbours, "云岭镇人民政府", "town"],
  ])("%s", async (_, title, links, name, kind) => {
    const site = await openSite();
    try {
      const pages = unitPages("/", title);
      const home = `${pages["/"]}`.replace("</body>", `<div><h3>部门链接</h3>${links}</div></body>`);
      site.serve({ ...pages, "/": home });
      const { portal } = await discovering(site.url);
      expect(portal?.units.map((unit) => [unit.id, unit.name, unit.kind])).toEqual([["main", name, kind]]);
      expect(portal?.units[0]?.columns.filter(({ category }) => category !== null).length).toBe(4);
    } finally {
      await site.close();
    }
  });

  test("a page that cannot be read gives no file, and says why", async () => {
    const site = await openSite();
    try {
      site.serve({ "/": { status: 503, body: "" } });
      const { code, text, notes } = await discovering(site.url);
      expect({ code, text }).toEqual({ code: 3, text: "" });
      expect(notes.join()).toContain("无法探查");
    } finally {
      await site.close();
    }
  });
});
