import { describe, expect, test } from "vitest";
import { exceeds, type StatedSum, statedSumsIn } from "./stated-sum.ts";

const LETTERS = {
  excerpt: "来信3件、来访4件，共8件。",
  total: 8,
  unit: "件",
  parts: ["来信3件", "来访4件"],
  values: [3, 4],
  sum: 7,
  tolerance: 0,
};

describe("a sentence states a total with its parts", () => {
  test.each<[string, Partial<StatedSum>]>([
    ["来信3件、来访4件，共8件。", { ...LETTERS, partsAre: "all", isTight: true }],
    ["来信3件，来访4件，共8件。", { partsAre: "all", isTight: false }],
    ["来信3件、来访4件，共计有8件！", { total: 8, parts: ["来信3件", "来访4件"] }],
    ["来信3件和来访4件，合计8件。", { parts: ["来信3件", "来访4件"], isTight: true }],
    ["来信3件（含挂号信1件）、来访4件(含集体访1件)，共8件。", { parts: ["来信3件", "来访4件"], sum: 7 }],
    [
      "共9件：来信3件、来访4件。",
      { total: 9, parts: ["来信3件", "来访4件"], partsAre: "all", isTight: true },
    ],
    ["共9件：来信3件，来访4件、来电1件。", { sum: 8, partsAre: "all", isTight: false }],
    ["共9件（来信3件、来访4件）。", { sum: 7, partsAre: "all", isTight: false }],
    ["共9件(来信3件、来访4件)，全部办结。", { parts: ["来信3件", "来访4件"] }],
    ["共9件，分别为来信3件、来访4件。", { sum: 7, partsAre: "all", isTight: true }],
    ["共9件，其中来信3件、来访4件。", { sum: 7, partsAre: "some", isTight: true }],
    ["共9件，其中：来信3件。", { parts: ["来信3件"], partsAre: "some" }],
    ["共9件（其中来信3件、来访4件）。", { sum: 7, partsAre: "some", isTight: false }],
    ["共9件，其中来信3件、来访4件，效果良好。", { parts: ["来信3件", "来访4件"], partsAre: "some" }],
    ["甲镇1,250户、乙镇2,350户，合计3,700户。", { values: [1250, 2350], sum: 3600, total: 3700 }],
    [
      "省级1.25亿元、市级2.4亿元，共9亿元。",
      { sum: 3.65, tolerance: expect.closeTo(1.5, 6), isTight: false },
    ],
    ["省级1.2亿元、市级2.4亿元，共9.0亿元。", { sum: 3.6, tolerance: expect.closeTo(0.15, 6) }],
    ["甲3.5件、乙4件，共9件。", { sum: 7.5, isTight: false }],
    ["来信30件、来访4件，共8件。", { sum: 34, total: 8 }],
    ["来信3件、来访4件，共8件\n来电5件", { excerpt: "来信3件、来访4件，共8件" }],
    [
      "全市受理信访。\n　来信 3 件、来访 ４  件，共8件。全部办结。",
      { excerpt: "来信 3 件、来访 ４  件，共8件。", parts: ["来信3件", "来访4件"] },
    ],
  ])("%s", (text, stated) => {
    const found = statedSumsIn(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(stated);
  });

  test("which is quoted up to 120 letters", () => {
    const [long] = statedSumsIn(`来信3件、来访4件，共8件，${"全部办结，".repeat(40)}。`);
    expect(long?.excerpt).toHaveLength(120);
  });
});

test.each([
  "受理来信和来访共8件。",
  "来信3件，共8件。",
  "共约8件：来信3件、来访4件。",
  "共8件（来信3件、来访4件。",
  "共8件：其中来信3件、来访4件。",
  "共9件：来信3件、来访4件，效果良好。",
  "共9件：来信3件、来访4件，合计7件。",
  "共9件，其中来信3件、来访大约4件。",
  "来信30件，来访4件，共8件。",
  "来信3件，来访9件，共8件。",
  "来信3件、来访4件，来电5件，共8件。",
  "来电1件，另来信三件、来访4件、来函5件，共8件。",
  "来信3件、来访4件，除外2件，共8件。",
])("no total with the list of its parts: %s", (text) => expect(statedSumsIn(text)).toEqual([]));

describe("a total that does not agree", () => {
  test.each([
    ["may be of some of the parts alone", "新建3个、改建4个、拓宽2个，共7个。", 0],
    ["may be of one of them", "新建3个、改建4个、拓宽2个，共4个。", 0],
    ["is of none of them", "新建3个、改建4个、拓宽2个，共8个。", 1],
    ["may be of what was counted before as well", "上年结转 1 件。来信3件、来访4件，共8件。", 0],
    ["is not of what was counted in another unit", "上年结转1人。来信3件、来访4件，共8件。", 1],
    ["is not of what was counted in another number", "上年结转2件。来信3件、来访4件，共8件。", 1],
    ["agrees where it does, whatever was before", "上年结转1件。来信3件、来访4件，共7件。", 1],
    ["may be of some among many", `${Array(13).fill("某站2个").join("、")}，共27个。`, 0],
    ["of twelve parts is looked at", `${Array(12).fill("某站2个").join("、")}，共25个。`, 1],
  ])("%s: %s", (_why, text, count) => expect(statedSumsIn(text)).toHaveLength(count));
});

test.each([
  ["共8件，其中来信9件。", true],
  ["共8件（其中来信9件）。", true],
  ["共8件，其中来信8件。", false],
  ["共8件，其中来信1件、来访9件。", true],
  ["共20件，其中主办15件、会办8件。", true],
  ["共23件，其中主办15件、会办8件。", false],
  ["共50人，其中党员30人、女性25人。", false],
  ["共50人，其中党员51人、女性2人。", true],
  ["共20家次，其中甲类15家次、乙类8家次。", false],
  ["共20万件，其中主办15万件、会办8万件。", false],
  ["共3.7亿元，其中省级3.8亿元。", false],
  ["共3.7亿元，其中省级3.9亿元。", true],
])("%s: the parts exceed the total: %j", (text, expected) => {
  expect(statedSumsIn(text).map(exceeds)).toEqual([expected]);
});
