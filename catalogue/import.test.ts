import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Period } from "../domain/time.ts";
import { compareCatalogues } from "./compare.ts";
import { periodInWords } from "./deadline-words.ts";
import { importCatalogue } from "./import.ts";
import { loadCatalogue, parseCatalogue } from "./load.ts";
import { publishersInWords } from "./publisher-words.ts";
import { readSpreadsheet } from "./spreadsheet.ts";

const HEAD = [
  "一级事项",
  "二级事项",
  "三级事项",
  "公开内容",
  "公开依据",
  "公开时限",
  "公开主体",
  "公开渠道",
  "所属栏目",
];
const AFTER_EVENT = "自信息形成或变更之日起20个工作日内";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xuncha-import-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Rows = readonly (readonly (string | null)[])[];
type Area = { startRow: number; startCol: number; endRow: number; endCol: number };

async function imported(rows: Rows, merges: Area[] = [], file = "目录.xlsx") {
  const path = join(folder, file);
  const bytes = file.endsWith(".csv")
    ? new TextEncoder().encode(rows.map((row) => row.map((cell) => cell ?? "").join(",")).join("\r\n"))
    : await writeXlsx({ sheets: [{ name: "目录", rows: rows.map((row) => [...row]), merges }] });
  await writeFile(path, bytes);
  return importCatalogue(await readSpreadsheet(path, null), path, { id: "own", name: null }, [
    await loadCatalogue("hubei-basic-2016", null),
  ]);
}

describe("公开时限 in words", () => {
  test.each<[string, Period | null | undefined]>([
    [AFTER_EVENT, null],
    ["自信息形成或者变更之日起二十个工作日内予以公开", null],
    ["批准后20个工作日内", null],
    ["长期公示", null],
    ["及时更新", null],
    ["公示期不少于5个工作日", null],
    ["每季度", "P3M"],
    ["按季度公开", "P3M"],
    ["每季度更新一次", "P3M"],
    ["每半年", "P6M"],
    ["每年", "P1Y"],
    ["每月", "P1M"],
    ["每两周至少更新1条", "P14D"],
    ["每 年", "P1Y"],
    [`${AFTER_EVENT}；每季度更新`, "P3M"],
    // Published in January, the next by the end of March a year later: nobody is late before.
    ["每年3月31日前", "P15M"],
    ["每月10日前", "P41D"],
    ["每季度；每年", undefined],
    ["按规定", undefined],
    ["每日", undefined],
    ["2016-12-01", undefined],
  ])("%s", (words, period) => expect(periodInWords(words)).toBe(period));
});

describe("公开主体 in words", () => {
  test.each<[string, readonly string[] | undefined]>([
    ["各部门", ["department"]],
    ["市直各部门、各镇街", ["department", "town", "subdistrict"]],
    ["各乡镇（街道）", ["town", "subdistrict"]],
    ["市人民政府", ["government"]],
    ["县（市、区）人民政府", ["government"]],
    ["市教育局、民政局", ["name:教育局", "name:民政局"]],
    ["有关部门", undefined],
    ["市教育局等部门", undefined],
    ["民政部门", undefined],
    ["各部门、相关单位", undefined],
  ])("%s", (words, who) => expect(publishersInWords(words)).toEqual(who));
});

