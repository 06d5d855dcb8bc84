import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtCommand } from "./built-command.ts";

const COMMAND = builtCommand();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "xuncha-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function xuncha(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

const PORTAL = `schema: xuncha/portal@1
name: 某市人民政府门户网站
url: http://127.0.0.1:9/
catalogue: hubei-basic-2016
crawl: { allowPrivateHosts: true }
inspectors:
  - { id: liu, name: 刘某 }
units:
  - id: mzj
    name: 市民政局
    kind: department
    inspector: liu
    url: http://127.0.0.1:9/mzj/
    columns:
      - { category: "02.01", url: http://127.0.0.1:9/mzj/jgzn/ }
    exempt:
      - { category: "04.03", reason: 无此职能 }
`;

describe("a wrong portal file ends the command with 2, names line and key, and nothing is fetched or written", () => {
  test.each([
    ["an unknown key", "crawl: {", "crowl: {", 5, "crowl"],
    ["a wrong type", "allowPrivateHosts: true", "allowPrivateHosts: maybe", 5, "crawl.allowPrivateHosts"],
    [
      "a number out of range",
      "{ allowPrivateHosts: true }",
      "{ requestsPerSecond: 0 }",
      5,
      "crawl.requestsPerSecond",
    ],
    ["an unknown catalogue", "hubei-basic-2016", "hubei-basic-2015", 4, "catalogue"],
    ["an unknown category of a column", '"02.01"', '"02.99"', 15, "units[0].columns[0].category"],
    ["an unknown category of an exemption", '"04.03"', '"4.3"', 17, "units[0].exempt[0].category"],
    ["an unknown kind of unit", "kind: department", "kind: bureau", 11, "units[0].kind"],
    ["an unknown inspector", "inspector: liu", "inspector: li", 12, "units[0].inspector"],
    [
      "an address that is none",
      "url: http://127.0.0.1:9/mzj/\n",
      "url: www.example.gov.cn\n",
      13,
      "units[0].url",
    ],
    ["a missing name", "    name: 市民政局\n", "", 9, "units[0]"],
    ["another schema", "xuncha/portal@1", "xuncha/portal@9", 1, "schema"],
    [
      "a duplicate unit",
      "",
      "  - { id: mzj, name: 另一个, kind: town, url: http://127.0.0.1:9/x/ }\n",
      18,
      "units[1].id",
    ],
    ["no YAML", "units:", "units: [", null, ""],
  ])("%s", (_name, from, to, line, key) => {
    const file = path.join(folder, "portal.yaml");
    writeFileSync(file, from === "" ? PORTAL + to : PORTAL.replace(from, to));
    const { status, stdout, stderr } = xuncha(["patrol", "portal.yaml"]);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(line === null ? "portal.yaml" : `portal.yaml:${line}`);
    expect(stderr).toContain(key);
    expect(existsSync(path.join(folder, ".xuncha"))).toBe(false);
    expect(existsSync(path.join(folder, "xuncha-out"))).toBe(false);
  });

  test.each([
    [["patrol", "missing.yaml"], "missing.yaml"],
    [["patrol", "portal.yaml", "--as-of", "2016-12-31"], "--as-of"],
    [["patrol", "portal.yaml", "--as-of", "2016-02-30T00:00:00Z"], "--as-of"],
    [["patrol", "portal.yaml", "--format", "pdf"], "pdf"],
    [["patrol", "portal.yaml", "--format", ","], "--format"],
    [["patrol", "portal.yaml", "--data", "portal.yaml"], "--data"],
    [["patrol", "portal.yaml", "--out", "portal.yaml/reports"], "--out"],
    [["patrol", "portal.yaml", "--store", "mysql://127.0.0.1/x"], "mysql"],
    [["patrol", "portal.yaml", "--unit", "nobody"], "nobody"],
    [["patrol", "portal.yaml", "--nonsense"], "--nonsense"],
    [["audit", "missing.warc.gz"], "missing.warc.gz"],
    [["audit", "missing.warc.gz", "--set", "stale-unit"], "规则.参数=数值"],
    [["check", "missing.html"], "missing.html"],
    [["check", "http://"], "http://"],
    [["read", "portal.yaml", "--base", "nowhere"], "--base"],
    [["catalogue", "show", "nowhere"], "nowhere"],
  ])("%j exits 2", (args, named) => {
    writeFileSync(path.join(folder, "portal.yaml"), PORTAL);
    const { status, stderr } = xuncha(args);
    expect(status).toBe(2);
    expect(stderr).toContain(named);
    expect(existsSync(path.join(folder, ".xuncha"))).toBe(false);
  });

  test("a wrong setting in the environment", () => {
    const { status, stderr } = xuncha(["rules"], "", { XUNCHA_PORT: "eighty" });
    expect(status).toBe(2);
    expect(stderr).toContain("XUNCHA_PORT");
  });
});

test("a portal of which nothing answers gives no violation at all", () => {
  writeFileSync(path.join(folder, "dead.yaml"), PORTAL);
  const { status } = xuncha([
    "patrol",
    "dead.yaml",
    "--as-of",
    "2016-12-31T00:00:00+08:00",
    "--data",
    "dead",
    "--out",
    "dead-out",
    "--quiet",
  ]);
  expect(status).toBe(0);
  const findings = JSON.parse(readFileSync(path.join(folder, "dead-out", "findings.json"), "utf8"));
  expect(findings.findings).toEqual([]);
  expect(findings.undecided.length).toBeGreaterThan(10);
});

