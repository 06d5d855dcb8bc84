import { describe, expect, test } from "vitest";
import { readList } from "./list-page.ts";
import { PageDocument } from "./page-document.ts";

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

test("a link that loads more leads to the next page, and is no record", () => {
  const { items, next } = readList(
    new PageDocument(
      page("<div class=more-btn><a href='/b/p2.html'>加载更多</a></div>"),
      "http://www.example.gov.cn/b/",
    ),
  );
  expect(next?.url).toBe("http://www.example.gov.cn/b/p2.html");
  expect(items.known && items.value.length).toBe(3);
});

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
    [
      "a day below the breadcrumb, and no fraction of pages",
      page("").replace("&gt; 通知公告</div>", "$&<p>04/13</p><p>2018</p>"),
      false,
    ],
    ["more to load", page("<div class=more>加载更多</div>"), true],
    [
      "numbers that only a script opens",
      page("<div><a href='javascript:go(2)'>2</a><a href='javascript:go(3)'>3</a></div>"),
      true,
    ],
    [
      "the last of the numbers",
      page("<div><a href='javascript:go(1)'>1</a><a href='javascript:go(2)'>2</a><b>3</b></div>"),
      false,
    ],
    [
      "numbers under a picture show",
      page("<div><a href='#'>1</a><a href='#'>2</a><a href='#'>3</a></div>"),
      false,
    ],
    [
      "numbers that are no links, and listen",
      page('<ul class="el-pager"><li class="number active">1</li><li class="number">2</li></ul>'),
      true,
    ],
    [
      "the last of them",
      page('<ul class="el-pager"><li class="number">1</li><li class="number active">2</li></ul>'),
      false,
    ],
    ["a count of visits, digit by digit", page("<p class=count><i>1</i><i>2</i><i>3</i></p>"), false],
    ["a button", page("<input type=button value='下一页' onclick='next()'>"), true],
    [
      "a box of pages",
      page("<p>转到第<select onchange='go()'><option>1<option>2<option>3</select>页</p>"),
      true,
    ],
    [
      "a box of pages on its last",
      page("<p>转到第<select onchange='go()'><option>1<option selected>2</select>页</p>"),
      false,
    ],
    ["a box of months", page("<p><select><option>1<option>2<option>3</select>月</p>"), false],
  ])("%s", (_why, html, follows) => {
    const reading = readList(new PageDocument(html, "http://portal.test/b/"));
    expect(reading.items.known && reading.items.value.length).toBe(3);
    expect(reading.next).toBeNull();
    expect(reading.moreFollows).toBe(follows);
  });
});

test.each([
  [
    "a picture that says so",
    "<div class=page><a href='index_1.html'><img src=n.gif alt='下一页'></a></div>",
    "index_1.html",
  ],
  [
    "the number after the current one, beside words",
    "<div class=page>上一页 1 <a href='2.html'>2</a> <a href='3.html'>3</a> 下一页</div>",
    "2.html",
  ],
  [
    "an entry of a box",
    "<p><select><option value='index.html' selected>1<option value='index_1.html'>2</select>页</p>",
    "index_1.html",
  ],
])("the next page by %s", (_how, pager, file) => {
  expect(readList(new PageDocument(page(pager), "http://portal.test/b/")).next?.url).toBe(
    `http://portal.test/b/${file}`,
  );
});
