import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { namesThatObligeNobody } from "../domain/catalogue.ts";
import { InputError } from "../domain/input-error.ts";
import { builtInCatalogues, catalogueFile, loadCatalogue, parseCatalogue } from "./load.ts";

const CATALOGUE = `schema: xuncha/catalogue@1
id: own
name: 本市目录
basis: 本市目录（2016年）
provenance: reconstructed
categories:
  - code: "02.01"
    name: 机构职能
    aliases: [机构概况]
    keywords: [职能]
    for: [department, "id:zfb", "name:环保局|生态环境局"]
    content: static
    updateWithin: none
    ifEmpty: finding
    requires: [title, body]
    provenance: { duty: source }
  - code: "05.01"
    name: 工作动态
    for: [town]
    content: news
    ifEmpty: review
    since: 2016
`;

const parse = (text: string) => parseCatalogue(text, "own.yaml");

/** The error that reading `text` ends with. */
function errorOf(text: string): InputError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("no fault was found");
}

describe("a catalogue is read as it is written", () => {
  test("with defaults filled in", () => {
    const [duty, news] = parse(CATALOGUE).categories;
    expect(duty).toMatchObject({
      code: "02.01",
      group: null,
      for: ["department", "id:zfb", "name:环保局|生态环境局"],
      updateWithin: null,
      basis: null,
      since: null,
      requires: ["title", "body"],
      provenance: { duty: "source", period: "reconstructed" },
    });
    expect(news).toMatchObject({ updateWithin: "P14D", since: 2016, aliases: [], requires: [] });
  });

  test.each([
    ["notice", "P6M"],
    ["policy", "P6M"],
    ["interpretation", "P6M"],
    ["personnel", "P1Y"],
    ["plan", "P1Y"],
    ["finance", "P1Y"],
    ["annual-report", "P1Y"],
    ["list", null],
    ["service", null],
    ["event", null],
    ["static", null],
  ])("%s is to be renewed within %s", (content, period) => {
    const [, category] = parse(CATALOGUE.replace("content: news", `content: ${content}`)).categories;
    expect(category?.updateWithin).toBe(period);
  });

  test("an official one is the source of its duties", () => {
    const [, news] = parse(CATALOGUE.replace("reconstructed", "official")).categories;
    expect(news?.provenance).toEqual({ duty: "source", period: "source" });
  });

  test("its version changes with its text, and only with it", () => {
    const { version } = parse(CATALOGUE);
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(parse(CATALOGUE).version).toBe(version);
    expect(parse(`${CATALOGUE}# \n`).version).not.toBe(version);
  });
});

describe("a fault names its line, its key and what was expected", () => {
  test.each<[what: string, from: string, to: string, line: number, key: string, says: string]>([
    ["unknown key", "name: 本市目录", "nmae: 本市目录", 3, "nmae", "不认识的键"],
    [
      "unknown key of a category",
      "    keywords: [职能]",
      "    keyword: [职能]",
      10,
      "categories[0].keyword",
      "keywords",
    ],
    ["missing key", "    content: static\n", "", 7, "categories[0].content", "缺少"],
    ["missing key at the top", "id: own\n", "", 1, "id", "缺少"],
    ["other schema", "catalogue@1", "catalogue@2", 1, "schema", "xuncha/catalogue@1"],
    ["code without quotes", 'code: "02.01"', "code: 02.01", 7, "categories[0].code", "引号"],
    ["code twice", 'code: "05.01"', 'code: "02.01"', 17, "categories[1].code", "重复"],
    ["unknown content", "content: news", "content: newz", 20, "categories[1].content", "annual-report"],
    ["unknown element", "[title, body]", "[title, text]", 15, "categories[0].requires[1]", "documentNumber"],
    ["unknown kind", "for: [town]", "for: [village]", 19, "categories[1].for[0]", "subdistrict"],
    ["nobody", "for: [town]", "for: []", 19, "categories[1].for", "至少"],
    ["empty name", "name:环保局|生态环境局", "name:环保局|", 11, "categories[0].for[2]", "name:"],
    ["unknown policy", "ifEmpty: review", "ifEmpty: maybe", 21, "categories[1].ifEmpty", "allowed-with-note"],
    ["no period", "updateWithin: none", "updateWithin: 14", 13, "categories[0].updateWithin", "P14D"],
    [
      "a period of weeks",
      "updateWithin: none",
      "updateWithin: P2W",
      13,
      "categories[0].updateWithin",
      "P14D",
    ],
    ["no year", "since: 2016", 'since: "2016"', 22, "categories[1].since", "整数"],
    ["no list", "aliases: [机构概况]", "aliases: 机构概况", 9, "categories[0].aliases", "列表"],
    [
      "unknown provenance",
      "{ duty: source }",
      "{ duty: seen }",
      16,
      "categories[0].provenance.duty",
      "source",
    ],
    ["key twice", "    keywords: [职能]", "    name: 职能", 10, "categories[0].name", "重复"],
    ["broken YAML", "[title, body]", "[title, body", 16, "", "YAML"],
  ])("%s", (_what, from, to, line, key, says) => {
    expect(CATALOGUE).toContain(from);
    const error = errorOf(CATALOGUE.replace(from, to));
    expect(error).toMatchObject({ file: "own.yaml", line, key });
    expect(error.message.split("\n")[0]).toContain(`own.yaml:${line}`);
    expect(error.message.split("\n")[0]).toContain(says);
  });

  test("all faults come at once, up to twenty", () => {
    const two = errorOf(CATALOGUE.replace("since: 2016", "since: old").replace("[title, body]", "[text]"));
    expect(two.message.split("\n").map((line) => line.split(":")[1]?.split(" ")[0])).toEqual(["15", "22"]);
    const many = errorOf(CATALOGUE.replace("[职能]", `[${"1,".repeat(50)}]`));
    expect(many.message.split("\n")).toHaveLength(20);
  });

  test("in English where it is asked for", () => {
    expect(() => parseCatalogue("id: 1", "own.yaml", "en")).toThrow("the key schema is missing");
  });

  test.each(["", "# 空\n", "- a\n- b\n", "目录"])("%j is no catalogue", (text) => {
    expect(errorOf(text)).toMatchObject({ line: 1, key: "" });
  });
});

