import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { navigationJson, readNavigation } from "./navigation.ts";
import { PageDocument } from "./page-document.ts";

const SAMPLES = new URL("../fixtures/pages/navigation/", import.meta.url);

function sample(name: string): string {
  return readFileSync(new URL(name, SAMPLES), "utf8");
}

describe("sample pages", () => {
  const names = readdirSync(SAMPLES).filter((name) => name.endsWith(".html"));
  test.each(names)("%s", (name) => {
    const expected = JSON.parse(sample(name.replace(/html$/, "json")));
    expect(navigationJson(sample(name), expected.url)).toEqual(expected);
  });
});

describe("readNavigation", () => {
  test("the roots of the top menu hold further menus", () => {
    const { menus } = readNavigation(
      new PageDocument(sample("written-side-menu.html"), "http://lyj.qinghe.example.gov.cn/zwgk/ghjh/"),
    );
    expect(menus.map(({ name }) => name)).toEqual(["工作动态", "政务公开"]);
  });

  test("menus that stand in the page need no script", () => {
    expect(
      readNavigation(new PageDocument(sample("nested-menus.html"), "http://lyj.qinghe.example.gov.cn/"))
        .needsScript,
    ).toBe(false);
  });

  test.each([
    [
      "an empty menu",
      `<div id="menu"></div><a href="/a/">甲类</a><a href="/b/">乙类</a><a href="/c/">丙类</a>`,
    ],
    [
      "a template of links",
      `<ul><script type="text/x-handlebars-template"><a href="{{url}}">{{name}}</a></script></ul>`,
    ],
    ["next to nothing", `<div id="app"></div><script src="/app.js"></script>`],
  ])("%s needs a script", (_, body) => {
    expect(
      readNavigation(new PageDocument(`<body>${body}</body>`, "http://www.example.gov.cn/")).needsScript,
    ).toBe(true);
  });

  test("a menu laid out by tables may lead to pages whose addresses look like articles'", () => {
    const entries = [
      ["list.asp?id=11", "工作动态"],
      ["list.asp?id=12", "通知公告"],
      ["about.asp?id=13", "机构职能"],
      ["list.asp?id=14", "人事任免"],
      ["list.asp?id=15", "工作计划"],
    ];
    const menu = entries.map(([href, name]) => `<tr><td><a href="${href}">${name}</a></td></tr>`).join("");
    const news = `<tr><td><a href="show.asp?id=99">召开工作会议</a></td><td>12-30</td></tr>`;
    const { columns } = readNavigation(
      new PageDocument(
        `<table><tr><td><table>${menu}</table></td><td><table>${news}</table></td></tr></table>`,
        "http://www.example.gov.cn/daj/",
      ),
    );
    expect(columns.map(({ name }) => name)).toEqual(entries.map(([, name]) => name));
  });

  test("pages of a kind that all bear names of columns do not tell against a menu beside a list of titles", () => {
    const menus = [
      [
        "机构信息",
        ["about.asp?id=1", "部门职责"],
        ["about.asp?id=2", "领导班子"],
        ["about.asp?id=3", "内设科室"],
      ],
      [
        "公开目录",
        ["list.asp?lm=1", "工作动态"],
        ["list.asp?lm=2", "通知公告"],
        ["list.asp?lm=3", "人事信息"],
      ],
    ] as const;
    const boxes = menus.map(
      ([head, ...entries]) =>
        `<table><tr><td><b>${head}</b></td></tr>${entries.map(([href, name]) => `<tr><td><a href="${href}">${name}</a></td></tr>`).join("")}</table>`,
    );
    const hot = ["检查组走访客运企业", "雨雪天气抢险保畅通"].map(
      (title, n) => `<tr><td>·<a href="show.asp?id=${n + 90}">${title}</a></td></tr>`,
    );
    const html = (entry: string) =>
      `<table><tr><td>${boxes.join("<br>")}<table>${hot.join("")}</table></td><td>${entry}</td></tr></table>`;
    const names = (page: string) =>
      readNavigation(new PageDocument(page, "http://www.example.gov.cn/jtj/")).columns.map(
        ({ name }) => name,
      );
    expect(names(html(""))).toEqual(["部门职责", "领导班子", "内设科室", "工作动态", "通知公告", "人事信息"]);
    const title = `<a href="about.asp?id=9">关于调整班线的通告（第二号）</a>`;
    expect(names(html(title))).toEqual(["工作动态", "通知公告", "人事信息"]);
  });

  test("a menu's heading that leads to the menu's first column is not that column's name", () => {
    const { columns, alsoNamed, menus } = readNavigation(
      new PageDocument(
        `<div class="nav"><ul><li><a href="/daj/wj/">政策文件</a></li><li><a href="/daj/dt/">动态公告</a></li></ul></div>
       <dl><dt>政策文件</dt><dd><ul><li><a href="/daj/wj/">规范性文件</a></li></ul></dd></dl>
       <dl><dt>动态公告</dt><dd><ul><li><a href="/daj/dt/">工作动态</a></li><li><a href="/daj/gg/">通知公告</a></li></ul></dd></dl>`,
        "http://www.example.gov.cn/daj/",
      ),
    );
    expect(columns.map(({ name }) => name)).toEqual(["规范性文件", "工作动态", "通知公告"]);
    expect(alsoNamed).toEqual([]);
    expect(menus.map(({ url }) => url)).toContain("http://www.example.gov.cn/daj/wj/");
  });
});
