import { createHash } from "node:crypto";
import { selectAll } from "css-select";
import { type AnyNode, type Element, isTag } from "domhandler";
import { textContent } from "domutils";
import { parseDocument } from "htmlparser2";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../audit/example.ts";
import type { CategoryState, UnitDuties } from "../domain/category-state.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { ReportContext } from "./context.ts";
import * as example from "./example-patrol.ts";
import { context, finding, itemFinding, NOTHING_FOUND, result, undecided } from "./example-patrol.ts";
import { reportHtml } from "./html.ts";

/** The first category alone. */
function dutiesOf(unitId: string, cell: Partial<CategoryState>): UnitDuties {
  const category = CATALOGUE.categories[0]?.code ?? "";
  const state = {
    category,
    state: "filled",
    confidence: null,
    reason: null,
    excuse: null,
    lastPublishedOn: null,
  } as const;
  return { unitId, states: [{ ...state, ...cell }], columns: [] };
}

function read(of: PatrolResult, given: ReportContext = context, duties: readonly UnitDuties[] = []) {
  const source = reportHtml(of, given, duties);
  const document = parseDocument(source);
  const all = (selector: string) => selectAll<AnyNode, Element>(selector, document).filter(isTag);
  const textOf = (selector: string) =>
    all(selector).map((element) => textContent(element).replace(/\s+/g, " ").trim());
  return { source, all, textOf, text: textContent(document) };
}

