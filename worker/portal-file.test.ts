import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../domain/input-error.ts";
import type { KnownRule } from "./portal-check.ts";
import { loadPortal, loadPortalFromText, parsePortal, readPortalFile } from "./portal-file.ts";

const PORTAL = `schema: xuncha/portal@1
name: 荆山市人民政府门户网站
url: http://www.jingshan.test/
catalogue: hubei-basic-2016
catalogueAdoptedOn: 2016-06-01
timezone: Asia/Shanghai
crawl:
  requestsPerSecond: 5
  render: never
rules:
  quiet-unit: { limitDays: 20 }
  sudden-load: off
inspectors:
  - { id: liu, name: 刘某, email: liu@jingshan.test }
sharedColumns:
  - { category: "01.04", url: http://www.jingshan.test/nb/, by: source }
units:
  - id: mzj
    name: 荆山市民政局
    kind: department
    inspector: liu
    contact: { name: 张某, phone: 0722-1234567 }
    url: http://www.jingshan.test/mzj/
    columnsReviewedOn: 2016-06-01
    columns:
      - { category: "02.01", url: http://www.jingshan.test/mzj/jgzn/ }
      - { category: "05.01", url: http://www.jingshan.test/mzj/dt/, name: 民政动态 }
    exempt:
      - { category: "04.03", reason: 无此职能 }
    declared:
      - { category: "06.01", until: 2017-06-30, reason: 本期无人事任免 }
  - { id: shuili, name: 荆山市水利局, kind: department, url: "http://www.jingshan.test/slj" }
`;

const about = { zh: "", en: "" };
const RULES: readonly KnownRule[] = [
  {
    id: "quiet-unit",
    params: {
      limitDays: { default: 14, min: 1, max: 366, unit: "days", about },
      share: { default: 0.5, min: 0, max: 1, unit: "share", about },
    },
  },
  { id: "sudden-load", params: {} },
];

const load = (text: string) => loadPortalFromText(text, "portal.yaml", null, { knownRules: RULES });

async function errorOf(reading: Promise<unknown>): Promise<InputError> {
  const error = await reading.then(
    () => null,
    (e: unknown) => e,
  );
  if (error instanceof InputError) return error;
  throw error ?? new Error("no fault was found");
}

