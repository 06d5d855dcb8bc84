import { expect, test } from "vitest";
import { tableSumsIn } from "./table-sum.ts";

const found = (...lines: string[]) =>
  tableSumsIn(lines.join("\n")).map(({ row, column, total, sum }) => `${row} ${column} ${total} ${sum}`);
const HEAD = "乡镇 户数 金额";
const ROWS = ["甲镇 12 120", "乙镇 8 80", "丙镇 6 65"];

test.each([
  ["one column", [HEAD, ...ROWS, "合计 26 275"], ["合计 金额 275 265"]],
  ["the other column", [HEAD, ...ROWS, "总计 28 265"], []],
  ["figures that lie far apart enough", [HEAD, ...ROWS, "总计 28.5 265"], ["总计 户数 28.5 26"]],
  [
    "rows with their numbers",
    ["序号 乡镇 户数 金额", "1 甲镇 12 120", "2 乙镇 8 80", "3 丙镇 6 65", "合计 26 275"],
    ["合计 金额 275 265"],
  ],
  [
    "thousands",
    [HEAD, "甲镇 12 1,120", "乙镇 8 1,080", "丙镇 6 65", "合 计 26 2,365"],
    ["合 计 金额 2365 2265"],
  ],
  ["prose around", ["说明如下：", HEAD, ...ROWS, "合计 26 275", "以上。"], ["合计 金额 275 265"]],
  [
    "two tables",
    [HEAD, ...ROWS, "合计 26 275", HEAD, ...ROWS, "合计 26 285"],
    ["合计 金额 275 265", "合计 金额 285 265"],
  ],
])("a total that its column does not come to: %s", (_, lines, expected) =>
  expect(found(...lines)).toEqual(expected),
);

test.each([
  ["no total", [HEAD, ...ROWS]],
  ["too few rows", [HEAD, "甲镇 12 120", "乙镇 8 80", "合计 20 210"]],
  ["no heads", [...ROWS, "合计 26 275"]],
  ["heads of fewer columns", ["金额", ...ROWS, "合计 26 275"]],
  ["a row above the heads' place", ["2016年 12 13", ...ROWS, "合计 26 275"]],
  ["both columns differ", [HEAD, ...ROWS, "合计 36 275"]],
  ["the other column holds one figure alone", [HEAD, "甲镇 12 120", "乙镇 0 80", "丙镇 0 65", "合计 12 275"]],
  ["an empty cell", [HEAD, "甲镇 12 120", "乙镇 80", "丙镇 6 65", "合计 26 275"]],
  ["a subtotal", [HEAD, ...ROWS, "小计 26 265", "丁镇 1 10", "戊镇 1 10", "己镇 1 10", "合计 29 305"]],
  [
    "numbered items of two levels",
    ["项目 数 金额", "一、甲 12 120", "1.乙 8 80", "2.丙 6 65", "合计 26 275"],
  ],
  ["a rate", ["乡镇 户数 完成率", ...ROWS, "合计 26 275"]],
  ["an average", [HEAD, ...ROWS, "合计 26 95"]],
  ["no more than one of its parts", [HEAD, "甲镇 12 220", "乙镇 8 80", "丙镇 6 65", "合计 26 220"]],
  ["much less", [HEAD, ...ROWS, "合计 26 238"]],
  ["much more", [HEAD, ...ROWS, "合计 26 292"]],
  ["a span of time", ["线路 里程 工期", ...ROWS, "合计 26 275"]],
  ["what is counted twice is left out", [HEAD, ...ROWS, "合计 26 250", "注：合计已剔除重复。"]],
  ["more rows than anybody adds up", [HEAD, ...Array(501).fill("甲镇 1 100"), "合计 501 52000"]],
  ["rounded", [HEAD, ...ROWS, "合计 26 267"]],
])("says nothing where there is %s", (_, lines) => expect(found(...lines)).toEqual([]));

const SHEET = ["单位 基本 项目 合计", "甲局 100 50 150", "乙局 200 80 290", "丙局 10 20 30"];

test("a row whose total is wrong, where those of all others are right", () => {
  expect(found(...SHEET, "合计 310 150 460")[0]).toBe("乙局 合计 290 280");
});

test.each([
  ["no column is said to be the total", ["单位 基本 项目 经费", ...SHEET.slice(1), "合计 310 150 470"]],
  ["two rows differ", [SHEET[0], "甲局 100 50 160", ...SHEET.slice(2), "合计 310 150 480"]],
  ["a column is none of the parts", ["单位 基本 比例 合计", ...SHEET.slice(1), "合计 310 150 470"]],
  [
    "the row holds one figure alone",
    [SHEET[0], "甲局 100 50 150", "乙局 0 80 140", "丙局 10 20 30", "合计 110 150 260"],
  ],
])("says nothing of rows where %s", (_, lines) =>
  expect(
    found(...lines.map(String)).filter((one) => one.includes("合计 ") && !one.startsWith("合计")),
  ).toEqual([]),
);
