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
  [
    "more blanks between the cells",
    ["乡镇  户数  金额", "甲镇  12  120", ...ROWS.slice(1), "合计 28.5 265"],
    ["合计 户数 28.5 26"],
  ],
  [
    "millions",
    [HEAD, "甲镇 12 12,120", "乙镇 8 1,112,120", "丙镇 6 65", "总 计 26 1,124,405"],
    ["总 计 金额 1124405 1124305"],
  ],
  [
    "another column of two figures",
    [HEAD, "甲镇 12 120", "乙镇 8 80", "丙镇 0 65", "合计 20 275"],
    ["合计 金额 275 265"],
  ],
  [
    "decimals, of which some have more",
    [HEAD, "甲镇 12 120.25", "乙镇 8 80.5", "丙镇 6 65.3", "合计 26 276.05"],
    ["合计 金额 276.05 266.05"],
  ],
  [
    "less than one of its decimals is lost by rounding",
    [HEAD, "甲镇 12 12.5", "乙镇 8 8.5", "丙镇 6 6.5", "合计 26 28.5"],
    ["合计 金额 28.5 27.5"],
  ],
  ["a tenth too much", [HEAD, "甲镇 12 120", "乙镇 8 80", "丙镇 6 60", "合计 26 286"], ["合计 金额 286 260"]],
  [
    "a name as long as a row may be",
    [HEAD, `${"甲".repeat(193)} 12 120`, ...ROWS.slice(1), "合计 26 275"],
    ["合计 金额 275 265"],
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
  ["rounded in a part alone", [HEAD, "甲镇 12.5 120", "乙镇 8 80", "丙镇 6 65", "合计 28 265"]],
  ["a total of this page alone", [HEAD, ...ROWS, "本页合计 26 275"]],
  ["a total that is none", [HEAD, ...ROWS, "合计数 26 275"]],
  ["a year above a column", ["乡镇 2015年户数 金额", ...ROWS, "合计 26 275"]],
  ["a column without a head", ["户数 金额", "甲镇 12 120 1", "乙镇 8 80 1", "丙镇 6 65 1", "合计 26 275 3"]],
  [
    "a second column that differs",
    ["乡镇 户数 人数 金额", "甲镇 12 20 120", "乙镇 8 30 80", "丙镇 6 40 65", "合计 26 96 275"],
  ],
  ["a row without a name", [HEAD, ...ROWS, "1 10", "合计 27 285"]],
  ["a name longer than a row", [HEAD, `${"甲".repeat(194)} 12 120`, ...ROWS.slice(1), "合计 26 275"]],
  ["the greatest of the parts", [HEAD, "甲镇 12 1000", "乙镇 8 10", "丙镇 6 10", "合计 26 1000"]],
  ["one part alone", [HEAD, "甲镇 12 120", "乙镇 8 0", "丙镇 6 0", "合计 26 125"]],
])("says nothing where there is %s", (_, lines) => expect(found(...lines)).toEqual([]));

const named = (name: string) => found(HEAD, `${name} 12 120`, ...ROWS.slice(1), "合计 26 275");

test.each(["小 计", "小计", "其中：甲镇", "（一）甲", "(二)乙", "十二、甲", "3、甲", "12.甲", "上年数"])(
  "says nothing where %s is part of another row, or none at all",
  (name) => expect(named(name)).toEqual([]),
);

test.each(["西（一）村", "东一、二村", "甲、乙村", "甲1.村", "甲.乙村"])("%s names a part", (name) =>
  expect(named(name)).toEqual(["合计 金额 275 265"]),
);

const SHEET = ["单位 基本 项目 合计", "甲局 100 50 150", "乙局 200 80 290", "丙局 10 20 30"];

test("a row whose total is wrong, where those of all others are right", () => {
  expect(found(...SHEET, "合计 310 150 460")[0]).toBe("乙局 合计 290 280");
  expect(tableSumsIn([...SHEET, "合计 310 150 460"].join("\n"))[0]?.parts).toEqual(["基本200", "项目80"]);
});

test.each([
  ["合计", "单位 合计 基本 项目", "乙局 合计 290 280"],
  ["合计（元）", "单位 合计（元） 基本 项目", "乙局 合计（元） 290 280"],
  ["小计(万元)", "单位 小计(万元) 基本 项目", "乙局 小计(万元) 290 280"],
])("%s may stand before its parts", (_, head, expected) =>
  expect(found(head, "甲局 150 100 50", "乙局 290 200 80", "丙局 30 10 20", "合计 460 310 150")[0]).toBe(
    expected,
  ),
);

test.each(["本月合计", "合计数", "合计（按上级下达的口径计算）"])("%s heads no total of its row", (head) =>
  expect(
    found(`单位 基本 项目 ${head}`, ...SHEET.slice(1), "合计 310 150 460").filter((one) =>
      one.startsWith("乙局"),
    ),
  ).toEqual([]),
);

test.each([
  ["no column is said to be the total", ["单位 基本 项目 经费", ...SHEET.slice(1), "合计 310 150 460"]],
  ["two rows differ", [SHEET[0], "甲局 100 50 160", ...SHEET.slice(2), "合计 310 150 480"]],
  ["a column is none of the parts", ["单位 基本 比例 合计", ...SHEET.slice(1), "合计 310 150 460"]],
  [
    "the row holds one figure alone",
    [SHEET[0], "甲局 100 50 150", "乙局 0 80 140", "丙局 10 20 30", "合计 110 150 260"],
  ],
])("says nothing of rows where %s", (_, lines) =>
  expect(
    found(...lines.map(String)).filter((one) => one.includes("合计 ") && !one.startsWith("合计")),
  ).toEqual([]),
);