describe("a portal file is read as it is written", () => {
  test("with everything that it may say", async () => {
    const { portal, catalogue, portalText } = await load(PORTAL);
    expect(catalogue.id).toBe("hubei-basic-2016");
    expect(portalText).toBe(PORTAL);
    expect(portal).toMatchObject({
      name: "荆山市人民政府门户网站",
      catalogueAdoptedOn: "2016-06-01",
      rules: { "quiet-unit": { limitDays: 20 }, "sudden-load": "off" },
      sharedColumns: [{ category: "01.04", url: "http://www.jingshan.test/nb/", by: "source" }],
      inspectors: [{ id: "liu", name: "刘某", email: "liu@jingshan.test" }],
    });
    expect(portal.units[0]).toMatchObject({
      inspector: "liu",
      contact: { name: "张某", phone: "0722-1234567", email: null, address: null },
      columnsReviewedOn: "2016-06-01",
      exempt: [{ category: "04.03", reason: "无此职能" }],
      declared: [{ category: "06.01", until: "2017-06-30", reason: "本期无人事任免" }],
    });
  });

  test("what it leaves out has its default", async () => {
    const lines = PORTAL.split("\n").filter((line) => !/^(timezone|catalogueAdoptedOn)/.test(line));
    const { portal } = await load(lines.join("\n"));
    expect(portal.timezone).toBe("Asia/Shanghai");
    expect(portal.catalogueAdoptedOn).toBeNull();
    expect(portal.crawl).toEqual({
      requestsPerSecond: 5,
      concurrency: 4,
      lookbackDays: 400,
      recheckDays: 92,
      render: "never",
      allowPrivateHosts: false,
      contact: null,
      quietHours: [],
    });
    expect(portal.units[1]).toMatchObject({
      inspector: null,
      contact: null,
      columnsReviewedOn: null,
      columns: [],
      exempt: [],
      declared: [],
    });
  });

  test("whom to turn to, and when not to ask", async () => {
    const crawl = 'contact: 电话 0722-1234567\n  quietHours: ["07:30-09:00", "22:00-06:00"]';
    const { portal } = await load(PORTAL.replace("render: never", crawl));
    expect(portal.crawl.contact).toBe("电话 0722-1234567");
    expect(portal.crawl.quietHours).toEqual([
      { from: "07:30", until: "09:00" },
      { from: "22:00", until: "06:00" },
    ]);
  });

  test("a listed column bears its own name, or else its category's", async () => {
    const { portal } = await load(PORTAL);
    expect(portal.units[0]?.columns.map(({ name }) => name)).toEqual(["机构职能", "民政动态"]);
    expect(portal.units[0]?.columns[0]).toMatchObject({ origin: "listed", path: [] });
  });

  test("columns that a program proposed are no person's word until one has reviewed them", async () => {
    const origins = async (text: string) =>
      (await load(text)).portal.units[0]?.columns.map(({ origin }) => origin);
    const reviewed = "    columnsReviewedOn: 2016-06-01\n";
    const proposed = "    columnsProposedOn: 2016-05-01\n";
    expect(await origins(PORTAL.replace(reviewed, proposed))).toEqual(["discovered", "discovered"]);
    expect(await origins(PORTAL.replace(reviewed, `${proposed}${reviewed}`))).toEqual(["listed", "listed"]);
  });

  test("addresses have the form in which they are compared", async () => {
    const { portal } = await load(PORTAL.replace("http://www.jingshan.test/slj", "HTTP://WWW.Jingshan.test"));
    expect(portal.units[1]?.url).toBe("http://www.jingshan.test/");
  });

  test("keys left blank count as left out", async () => {
    const { portal } = await load(
      PORTAL.replace('    exempt:\n      - { category: "04.03", reason: 无此职能 }', "    exempt:"),
    );
    expect(portal.units[0]?.exempt).toEqual([]);
  });
});