describe("report.html", () => {
  test("tells portal, patrol, day, catalogue and the four numbers", () => {
    const { textOf, all } = read(result());
    expect(textOf("h1")).toEqual(["示例市人民政府门户网站 政府信息公开巡查报告"]);
    expect(textOf(".facts")[0]).toMatch(/2016-12-31-a1.*2016-12-31 12:00.*41 个栏目.*完整.*示例目录/);
    expect(textOf(".numbers b")).toEqual(["1", "1", "1", "1"]);
    expect(all("html")[0]?.attribs.lang).toBe("zh-CN");
  });

  test("repeats portal, patrol, day and catalogue on every printed page", () => {
    expect(read(result()).textOf(".sheet > thead")[0]).toMatch(
      /示例市人民政府门户网站.*2016-12-31-a1.*2016-12-31.*示例目录/,
    );
  });

  test("shows how each category stands over the units, and each cell where it is asked for", () => {
    const { all, textOf } = read(result(), context, [
      dutiesOf("mzj", { state: "stale", confidence: "confirmed", lastPublishedOn: "2016-01-05" }),
      dutiesOf("sjj", { state: "empty", confidence: "suspected" }),
    ]);
    const code = CATALOGUE.categories[0]?.code ?? "";
    expect(textOf(".by-category tbody tr")).toEqual([
      expect.stringMatching(new RegExp(`^${code}.*0 ?1 ?1 ?0 ?0$`)),
    ]);
    const faults = all(".matrix tbody td").map(({ attribs }) => [attribs.class, attribs.title]);
    expect(faults).toContainEqual(["is-stale", "超期 2016-01-05"]);
    expect(faults).toContainEqual(["is-suspected", "空缺（疑似）"]);
    expect(read(result()).all("#matrix")).toEqual([]);
  });

  test("gives each finding its sentence, both sides, remedy, norms and proof", () => {
    const { textOf } = read(result());
    const [row] = textOf(".confirmed tbody tr");
    for (const words of [
      "05.02 通知公告",
      "已 213 天未更新",
      "应为183 天内更新",
      "实为最近更新于 2016-06-01",
      "整改建议请于 2016-12-01 前更新",
      "旧规〔2015〕1号",
      "2016-12-31 11:00，HTTP 200，SHA-256 abababababab",
      "2016-12-17",
      "待整改",
    ])
      expect(row).toContain(words);
  });

  test("sets the suspected apart from the confirmed, in words", () => {
    const { textOf } = read(result());
    expect(textOf(".confirmed .severity")).toEqual(["确认较重"]);
    expect(textOf(".suspected .severity")).toEqual(["疑似一般"]);
    expect(textOf(".suspected h4")[0]).toContain("须由人工查看");
  });

  test("what was waived is no longer among the faults", () => {
    const { all, textOf } = read(result({ findings: [finding({ status: "waived" })] }));
    expect(all(".confirmed")).toEqual([]);
    expect(textOf(".settled tbody tr")[0]).toContain("不作问题处理");
    expect(textOf(".numbers b")[0]).toBe("0");
  });

  test("folds what could not be decided by reason and rule, ten examples at most", () => {
    const blocked = Array.from({ length: 14 }, (_, n) => undecided({ id: `u${n}` }));
    const { textOf, all } = read(
      result({ undecided: [...blocked, undecided({ id: "x", reason: "timeout" })] }),
    );
    expect(textOf(".undecided summary")).toEqual([
      "页面被拦截：栏目更新超期 14 项",
      "页面响应超时：栏目更新超期 1 项",
    ]);
    expect(all(".undecided details")[0] && textOf(".undecided li")).toHaveLength(10 + 1 + 1);
    expect(textOf(".undecided li")).toContain("其余 4 项见 findings.json");
  });

  test("says 未发现问题 only of what could be judged, and nothing where the patrol is incomplete", () => {
    expect(read(result()).textOf(".clear li")).toEqual(["市审计局（未能核实 1 项）", "市信访局"]);
    const { text } = read(result({ complete: false }));
    expect(text).toContain("本次巡查未完成");
    expect(text).not.toContain("未发现问题的单位");
  });

  test("a patrol of some units says so and speaks of no other", () => {
    const part = result({ findings: [], undecided: [] });
    const { text } = read({ ...part, patrol: { ...part.patrol, onlyUnits: ["mzj"] } });
    expect(text).toContain("本次只巡查部分单位：市民政局");
    expect(text).not.toContain("市信访局");
  });

  test("an empty patrol is a report too", () => {
    const { text, textOf } = read(NOTHING_FOUND);
    expect(textOf(".numbers b")).toEqual(["0", "0", "0", "0"]);
    expect(text).toContain("本期没有待整改的确认问题");
  });

  test("warns of a reconstructed catalogue, and less once it is adopted", () => {
    const catalogue = { ...CATALOGUE, provenance: "reconstructed" } as const;
    const { textOf } = read(result(), { ...context, catalogue });
    expect(textOf(".notice")[0]).toContain("重建目录，仅供参考");
    expect(textOf(".sheet > thead")[0]).toContain("重建，仅供参考");
    const portal = { ...example.portal, catalogueAdoptedOn: "2016-06-01" } as const;
    expect(read(result(), { ...context, catalogue, portal }).textOf(".notice")[0]).toContain("确认采用");
  });

  test("annexes rules with the city's own parameters, excuses, names in vain and template faults", () => {
    const [unit, ...others] = example.portal.units;
    const [first, ...categories] = CATALOGUE.categories;
    if (!unit || !first) throw new Error("nothing to start from");
    const exempt = [{ category: "04.01", reason: "无此职能" }];
    const declared = [{ category: "05.01", reason: "本期无", until: "2017-06-30" }] as const;
    const { textOf } = read(result(), {
      ...context,
      catalogue: { ...CATALOGUE, categories: [{ ...first, for: ["name:林业局|林草局"] }, ...categories] },
      portal: {
        ...example.portal,
        rules: { "stale-column": { limitDays: 20 }, "missing-element": "off" },
        units: [{ ...unit, exempt, declared }, ...others],
      },
      portalFacts: {
        sharedDays: ["2016-03-01"],
        templateLacks: ["source"],
        elements: { lacking: [], shown: [] },
        tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: null },
        templateNotices: [],
        publishedUntil: null,
        drifted: [],
        alikePages: [],
        fileHosts: [],
        links: { hosts: [], templates: [] },
      },
    });
    const [text] = textOf("#annex");
    for (const words of [
      "期限天数：20天（本市设定）",
      "未启用",
      "报备至 2017-06-30",
      "无此职能",
      "林业局/林草局",
      "缺少信息来源，由网站主管单位处理",
      "2016-03-01",
      "05.02 通知公告",
    ])
      expect(text).toContain(words);
  });

  test("never shows whom to call by name or number: a report may be passed on", () => {
    expect(read(result()).source).not.toMatch(/张某|0000-1234567/);
  });

  test("speaks English", () => {
    const { text, all } = read(result(), { ...context, lang: "en" });
    expect(all("html")[0]?.attribs.lang).toBe("en");
    expect(text).toContain("Silent for 213 days");
    expect(text).toContain("Not verified: counts as no fault");
  });
});

