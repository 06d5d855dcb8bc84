import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { navigationJson, readNavigation } from "./navigation.ts";

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
      sample("written-side-menu.html"),
      "http://lyj.qinghe.example.gov.cn/zwgk/ghjh/",
    );
    expect(menus.map(({ name }) => name)).toEqual(["工作动态", "政务公开"]);
  });

  test("menus that stand in the page need no script", () => {
    expect(readNavigation(sample("nested-menus.html"), "http://lyj.qinghe.example.gov.cn/").needsScript).toBe(
      false,
    );
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
    expect(readNavigation(`<body>${body}</body>`, "http://www.example.gov.cn/").needsScript).toBe(true);
  });
});