describe("check", () => {
  test("says of a text what is wrong, where, and how to mend it", () => {
    const text =
      "关于印发《青澜市养老服务办法的通知\n各镇人民政府:\n一、总体要求,提高认识\n二、主要任务\n四、工作保障\n";
    const { status, stdout } = xuncha(["check", "-", "--json"], text);
    expect(status).toBe(0);
    const { outcomes } = JSON.parse(stdout);
    const failed = outcomes.filter((o: { outcome: string }) => o.outcome === "failed");
    expect(failed.map((o: { rule: string }) => o.rule).sort()).toEqual([
      "damaged-title",
      "heading-sequence",
      "punctuation-width",
    ]);
    for (const outcome of failed) {
      expect(outcome.message).not.toBe("");
      expect(outcome.remedy).not.toBe("");
      expect(outcome.excerpts.length).toBeGreaterThan(0);
    }
  });

  test("a Word document and a GBK text are read as they are, with the place of each fault", () => {
    const lines = ["关于印发《青澜市养老服务办法的通知", "各镇人民政府：", "一、总体要求,提高认识"];
    const xml = lines.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join("");
    const docx = path.join(folder, "draft.docx");
    writeFileSync(docx, zipSync({ "word/document.xml": strToU8(`<w:document>${xml}</w:document>`) }));
    // 标题 and 一、总体要求,提高认识 in GBK.
    const gbk = path.join(folder, "draft.txt");
    writeFileSync(
      gbk,
      Buffer.from(
        "b1eacce20ad2bba1a2d7dccce5d2aac7f32ccce1b8dfc8cfcab6a3acc4acc8cfcab6b9a4d7f7d2aac7f30a",
        "hex",
      ),
    );
    for (const [file, line] of [
      [docx, 3],
      [gbk, 2],
    ] as const) {
      const { stdout } = xuncha(["check", file, "--json"]);
      const of = JSON.parse(stdout).outcomes.find((o: { rule: string }) => o.rule === "punctuation-width");
      expect(of).toMatchObject({ outcome: "failed", line });
    }
    expect(xuncha(["check", docx]).stdout).toContain("第3段“一、总体要求,提高认识”");
  });

  test("names the line of a page's markup, and masks what must not be spread", () => {
    const page = path.join(folder, "draft.html");
    writeFileSync(
      page,
      "<html><body>\n<h1>关于发放救助金的公示</h1>\n<div class=TRS_Editor>\n<p>现将救助对象公示如下，公示期七天。</p>\n<p>张某，身份证号421381197203040017。</p></div></body></html>",
    );
    const { stdout } = xuncha(["check", page]);
    expect(stdout).toContain("第5行");
    expect(stdout).toContain("42*************017");
    expect(stdout).not.toContain("421381197203040017");
  });

  test.each([
    ["old.doc", "d0cf11e0a1b11ae1", "另存为 .docx"],
    ["a.pdf", "255044462d312e34", "PDF"],
    ["a.docx", "504b030414000000", ".docx"],
    ["empty.txt", "0a20", "没有内容"],
  ])("%s: exit 2, and says what it needs", (name, hex, word) => {
    writeFileSync(path.join(folder, name), Buffer.from(hex, "hex"));
    const { status, stdout, stderr } = xuncha(["check", path.join(folder, name)]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(name);
    expect(stderr).toContain(word);
  });

  test("what does not answer is not decided: exit 3", () => {
    const { status, stdout } = xuncha(["check", "http://127.0.0.1:9/a.html", "--json"]);
    expect(status).toBe(3);
    const outcomes = JSON.parse(stdout).outcomes.map(({ outcome }: { outcome: string }) => outcome);
    // What is asked of attachments alone is asked of none.
    expect(new Set(outcomes)).toEqual(new Set(["cantTell", "inapplicable"]));
  });

  test("--fail-on failed ends with 1 where something is wrong, with 0 where nothing is", () => {
    expect(xuncha(["check", "-", "--fail-on", "failed"], "测试\n正文内容。\n").status).toBe(1);
    expect(
      xuncha(["check", "-", "--fail-on", "failed"], "市民政局召开工作会议\n12月30日，市民政局召开会议。\n")
        .status,
    ).toBe(0);
  });
});

test("whoever reads only the head of a result is told no fault", () => {
  const piped = `"${process.execPath}" "${COMMAND}" rules --json | head -c 1`;
  const { stdout, stderr } = spawnSync("sh", ["-c", piped], { cwd: folder, encoding: "utf8" });
  expect([stdout, stderr]).toEqual(["[", ""]);
});

test("read shows what was read and what could not be", () => {
  writeFileSync(
    path.join(folder, "a.html"),
    "<html><body><h1>市民政局召开工作会议</h1><div>发布时间：2016-12-30　来源：市民政局</div><div class=TRS_Editor><p>12月30日，市民政局召开全市民政工作会议，总结全年工作。</p></div></body></html>",
  );
  const { status, stdout } = xuncha(["read", "a.html", "--as", "article", "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    kind: "article",
    title: "市民政局召开工作会议",
    publishedOn: "2016-12-30",
    source: "市民政局",
    documentNumber: null,
  });
});
