import { describe, expect, it } from "vitest";
import { mainTextOf } from "./main-text.ts";
import { PageDocument } from "./page-document.ts";

const MENU =
  '<div class="nav"><a href="/">首页</a><a href="/jgzn/">机构职能</a><a href="/tzgg/">通知公告</a></div>' +
  '<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/jgzn/">机构职能</a></div>';
const FOOT = '<div class="footer">主办：清溪县林业局 网站标识码：0000000000 ICP备00000000号</div>';
const page = (main: string) =>
  `<html><head><title>机构职能_清溪县林业局</title><script src="/js/site.js"></script></head><body>${MENU}${main}${FOOT}</body></html>`;

describe("mainTextOf", () => {
  it("gives the column's text without menus, breadcrumb and footer", () => {
    const text = mainTextOf(
      new PageDocument(
        page(
          '<div class="con"><h1>机构职能</h1><div class="nr"><p>清溪县林业局是县政府工作部门，负责全县林业工作。</p><p>一、拟订林业发展规划并组织实施；</p></div></div>',
        ),
        null,
      ),
    );
    expect(text).toMatchObject({
      known: true,
      value: "清溪县林业局是县政府工作部门，负责全县林业工作。\n一、拟订林业发展规划并组织实施；",
    });
  });

  it("says that a place kept for text is empty", () => {
    expect(
      mainTextOf(
        new PageDocument(page('<h1>机构职能</h1><div class="TRS_Editor"><p>&nbsp;</p></div>'), null),
      ),
    ).toMatchObject({
      known: true,
      value: "",
    });
  });

  it.each([
    ["a picture", '<div class="TRS_Editor"><img src="./W020160101.jpg"></div>', "unreadable"],
    ["a frame", '<div id="zoom"><iframe src="/jgzn.pdf"></iframe></div>', "unreadable"],
    ["a file", '<div id="zoom"><a href="./P020160101.doc">机构职能.doc</a></div>', "unreadable"],
    ["an element to be filled", '<div id="zoom"><div id="jgzn"></div></div>', "needs-browser"],
    ["a template", '<div id="zoom"><p>{{ column.text }}</p></div>', "needs-browser"],
    [
      "a call for data",
      '<div id="zoom"></div><script>$.ajax({ url: "/api/jgzn", success: function (d) { show(d); } });</script>',
      "needs-browser",
    ],
    ["nothing that looks like a place for text", "<table><tr><td></td></tr></table>", "unreadable"],
  ])("does not call a page empty that holds %s", (_, main, reason) => {
    expect(mainTextOf(new PageDocument(page(`<h1>机构职能</h1>${main}`), null))).toEqual({
      known: false,
      reason,
    });
  });

  it("does not take a list of dated articles for the column's text", () => {
    const rows = Array.from(
      { length: 8 },
      (_, at) =>
        `<li><a href="./t${at}.html">关于第${at}次检查的通知</a><span>2016-05-0${at + 1}</span></li>`,
    );
    expect(
      mainTextOf(new PageDocument(page(`<div class="con"><ul>${rows.join("")}</ul></div>`), null)),
    ).toEqual({
      known: false,
      reason: "unreadable",
    });
  });
});