describe("a fault names its line, its key and what was expected", () => {
  test.each<[what: string, from: string, to: string, line: number, key: string, says: string]>([
    ["unknown key", "timezone:", "timezon:", 6, "timezon", "不认识的键"],
    ["unknown key of crawl", "  render: never", "  renderer: never", 9, "crawl.renderer", "render"],
    [
      "unknown key of a unit",
      "    inspector: liu",
      "    inspektor: liu",
      21,
      "units[0].inspektor",
      "inspector",
    ],
    [
      "unknown key of a column",
      ", name: 民政动态",
      ", title: 民政动态",
      27,
      "units[0].columns[1].title",
      "name",
    ],
    ["missing key", "    kind: department\n", "", 18, "units[0].kind", "缺少"],
    [
      "missing key of a column",
      ", url: http://www.jingshan.test/mzj/jgzn/",
      "",
      26,
      "units[0].columns[0].url",
      "缺少",
    ],
    ["no units", PORTAL.slice(PORTAL.indexOf("units:")), "units: []\n", 17, "units", "至少"],
    ["other schema", "portal@1", "portal@2", 1, "schema", "xuncha/portal@1"],
    ["unknown catalogue", "hubei-basic-2016", "hubei-2015", 4, "catalogue", "regulation-2019"],
    ["no such file", "hubei-basic-2016", "./own.yaml", 4, "catalogue", "./own.yaml"],
    [
      "no day",
      "catalogueAdoptedOn: 2016-06-01",
      "catalogueAdoptedOn: 2016-06-31",
      5,
      "catalogueAdoptedOn",
      "日期",
    ],
    ["no date", "until: 2017-06-30", "until: 明年", 31, "units[0].declared[0].until", "2016-06-01"],
    ["no time zone", "Asia/Shanghai", "Asia/Jingshan", 6, "timezone", "Asia/Shanghai"],
    [
      "text for a number",
      "requestsPerSecond: 5",
      "requestsPerSecond: five",
      8,
      "crawl.requestsPerSecond",
      "数",
    ],
    [
      "a pace of nothing",
      "requestsPerSecond: 5",
      "requestsPerSecond: 0",
      8,
      "crawl.requestsPerSecond",
      "不小于",
    ],
    [
      "text for true or false",
      "render: never",
      "allowPrivateHosts: yes",
      9,
      "crawl.allowPrivateHosts",
      "true",
    ],
    ["no hours", "render: never", "quietHours: [7点到9点]", 9, "crawl.quietHours[0]", "07:30-09:00"],
    ["hours without quotes", "render: never", "quietHours: [0730]", 9, "crawl.quietHours[0]", "07:30-09:00"],
    [
      "no such minute",
      "render: never",
      'quietHours: ["07:30-24:00"]',
      9,
      "crawl.quietHours[0]",
      "07:30-09:00",
    ],
    [
      "hours of no length",
      "render: never",
      'quietHours: ["07:30-07:30"]',
      9,
      "crawl.quietHours[0]",
      "22:00-06:00",
    ],
    [
      "hours that fill the day",
      "render: never",
      'quietHours: ["22:00-06:00", "06:00-22:00"]',
      9,
      "crawl.quietHours",
      "占满",
    ],
    ["too long a contact", "render: never", `contact: ${"电".repeat(101)}`, 9, "crawl.contact", "100"],
    ["unknown render", "render: never", "render: sometimes", 9, "crawl.render", "auto、never、always"],
    ["unknown kind", "kind: department\n", "kind: bureau\n", 20, "units[0].kind", "subdistrict"],
    ["no web address", "http://www.jingshan.test/\n", "ftp://www.jingshan.test/\n", 3, "url", "http://"],
    [
      "no host",
      "http://www.jingshan.test/mzj/dt/",
      "http:///dt/ x",
      27,
      "units[0].columns[1].url",
      "http://",
    ],
    [
      "a password",
      "http://www.jingshan.test/nb/",
      "http://a:b@www.jingshan.test/nb/",
      16,
      "sharedColumns[0].url",
      "口令",
    ],
    ["unit twice", "id: shuili", "id: mzj", 32, "units[1].id", "units[0].id"],
    [
      "inspector twice",
      "email: liu@jingshan.test }",
      "email: a@b.test }\n  - { id: liu, name: 李某 }",
      15,
      "inspectors[1].id",
      "重复",
    ],
    [
      "column twice",
      "test/mzj/dt/",
      "test/mzj/jgzn/",
      27,
      "units[0].columns[1].url",
      "units[0].columns[0].url",
    ],
    ["an id that no address can hold", "id: shuili", "id: a/b", 32, "units[1].id", "编号"],
    ["unknown category", '"02.01"', '"02.99"', 26, "units[0].columns[0].category", "02.01"],
    ["category without quotes", '"02.01"', "02.01", 26, "units[0].columns[0].category", "引号"],
    ["unknown category exempt", '"04.03"', '"4.3"', 29, "units[0].exempt[0].category", "4.3"],
    ["unknown category declared", '"06.01"', '"99"', 31, "units[0].declared[0].category", "99"],
    ["unknown category shared", '"01.04"', '"01.99"', 16, "sharedColumns[0].category", "01.04"],
    [
      "unknown way to tell items apart",
      "by: source",
      "by: luck",
      16,
      "sharedColumns[0].by",
      "source、title、path",
    ],
    ["unknown inspector", "inspector: liu", "inspector: wang", 21, "units[0].inspector", "liu"],
    ["unknown rule", "quiet-unit:", "noisy-unit:", 11, "rules.noisy-unit", "quiet-unit"],
    ["unknown parameter", "limitDays: 20", "limitDay: 20", 11, "rules.quiet-unit.limitDay", "limitDays"],
    ["parameter out of range", "limitDays: 20", "limitDays: 400", 11, "rules.quiet-unit.limitDays", "366"],
    ["part of a day", "limitDays: 20", "limitDays: 1.5", 11, "rules.quiet-unit.limitDays", "整数"],
    ["neither off nor parameters", "sudden-load: off", "sudden-load: 3", 12, "rules.sudden-load", "off"],
    [
      "key twice",
      "    kind: department\n",
      "    kind: department\n    kind: town\n",
      21,
      "units[0].kind",
      "重复",
    ],
    ["broken YAML", "{ id: liu, name", "{ id: liu name", 14, "", "YAML"],
    ["a tab", "  render", "\trender", 9, "", "制表符"],
  ])("%s", async (_what, from, to, line, key, says) => {
    expect(PORTAL).toContain(from);
    const error = await errorOf(load(PORTAL.replace(from, to)));
    expect(error).toMatchObject({ file: "portal.yaml", line, key });
    const [first] = error.message.split("\n");
    expect(first).toContain(`portal.yaml:${line}`);
    expect(first).toContain(says);
  });

  test("a column without a category needs a name", async () => {
    const nameless = PORTAL.replace('"02.01"', "null");
    expect(await errorOf(load(nameless))).toMatchObject({ line: 26, key: "units[0].columns[0]" });
    const named = nameless.replace("/jgzn/ }", "/jgzn/, name: 民政风采 }");
    const { portal } = await load(named);
    expect(portal.units[0]?.columns[0]).toMatchObject({ category: null, name: "民政风采" });
  });

  test.each(["", "# 空\n", "- a\n", "门户"])("%j is no portal file", async (text) => {
    expect(await errorOf(load(text))).toMatchObject({ file: "portal.yaml", line: 1, key: "" });
  });

  test("in English where it is asked for", () => {
    expect(() => parsePortal("name: 1", "p.yaml", "en")).toThrow("the key schema is missing");
  });
});

