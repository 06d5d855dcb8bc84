import { describe, expect, test } from "vitest";
import { outlineOf } from "./outline.ts";
import { pagerOf } from "./pager.ts";

const LIST = `<ul><li><a href="a/1001.html">关于甲的公示</a><span>2016-01-02</span></li></ul>`;

function nextOf(pager: string, url: string): string | null {
  return pagerOf(outlineOf(`<body>${LIST}${pager}</body>`, url)).next;
}

const FOLDER = "http://www.example.gov.cn/gk/";

describe("the next page", () => {
  test.each([
    [`<script>createPageHTML(4, 0, "index", "html")</script>`, "", "index_1.html"],
    [`<script>createPageHTML(4, 2, "index", "shtml");</script>`, "index_2.shtml", "index_3.shtml"],
    [
      `<script>createPageHTML('p', 10, 1, 'common_list', 'shtml', 200)</script>`,
      "common_list.shtml",
      "common_list_2.shtml",
    ],
    [
      `<script>var countPage = 4; var currentPage = 1; document.write("<a href=index_" + (currentPage+1) + ".htm>")</script>`,
      "index_1.htm",
      "index_2.htm",
    ],
    [`<a href="list_6_2.html">下一页</a>`, "list_6_1.html", "list_6_2.html"],
    [`<div class="pages"><a href="?page=1">&lt;</a><a href="?page=3">&gt;</a></div>`, "?page=2", "?page=3"],
    [
      `<div class="pagination"><b>1</b><a href="index_2.jhtml">2</a><a href="index_3.jhtml">3</a></div>`,
      "index.jhtml",
      "index_2.jhtml",
    ],
    [`<a href="javascript:void(0)" onclick="location.href='2.html'">下页</a>`, "1.html", "2.html"],
    [
      `<a class="next" href="javascript:;" tagname="/gk/list_3.html">下一页</a>`,
      "list_2.html",
      "list_3.html",
    ],
    [
      `<script>_simple_list_gotopage_fun(18,'x',2)</script><p>共106条 1/18 首页 上页 <a href="javascript:;">下页</a></p>`,
      "xwdt.htm",
      "xwdt/17.htm",
    ],
    [
      `<script>_simple_list_gotopage_fun(18,'x',2)</script><p>共106条 3/18 首页 上页 <a href="javascript:;">下页</a></p>`,
      "xwdt/16.htm",
      "xwdt/15.htm",
    ],
  ])("%s on %s", (pager, page, next) => {
    expect(nextOf(pager, FOLDER + page)).toBe(FOLDER + next);
  });

  test.each([
    ["the last page", `<script>createPageHTML(4, 3, "index", "html")</script>`, "index_3.html"],
    ["a single page", `<script>createPageHTML(1, 0, "index", "html")</script>`, ""],
    ["a link to the page itself", `<a href="index.html">下一页</a>`, ""],
    ["the next article", `<a href="a/1003.html">下一篇</a>`, ""],
    ["a breadcrumb's sign", `<p>首页 <a href="../">&gt;</a> 公开</p>`, ""],
  ])("is null for %s", (_, pager, page) => {
    expect(nextOf(pager, FOLDER + page)).toBeNull();
  });
});

test("counts that the page prints", () => {
  const { total, pageCount } = pagerOf(
    outlineOf(`<body>${LIST}<p>共 47 条 当前第 1 / 5 页</p></body>`, FOLDER),
  );
  expect({ total, pageCount }).toEqual({ total: 47, pageCount: 5 });
});

test("the answer that holds a group of records leads to the next group", () => {
  const xml = `<datastore><totalrecord>100</totalrecord><totalpage>7</totalpage><recordset><record><![CDATA[<li><a href="/art/2020/1/2/art_1_2.html">关于甲的公示</a><span>2020-01-02</span></li>]]></record></recordset></datastore>`;
  const at = "http://www.example.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15";
  expect(pagerOf(outlineOf(xml, at)).next).toBe(
    "http://www.example.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15",
  );
});