describe("a hostile portal", () => {
  const HOSTILE = `</script><img src=x onerror=alert(1)>"'\`<!--`;
  const url = "javascript:alert(1)";
  const poisoned = result({
    patrol: { ...result().patrol, portal: `</style>${HOSTILE}` },
    findings: [
      itemFinding({
        unit: { id: HOSTILE, name: HOSTILE },
        category: { code: HOSTILE, name: HOSTILE },
        column: { url, name: HOSTILE },
        item: { url, title: HOSTILE, publishedOn: null },
        data: { title: HOSTILE, elements: [HOSTILE] },
        evidence: [
          example.evidence({ url, excerpt: HOSTILE }),
          example.evidence({ url: 'http://a.test/"onclick="alert(1)', excerpt: "\u202Eabc\u0000" }),
        ],
        statusReason: HOSTILE,
      }),
    ],
    undecided: [undecided({ column: { url: "data:text/html,x", name: HOSTILE } })],
  });

  test("adds no element, no handler and no address but those of the web", () => {
    const { all, source } = read(poisoned);
    expect(all("script")).toHaveLength(1);
    expect(all("style")).toHaveLength(1);
    expect(all("img, iframe, object, embed, form, base, link, svg")).toEqual([]);
    for (const { attribs } of all("*"))
      for (const name of Object.keys(attribs)) expect(name).not.toMatch(/^on|^style$|^src$/);
    for (const { attribs } of all("a")) {
      expect(attribs.href).toMatch(/^(https?:\/\/|#unit-\d+$)/);
      if (attribs.href?.startsWith("http")) expect(attribs.rel).toBe("noopener noreferrer nofollow");
    }
    expect(source).not.toContain("\u202E");
    expect(source).not.toContain("\u0000");
    expect(read(poisoned).textOf(".item")[0]).toBe(HOSTILE);
  });

  test("runs only the report's own style and script, and fetches nothing", () => {
    const { all } = read(poisoned);
    const policy = all("meta").find((m) => m.attribs["http-equiv"] === "Content-Security-Policy");
    const digest = (tag: string) =>
      createHash("sha256")
        .update(
          all(tag)
            .map((element) => textContent(element))
            .join(""),
        )
        .digest("base64");
    expect(policy?.attribs.content).toContain("default-src 'none'");
    expect(policy?.attribs.content).toContain(`style-src 'sha256-${digest("style")}'`);
    expect(policy?.attribs.content).toContain(`script-src 'sha256-${digest("script")}'`);
  });

  test("a unit's own word in a printed header cannot break out either", () => {
    expect(read(poisoned).textOf("title")[0]).toContain("</style>");
  });
});

test("five thousand findings come within two seconds, folded", () => {
  const many = result({
    findings: Array.from({ length: 5000 }, (_, n) =>
      itemFinding({
        id: `f${n}`,
        item: {
          url: `http://portal.test/${n}.html`,
          title: `关于第${n}号事项的通知`,
          publishedOn: "2016-11-02",
        },
        evidence: Array.from({ length: 5 }, (_, page) =>
          example.evidence({ url: `http://portal.test/${n}/${page}.html`, excerpt: "正文".repeat(400) }),
        ),
      }),
    ),
  });
  // Time of the processor, which other work on the machine does not stretch.
  const before = process.cpuUsage();
  const source = reportHtml(many, context);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2000);
  expect(source.length).toBeLessThan(15_000_000);
  expect(source).toContain("另有证据 2 处");
  expect(source).not.toMatch(/<details class="unit"[^>]* open/);
});