describe("files on disk", () => {
  const folder = mkdtemp(join(tmpdir(), "xuncha-portal-"));
  const OWN = `schema: xuncha/catalogue@1
id: own
name: 本市目录
basis: 本市目录
provenance: official
categories:
  - { code: "1", name: 工作动态, for: [department], content: news, ifEmpty: finding }
`;
  const SMALL = `schema: xuncha/portal@1
name: 荆山市
url: http://www.jingshan.test/
catalogue: own.yaml
units:
  - { id: mzj, name: 荆山市民政局, kind: department, url: "http://www.jingshan.test/mzj/" }
`;

  test("a missing file is named", async () => {
    const error = await errorOf(loadPortal(join(await folder, "none.yaml")));
    expect(error).toMatchObject({ file: join(await folder, "none.yaml"), line: null });
    expect(error.message).toContain("找不到");
    expect((await errorOf(readPortalFile(await folder))).message).toContain("文件夹");
  });

  test("a catalogue of one's own lies beside the portal file; its faults are its own", async () => {
    const path = join(await folder, "portal.yaml");
    await writeFile(path, SMALL);
    await writeFile(join(await folder, "own.yaml"), OWN);
    const { catalogue, catalogueText } = await loadPortal(path);
    expect(catalogue.id).toBe("own");
    expect(catalogueText).toBe(OWN);
    await writeFile(join(await folder, "own.yaml"), OWN.replace("news", "newz"));
    expect(await errorOf(loadPortal(path))).toMatchObject({
      file: join(await folder, "own.yaml"),
      line: 7,
      key: "categories[0].content",
    });
  });

  test("recorded texts need no file", async () => {
    const { portal, catalogue } = await loadPortalFromText(SMALL, "evidence", OWN);
    expect(portal.catalogue).toBe("own.yaml");
    expect(catalogue.categories).toHaveLength(1);
  });
});
