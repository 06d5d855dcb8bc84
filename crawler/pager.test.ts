import { describe, expect, test } from "vitest";
import { readList } from "./list-page.ts";

const page = (pager: string, script = "") => `<html><head><title>通知公告</title>${script}</head><body>
<div class="nav"><ul><li><a href="/a/">首页</a></li><li><a href="/b/">通知公告</a></li></ul></div>
<div class="pos">当前位置：<a href="/">首页</a> &gt; 通知公告</div>
<div class="main"><ul class="list">${["01", "02", "03"]
  .map(
    (m) =>
      `<li><a href="/b/t2015${m}01_${m}.html">关于第${m}批项目的通知公告</a><span>2015-${m}-01</span></li>`,
  )
  .join("")}</ul>${pager}</div></body></html>`;
const SCRIPT = '<script src="/js/page.js"></script>';

describe("that a list ends on its page must be shown", () => {
  test.each<[string, string, boolean]>([
    ["no pager at all", page(""), false],
    [
      "one page, says the pager",
      page("<div class=page>共1页 当前第1页 <a href='javascript:;'>下一页</a></div>", SCRIPT),
      false,
    ],
    ["one page, says the call", page("<script>createPageHTML(1, 0, 'index', 'html')</script>"), false],
    [
      "a next page that is switched off",
      page("<div class=page><a class=disabled href='javascript:;'>下一页</a></div>"),
      false,
    ],
    [
      "an empty place for a pager, and no script that could fill it",
      page("<div class=pagination></div>"),
      false,
    ],
    ["an empty place for a pager beside a script", page("<div id=pages></div>", SCRIPT), true],
    [
      "a call that nobody knows",
      page('<div id=pages></div><script>showPages(3,"list",".shtml")</script>'),
      true,
    ],
    [
      "a next page that only a script opens",
      page("<div class=page><a href='javascript:go(2)'>下一页</a></div>"),
      true,
    ],
    ["one page of three", page("<div class=page>共3页 当前第1页</div>"), true],
    ["more to load", page("<div class=more>加载更多</div>"), true],
  ])("%s", (_why, html, follows) => {
    const reading = readList(html, "http://portal.test/b/");
    expect(reading.items.known && reading.items.value.length).toBe(3);
    expect(reading.next).toBeNull();
    expect(reading.moreFollows).toBe(follows);
  });
});