describe("finding a catalogue", () => {
  test.each(builtInCatalogues())("$id is built in", async ({ id, name }) => {
    const catalogue = await loadCatalogue(id, null);
    expect(catalogue).toMatchObject({ id, name });
    expect(catalogue.categories.length).toBeGreaterThan(20);
  });

  test("a path is relative to the file that names it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "xuncha-catalogue-"));
    await writeFile(join(folder, "own.yaml"), CATALOGUE);
    const loaded = await loadCatalogue("./own.yaml", join(folder, "portal.yaml"));
    expect(loaded.id).toBe("own");
    expect(catalogueFile("own.yaml", join(folder, "elsewhere", "portal.yaml"))).toBeNull();
  });

  test("one that there is not is said to be so, with those that there are", async () => {
    await expect(loadCatalogue("hubei-2099", null)).rejects.toThrow(/hubei-2099.*hubei-basic-2016/);
  });

  test("a file in another encoding is not read as gibberish", async () => {
    const folder = await mkdtemp(join(tmpdir(), "xuncha-catalogue-"));
    await writeFile(join(folder, "gbk.yaml"), Buffer.from([0x6e, 0x3a, 0x20, 0xba, 0xfe, 0xb1, 0xb1]));
    await expect(loadCatalogue(join(folder, "gbk.yaml"), null)).rejects.toThrow("UTF-8");
  });
});

test("names that no unit bears are told, with the categories that they stand in", () => {
  const units = [{ id: "hbj", name: "荆山市生态环境局", kind: "department" }] as const;
  const catalogue = parse(CATALOGUE);
  const codes = catalogue.categories.filter((c) => c.for.includes("id:zfb")).map(({ code }) => code);
  expect(namesThatObligeNobody(catalogue, units)).toEqual([{ name: "id:zfb", categories: codes }]);
});

describe("the Hubei catalogue accuses nobody of another's duty", async () => {
  const { categories } = await loadCatalogue("hubei-basic-2016", null);
  const byCode = new Map(categories.map((c) => [c.code, c]));

  test("only what is published steadily has a period", () => {
    for (const { code, content, updateWithin } of categories) {
      const unsteady = ["static", "list", "service", "event"].includes(content);
      if (unsteady && updateWithin !== null)
        expect(["12.01", "12.02", "17.01", "17.02", "17.03"]).toContain(code);
    }
    expect(byCode.get("05.01")?.updateWithin).toBe("P14D");
    expect(byCode.get("12.02")?.updateWithin).toBe("P100D");
  });

  test("what one organ alone can know is asked of that organ alone", () => {
    for (const code of ["06.02", "07.06", "07.09", "10.01", "12.01"])
      expect(byCode.get(code)?.for).not.toContain("department");
  });

  test("what came later than 2016 starts later", () => {
    expect(byCode.get("01.06")).toMatchObject({ since: 2018, ifEmpty: "review" });
  });

  test("a column of text requires nothing of items that it has not", () => {
    for (const { content, requires } of categories)
      expect(requires.includes("title")).toBe(content !== "static");
  });
});
