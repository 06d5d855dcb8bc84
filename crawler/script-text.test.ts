import { describe, expect, it } from "vitest";
import { outputOf } from "./script-text.ts";
import { UNKNOWN_TEXT } from "./text-marks.ts";

const written = (...scripts: string[]) => outputOf(scripts).written;

describe("outputOf", () => {
  it("writes literals and variables that hold one", () => {
    expect(written("var day = '2016年10月09日'; if (day != '') { document.write(day); }")).toEqual([
      "2016年10月09日",
    ]);
    expect(written('var a = "县林业局"', "document.write('来源：' + a + '&emsp;')")[1]).toBe(
      "来源：县林业局&emsp;",
    );
  });

  it("follows what is known and leaves out what is not written", () => {
    expect(written("var s=''; if(s!=''){document.write('来源：'+s);} else document.write('无')")).toEqual([
      "无",
    ]);
    expect(written('if("区统计局"!=""){document.write("<b>区统计局</b>")}')).toEqual(["<b>区统计局</b>"]);
    expect(written('var n=""; if(n.indexOf("号") == -1){document.write("号");}')).toEqual(["号"]);
    expect(written("var t='2016-10-09 08:00:00'; document.write(t.substring(0,10))")).toEqual(["2016-10-09"]);
  });

  it("marks what only a browser knows", () => {
    expect(written("document.write(today.getFullYear() + '年')")).toEqual([`${UNKNOWN_TEXT}年`]);
    expect(written("if (window.top) { document.write('a') }")).toEqual([UNKNOWN_TEXT]);
    expect(written("var a = '1'; a = load(); document.write(a)")).toEqual([UNKNOWN_TEXT]);
  });

  it("does not run functions that nobody is seen to call", () => {
    expect(written("function show() { document.write('x'); } var b = 1; document.write('y')")).toEqual(["y"]);
  });

  it("fills elements by their id", () => {
    const { filled } = outputOf([
      '$("#source").html("区统计局"); document.getElementById("day").innerHTML = "2016-10-09";',
      '$.ajax({ success: function (data) { $("#text").html(data.text); } });',
    ]);
    expect(Object.fromEntries(filled)).toEqual({ source: "区统计局", day: "2016-10-09", text: UNKNOWN_TEXT });
  });

  it("survives scripts that are none", () => {
    for (const code of [
      "if (",
      "document.write(",
      "var = = ;",
      "}}}}",
      "{".repeat(5000),
      "if(a)".repeat(5000),
      "'\\",
    ])
      expect(() => outputOf([`document.write; ${code}`])).not.toThrow();
  });
});
