import { describe, expect, test } from "vitest";
import { dataListOf, isData } from "./data-list.ts";
import { listJson, readList } from "./list-page.ts";
import { PageDocument } from "./page-document.ts";
import { got } from "./page-request.ts";

const CALL = "http://www.example.gov.cn/common/search/0123?_isJson=true&_pageSize=2&page=1";
const row = (n: number, more: object = {}) => ({
  title: `关于第${n}批名单的公示`,
  url: `/gk/${n}.html`,
  publishedTimeStr: `2016-12-${10 + n} 09:00:00`,
  ...more,
});
const read = (answer: unknown, url = CALL) =>
  dataListOf(typeof answer === "string" ? answer : JSON.stringify(answer), got(url));
const shown = (list: ReturnType<typeof read>) =>
  list.rows?.map(({ title, date }) => [title, date?.day ?? null]);

describe("an answer of data", () => {
  test("is a list where each entry has a title and an address, and goes on by what it counts", () => {
    const list = read({ code: 200, data: { page: 1, rows: 2, total: 5, results: [row(1), row(2)] } });
    expect(shown(list)).toEqual([
      ["关于第1批名单的公示", "2016-12-11"],
      ["关于第2批名单的公示", "2016-12-12"],
    ]);
    expect(list.rows?.[0]?.url).toBe("http://www.example.gov.cn/gk/1.html");
    expect(list).toMatchObject({ total: 5, moreFollows: true, next: got(CALL.replace("page=1", "page=2")) });
    const last = { code: 200, data: { page: 3, rows: 2, total: 5, results: [row(5)] } };
    expect(read(last, CALL.replace("page=1", "page=3"))).toMatchObject({ moreFollows: false, next: null });
  });

  test.each<[string, unknown]>([
    ["seconds", Date.parse("2016-12-30T16:30:00Z") / 1000],
    ["milliseconds", Date.parse("2016-12-30T16:30:00Z")],
    ["digits in a text", String(Date.parse("2016-12-30T16:30:00Z"))],
    ["words", "2016年12月31日 00:30"],
  ])("dates its entries by %s, as in China", (_form, pubDate) => {
    const entry = { source: { title: "关于名单的公示", urls: '{"pc":"/gk/1.html"}', pubDate } };
    expect(shown(read({ data: { total: 1, results: [entry] } }))).toEqual([["关于名单的公示", "2016-12-31"]]);
  });

  test("is read without the marks of a search, in the brackets of a call, and in a script's way of writing", () => {
    const marked = read({ total: 1, articles: [row(1, { title: "关于<em>第1批</em>名单&nbsp;的公示" })] });
    expect(shown(marked)?.[0]?.[0]).toBe("关于第1批名单 的公示");
    const padded = `callback({"docs":[${JSON.stringify(row(1))}],"count":1});`;
    expect(isData(padded) && read(padded).rows?.length).toBe(1);
    expect(
      read("{ docs: [ { title: '公示一', url: '/gk/1.html', time: '2016-12-01' }, ], }").rows?.length,
    ).toBe(1);
  });

  test("is empty only where it counts none", () => {
    expect(read({ code: 200, data: { total: 0, results: [] } }).rows).toEqual([]);
    expect(read({ code: 200, data: { results: [] } }).rows).toBeNull();
    expect(read({ code: 200, data: { total: 7, results: [] } }).rows).toBeNull();
    expect(read({ code: 500, data: { total: 0, results: [] } }).rows).toBeNull();
    expect(read({ success: false, data: { total: 0, results: [] } }).rows).toBeNull();
    expect(read("[]").rows).toBeNull();
    // Behind pages that had some, none is the end.
    expect(read({ data: { results: [] } }, CALL.replace("page=1", "page=4"))).toMatchObject({
      rows: [],
      moreFollows: false,
    });
  });

  test.each<[string, unknown]>([
    ["an entry lacks its address", { total: 2, results: [row(1), { title: "没有地址的一条" }] }],
    ["an entry lacks its title", { total: 2, results: [row(1), { url: "/gk/2.html" }] }],
    ["it was cut off", JSON.stringify({ results: [row(1), row(2)] }).slice(0, -3)],
    ["it was cut off behind an entry", JSON.stringify({ results: [row(1), row(2)] }).slice(0, -2)],
    ["two lists could be meant", { total: 2, hot: [row(1)], newest: [row(2)] }],
    ["it is no list at all", { code: 0, msg: "ok" }],
  ])("is not understood where %s", (_why, answer) => {
    const text = typeof answer === "string" ? answer : JSON.stringify(answer);
    expect(readList(new PageDocument(text, CALL)).items).toEqual({ known: false, reason: "unreadable" });
  });

  test("that counts fewer than it shows counts something else", () => {
    const list = read({ total: 1, results: [row(1), row(2)] });
    expect(list).toMatchObject({ total: null, moreFollows: true });
  });

  test("may carry markup, which is read as such", () => {
    const html = `<ul>${[1, 2, 3].map((n) => `<li><a href="/gk/${n}.html">关于第${n}批名单的公示</a><span>2016-12-1${n}</span></li>`).join("")}</ul>`;
    expect(listJson(JSON.stringify({ success: true, data: { html } }), CALL)).toMatchObject({
      items: [{ publishedOn: "2016-12-11" }, {}, {}],
    });
  });
});

describe("the call that a page names for its rows", () => {
  const column = (body: string) =>
    readList(
      new PageDocument(
        `<html><body><div><ul id="list"></ul></div>${body}</body></html>`,
        "http://www.example.gov.cn/gk/",
      ),
    );
  const call = "/common/search/0123?_isAgg=true&_isJson=true&page=";

  test("is followed only where all of it is known", () => {
    expect(column(`<script>$.get("${call}" + page, draw)</script>`).call).toEqual(
      got(`http://www.example.gov.cn${call}1`),
    );
    expect(
      column(`<script>fetch(\`/common/search/\${channelOf(this)}?_isJson=true&page=1\`)</script>`).call,
    ).toBeNull();
    expect(
      column(`<script>$.get("/common/search/" + id + "?_isJson=true&page=1", draw)</script>`).call,
    ).toBeNull();
  });

  test("is nobody's where there are several", () => {
    const two = column(
      `<script>$.get("${call}1", a); $.get("${call.replace("0123", "4567")}1", b);</script>`,
    );
    expect(two).toMatchObject({ call: null, items: { known: false, reason: "needs-browser" } });
  });

  test("leaves a page that says that there is nothing unknown", () => {
    const shell = column(`<p>暂无信息</p><script>$.get("${call}1", draw)</script>`);
    expect(shell.items).toEqual({ known: false, reason: "needs-browser" });
  });
});