describe("a spreadsheet becomes a catalogue", () => {
  const MERGED: Rows = [
    ["某市政务公开基本目录", null, null, null, null, null, null, null, null],
    HEAD,
    ["一、机构概况", "机构职能", null, "职能", "条例", AFTER_EVENT, "各部门", "网站", "信息公开>机构简介"],
    [null, "领导信息", null, "姓名", "条例", "长期公示", null, "网站", null],
    [null, null, null, null, null, null, null, null, null],
    ["二、重点领域", "社会救助", "低保", "标准", null, "每季度", "市民政局", "网站", null],
    [null, null, "特困供养", "标准", null, "每年", "市民政局", "网站", null],
  ];
  const AREAS: Area[] = [
    { startRow: 0, startCol: 0, endRow: 0, endCol: 8 },
    { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
    { startRow: 2, startCol: 6, endRow: 3, endCol: 6 },
  ];

  test("merged cells, blank rows and names written once are filled in; the result is a valid catalogue", async () => {
    const { yaml, open } = await imported(MERGED, AREAS);
    expect(open).toEqual([]);
    const catalogue = parseCatalogue(yaml, "own.yaml");
    expect(catalogue).toMatchObject({ id: "own", name: "某市政务公开基本目录", provenance: "reconstructed" });
    expect(catalogue.categories).toMatchObject([
      {
        code: "01.01",
        name: "机构职能",
        group: "机构概况",
        aliases: ["机构简介"],
        for: ["department"],
        content: "static",
        updateWithin: null,
        ifEmpty: "review",
        basis: "条例",
      },
      { code: "01.02", name: "领导信息", group: "机构概况", for: ["department"], updateWithin: null },
      { code: "02.01.01", name: "低保", group: "社会救助", for: ["name:民政局"], updateWithin: "P3M" },
      { code: "02.01.02", name: "特困供养", group: "社会救助", updateWithin: "P1Y" },
    ]);
  });

  test("what is not understood is named by its cell and stays open: the file is refused until a person decides", async () => {
    const { yaml, open } = await imported([
      HEAD,
      ["机构概况", "机构职能", null, "职能", "条例", "按规定", "有关部门", "网站", null],
    ]);
    expect(open.map(({ at }) => at).sort()).toEqual(["F2", "G2"]);
    expect(() => parseCatalogue(yaml, "own.yaml")).toThrow(/for.*\n.*updateWithin/);
    const decided = yaml
      .replace("for: []", "for: [department]")
      .replace("updateWithin: 待定", "updateWithin: P6M");
    expect(parseCatalogue(decided, "own.yaml").categories).toMatchObject([
      { for: ["department"], updateWithin: "P6M" },
    ]);
  });

  test("rows of one name are one category; two rhythms of it are a person's to decide", async () => {
    const row = (holds: string, deadline: string): (string | null)[] => [
      "财政",
      "预算",
      null,
      holds,
      null,
      deadline,
      "各部门",
      null,
      null,
    ];
    const once = await imported([HEAD, row("收入", "每年"), row("支出", "每年")]);
    expect(once.categories).toBe(1);
    expect(once.open).toEqual([]);
    expect((await imported([HEAD, row("收入", "每年"), row("支出", "每季度")])).open).toMatchObject([
      { at: "F2" },
    ]);
  });

  test("a CSV file in GB 18030 is read; an empty 公开主体 is not filled in from above", async () => {
    const text =
      "一级事项,二级事项,公开时限,公开主体\r\n机构概况,机构职能,长期公示,各部门\r\n,领导信息,长期公示,\r\n";
    const gbk = Buffer.from(
      // 一级事项,二级事项,公开时限,公开主体 and two rows, as a Chinese edition of Excel saves them.
      "d2bbbcb6cac2cfee2cb6febcb6cac2cfee2cb9abbfaacab1cfde2cb9abbfaad6f7cce50d0abbfab9b9b8c5bff62cbbfab9b9d6b0c4dc2cb3a4c6dab9abcabe2cb8f7b2bfc3c50d0a2cc1ecb5bcd0c5cfa22cb3a4c6dab9abcabe2c0d0a",
      "hex",
    );
    expect(new TextDecoder("gb18030").decode(gbk)).toBe(text);
    const path = join(folder, "a.csv");
    await writeFile(path, gbk);
    const { yaml, open } = importCatalogue(
      await readSpreadsheet(path, null),
      path,
      { id: null, name: null },
      [],
    );
    expect(open).toMatchObject([{ at: "B3" }]);
    expect(yaml).toContain('for: ["department"]');
    expect(yaml).toContain("group: 机构概况\n    for: []");
  });

  test("a sheet without headings is refused", async () => {
    await expect(
      imported([
        ["甲", "乙"],
        ["丙", "丁"],
      ]),
    ).rejects.toThrow(/找不到表头/);
    await writeFile(join(folder, "broken.xlsx"), "not a spreadsheet");
    await expect(readSpreadsheet(join(folder, "broken.xlsx"), null)).rejects.toThrow(
      /broken\.xlsx.*另存为 xlsx/,
    );
  });
});

describe("two versions of a catalogue", () => {
  const version = (body: string) =>
    parseCatalogue(
      `schema: xuncha/catalogue@1\nid: own\nname: 本市目录\nbasis: 本市\nprovenance: official\ncategories:\n${body}`,
      "own.yaml",
    );
  const category = (
    code: string,
    name: string,
    more = "for: [department], content: notice, updateWithin: P6M",
  ) => `  - { code: "${code}", name: ${name}, ifEmpty: review, ${more} }\n`;
  const base = version(category("01", "通知公告") + category("02", "工作动态"));

  test("the same content makes no change, in whatever order", () => {
    expect(compareCatalogues(base, version(category("02", "工作动态") + category("01", "通知公告")))).toEqual(
      [],
    );
  });

  test("is told by what it means for those who must publish", () => {
    const later = version(
      category("01", "通知公告", "for: [department, town], content: notice, updateWithin: P3M") +
        category("03", "政策解读"),
    );
    expect(compareCatalogues(base, later)).toMatchObject([
      { kind: "removed", code: "02", name: "工作动态", words: ["不再要求部门公开"] },
      { kind: "added", code: "03", name: "政策解读" },
      { kind: "changed", code: "01", words: ["乡镇也须公开", "更新期限由 6 个月改为 3 个月（收紧）"] },
    ]);
  });

  test("a category that moved is known again by its name, a renamed one by its code", () => {
    expect(
      compareCatalogues(base, version(category("01", "公告公示") + category("05", "工作动态"))),
    ).toMatchObject([
      { kind: "changed", name: "公告公示", words: ["由“通知公告”改名为“公告公示”"] },
      { kind: "changed", name: "工作动态", words: [expect.stringContaining("编码由 02 改为 05")] },
    ]);
  });
});
