import { describe, expect, test } from "vitest";
import { headingsOf, mentionsOf, numberLabel } from "./headings.ts";

const numbers = (text: string) => headingsOf(text).map((h) => h && numberLabel(h.level, h.number));

describe("headings of a text", () => {
  test.each([
    ["一、总体要求\n（一）目标\n1.任务", ["一、", "（一）", "1."]],
    ["　　十二、甲\n(二十)乙\n12．丙", ["十二、", "（二十）", "12."]],
    ["1、甲\n2 、乙", ["1.", "2."]],
    ["十、甲\n二十一、乙\n九十九、丙", ["十、", "二十一、", "九十九、"]],
    ["附件：1.表格\n第三章 甲\n注：乙", [null, null, null]],
    ["附 件\n附\n附 ：\n目 录\n第 十二 条 甲\n第3部分", [null, null, null, null, null, null]],
    ["一 、甲\n（ 二 ）乙", ["一、", "（二）"]],
  ])("%j", (text, expected) => {
    expect(numbers(text)).toEqual(expected);
  });

  test.each([
    "1.5万亩水稻",
    "3.15晚会",
    "二、三产业增加值",
    "1、2号楼",
    "（二）项的规定",
    "2016.12.30",
    "一是抓好落实",
    "0.甲",
    "123.甲",
    "十十、甲",
    "其一、甲",
    "按（一）执行",
    "（二）项",
    "见附件",
    "附近",
  ])("no heading: %s", (line) => {
    expect(numbers(line)).toEqual([]);
  });

  test("lines of a quotation are left out until it ends", () => {
    expect(numbers("一、改为：“甲\n二、乙\n“三、丙”\n四、丁")).toEqual(["一、", "四、"]);
  });

  test("each knows where its line begins", () => {
    const text = "甲\n一、乙\n  （一）丙";
    for (const heading of headingsOf(text)) expect(text.slice(heading?.at).trim()).toContain(heading?.line);
  });
});

test.each([
  [0, 3, "二、甲。三、乙", 1],
  [0, 3, "第三，甲；三是乙；其三：丙", 0],
  [0, 3, "甲\n三是乙\n　三 丙", 2],
  [0, 3, "十三、甲；三十、乙；（三）丙", 0],
  [1, 3, "(三)甲；三）乙", 2],
  [1, 3, "（十三）甲；三、乙", 0],
  [2, 3, "注：3.甲；３、乙；③丙", 3],
  [2, 3, "13.甲；3个；0.3、乙", 0],
  [2, 3, "⒊甲；⑶乙", 2],
  [1, 3, "㈢甲；〔三〕乙；【三】丙", 3],
  [1, 11, "㈢甲；③乙", 0],
  [2, 20, "⑳甲", 1],
  [2, 21, "⑴甲", 0],
] as const)("level %i, number %i in %s: %i", (level, number, text, expected) => {
  expect(mentionsOf(level, number, text)).toBe(expected);
});
