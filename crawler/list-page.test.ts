import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listJson, readList } from "./list-page.ts";
import { PageDocument } from "./page-document.ts";

const SAMPLES = new URL("../fixtures/pages/lists/", import.meta.url);

describe("sample pages", () => {
  const names = readdirSync(SAMPLES).filter((name) => name.endsWith(".html"));
  test.each(names)("%s", (name) => {
    const html = readFileSync(new URL(name, SAMPLES), "utf8");
    const expected = JSON.parse(readFileSync(new URL(name.replace(/html$/, "json"), SAMPLES), "utf8"));
    expect(listJson(html, expected.url)).toEqual(expected);
  });
});

const URL_OF_COLUMN = "http://www.example.gov.cn/gk/index.html";

function page(main: string): string {
  return `<html><head><title>公示公告</title></head><body><div class="nav"><a href="/">首页</a></div>${main}</body></html>`;
}

function rows(count: number): string {
  const row = (n: number) =>
    `<li><a href="./201601/t201601${10 + n}_${n}.html">关于第${n}批名单的公示</a><span>2016-01-${10 + n}</span></li>`;
  return `<ul class="list">${Array.from({ length: count }, (_, n) => row(n)).join("")}</ul>`;
}

describe("readList", () => {
  test("the last page of a list has no next page and nothing follows it", () => {
    const html = page(`${rows(3)}<script>createPageHTML(3, 2, "index", "html")</script>`);
    const reading = readList(new PageDocument(html, "http://www.example.gov.cn/gk/index_2.html"));
    expect(reading).toMatchObject({ next: null, moreFollows: false, pageCount: 3 });
  });

  test("a page goes by its own number where its pager's call is another page's", () => {
    const html = page(`${rows(3)}<script>createPageHTML(9, 0, "index", "html")</script>`);
    expect(readList(new PageDocument(html, "http://www.example.gov.cn/gk/index_3.html")).next?.url).toBe(
      "http://www.example.gov.cn/gk/index_4.html",
    );
  });

  test("says that more follows where the next page's address cannot be had", () => {
    const html = page(`${rows(3)}<div>共30条 1/10 <a href="javascript:go(2)">下一页</a></div>`);
    expect(readList(new PageDocument(html, URL_OF_COLUMN))).toMatchObject({
      next: null,
      moreFollows: true,
      pageCount: 10,
      total: 30,
    });
  });

  test("a list without rows that a script fills is not empty", () => {
    const html = page(`<ul id="rows"></ul><script>$.ajax({ url: "/api", success: f("#rows") })</script>`);
    expect(readList(new PageDocument(html, URL_OF_COLUMN)).items).toEqual({
      known: false,
      reason: "needs-browser",
    });
  });

  test("a notice in a template, a comment or a hidden box says nothing", () => {
    const html = page(
      `<!-- 暂无信息 --><div style="display:none">暂无信息</div><script>var none = "暂无信息"</script>`,
    );
    expect(readList(new PageDocument(html, URL_OF_COLUMN))).toMatchObject({
      emptyNotice: null,
      items: { known: false },
    });
  });

  test("a notice that a script may replace says nothing", () => {
    const html = page(`<div id="rows">暂无数据</div><script>load("#rows")</script>`);
    expect(readList(new PageDocument(html, URL_OF_COLUMN)).items).toEqual({
      known: false,
      reason: "needs-browser",
    });
  });

  test("a list of which the page says that it holds 0 records is empty", () => {
    const html = page(`<table><tr><td>标题</td></tr></table><div>共0条 1/1 首页 上页 下页 尾页</div>`);
    expect(readList(new PageDocument(html, URL_OF_COLUMN)).items).toMatchObject({ known: true, value: [] });
  });

  test("a 0 that a script replaces by its count says nothing", () => {
    const html = page(
      `<div>共<b id="count">0</b>条 1/1 首页 尾页</div><script>$.get("/n", n => $("#count").text(n))</script>`,
    );
    expect(readList(new PageDocument(html, URL_OF_COLUMN)).items).toEqual({
      known: false,
      reason: "needs-browser",
    });
  });

  test("of answers that name the next one, the last is the list's end, however few rows it has", () => {
    const answer = (next: string) =>
      `<datastore>${next}<totalrecord>60</totalrecord><recordset><record><![CDATA[<li><a href="/art/2016/1/2/art_9_1.html">关于甲的公示</a><span>2016-01-02</span></li>]]></record></recordset></datastore>`;
    const url = "http://www.example.gov.cn/module/web/jpage/dataproxy.jsp?page=2&columnid=9";
    expect(readList(new PageDocument(answer(""), url)).moreFollows).toBe(false);
    const next = `<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=3&columnid=9"></a>]]></nextgroup>`;
    expect(readList(new PageDocument(answer(next), url)).moreFollows).toBe(true);
  });

  test("the pager of a list further down is not that of the rows beside it", () => {
    const beside = `<div class="l"><ul>${["甲", "乙"].map((n) => `<li><a href="/other/t20161201_${n}1.html">关于${n}项目的通报</a><span>2016-12-01</span></li>`).join("")}</ul></div>`;
    const own = `<table><tr><td><a href="/x/a/1001.html">关于丙的公示公告</a></td><td>2016-01-02</td></tr></table><div>共1条 1/1 首页 尾页</div>`;
    const { items } = readList(new PageDocument(page(beside + own), "http://www.example.gov.cn/x/"));
    expect(items.known && items.value.map(({ title }) => title)).toEqual(["关于丙的公示公告"]);
  });

  test("a page that is none is not read as an empty list", () => {
    const html = "<html><head><title>404</title></head><body><h1>您访问的页面不存在</h1></body></html>";
    expect(readList(new PageDocument(html, URL_OF_COLUMN)).items).toEqual({
      known: false,
      reason: "soft-404",
    });
  });

  test("rows with the same address count once, dead links each for itself", () => {
    const twice = `<li><a href="javascript:;">关于甲的公示</a><span>2016-01-02</span></li>`;
    const html = page(`<ul class="list">${twice}${twice}</ul>${rows(2)}`);
    const { items } = readList(new PageDocument(html, null));
    expect(items.known && items.value.length).toBe(2);
  });

  test("an impossible day stays as it is printed", () => {
    const html = page(
      `<ul><li><a href="a/1001.html">关于甲的公示公告</a><span>2016-02-30</span></li><li><a href="a/1002.html">关于乙的公示公告</a><span>2016-01-30</span></li></ul>`,
    );
    const { items } = readList(new PageDocument(html, URL_OF_COLUMN));
    expect(items.known && items.value[0]?.date).toEqual({ text: "2016-02-30", day: null });
  });

  test("broken and huge pages are read in time", () => {
    const started = performance.now();
    readList(new PageDocument(`${"<div><a href=x>".repeat(6_000)}`, URL_OF_COLUMN));
    readList(new PageDocument(page(rows(9).repeat(1000)), URL_OF_COLUMN));
    readList(
      new PageDocument(
        `<script>${"createPageHTML(".repeat(20_000)}</script>${"共".repeat(100_000)}`,
        URL_OF_COLUMN,
      ),
    );
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

test("a breadcrumb that ends with the page's own name is no list, nor a list's first row", () => {
  const url = "http://www.example.gov.cn/channels/48.html";
  const crumb = `<p>位置：<a href="/channels/11.html">市档案局</a> &gt; <a href="/channels/48.html">查阅指南事项目录</a></p>`;
  const page = (rows: string) => `<title>查阅指南事项目录 - 市档案局</title><div>${crumb}${rows}</div>`;
  const rows = ["民生档案查阅办理指南", "婚姻档案查阅办理指南", "知青档案查阅办理指南"].map(
    (title, n) => `<p><a href="/contents/48/${n + 7}.html">${title}</a></p>`,
  );
  const titles = (html: string, at = url) => {
    const { items } = readList(new PageDocument(html, at));
    return items.known ? items.value.map(({ title }) => title) : items.reason;
  };
  expect(titles(page(""))).toBe("unreadable");
  expect(titles(page(rows.join("")))).toEqual([
    "民生档案查阅办理指南",
    "婚姻档案查阅办理指南",
    "知青档案查阅办理指南",
  ]);
  expect(titles(page(rows.join("")), url.replace(".html", "_2.html"))).toHaveLength(3);
});

describe("a list in parts under headings", () => {
  const url = "http://www.example.gov.cn/gg/index.htm";
  const part = (heading: string, ...days: string[]) => {
    const row = (day: string) =>
      `<li><a href="./info/${day.replaceAll("-", "")}.htm">关于安置房分配结果的公示</a><span>${day}</span></li>`;
    return `<h4>${heading}</h4><ul>${days.map(row).join("")}</ul>`;
  };
  const days = (main: string) => {
    const { items } = readList(new PageDocument(page(`<div class="main">${main}</div>`), url));
    return items.known ? items.value.map(({ date }) => date?.day) : items.reason;
  };
  const inBoxes = (parts: readonly string[]) => parts.map((each) => `<div class="m">${each}</div>`).join("");

  test.each([
    ["beside each other", (parts: readonly string[]) => parts.join("")],
    ["each in a box", inBoxes],
    [
      "in boxes of a year",
      (parts: readonly string[]) => `<div class="y"><h3>2016年</h3>${inBoxes(parts)}</div>`,
    ],
  ])("months %s are one list", (_, put) => {
    const parts = [
      part("12月", "2016-12-29", "2016-12-13"),
      part("2016年10月份（3条）", "2016-10-22", "2016-10-07", "2016-10-02"),
      part("九月", "2016-09-30"),
    ];
    expect(days(put(parts))).toEqual([
      "2016-12-29",
      "2016-12-13",
      "2016-10-22",
      "2016-10-07",
      "2016-10-02",
      "2016-09-30",
    ]);
  });

  test.each([
    ["第四季度", "第三季度"],
    ["市政府文件", "部门文件"],
  ])("%s and %s: which of the parts are the column's cannot be told", (one, other) => {
    const parts = [
      part(one, "2016-12-29", "2016-12-13"),
      part(other, "2016-10-22", "2016-10-07", "2016-10-02"),
    ];
    expect(days(parts.join(""))).toBe("unreadable");
    expect(days(inBoxes(parts))).toBe("unreadable");
  });

  test.each([
    [
      "in halves beside each other",
      (one: string, other: string) => `${one}${other.replace("<ul>", '<ul class="r">')}`,
    ],
    [
      "under tabs",
      (one: string, other: string) => `${one}${other.replace("<ul>", '<ul style="display:none">')}`,
    ],
    [
      "with the day's own above",
      (one: string, other: string) => other.replace(/<ul>.*?<\/ul>/, HEADLINE) + one,
    ],
  ])("a list %s may go on", (_, put) => {
    const [one, other] = ["", ""].map((none, n) =>
      part(none, `2016-12-2${n}`, `2016-12-1${n}`, `2016-12-0${n + 1}`),
    );
    expect(days(put(one ?? "", other ?? "").replace(/<h4><\/h4>/g, ""))).toBe("unreadable");
  });

  const HEADLINE =
    '<div class="top"><h2><a href="./info/20161229.htm">关于安置房分配结果的公示</a></h2><p>近日……</p><span>2016-12-29</span></div>';

  test("records that only stand there again, or under 热点信息, are no further part", () => {
    const list = part("公示公告", "2016-12-29", "2016-12-13", "2016-12-02");
    expect(days(list + part("本月", "2016-12-13", "2016-12-02"))).toHaveLength(3);
    expect(days(list + part("热点信息", "2016-03-13", "2016-03-02"))).toHaveLength(3);
  });
});
