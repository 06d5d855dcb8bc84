import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import type { Category } from "../domain/catalogue.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { ReportContext } from "./context.ts";
import * as example from "./example-patrol.ts";
import { context, finding, itemFinding, result, undecided } from "./example-patrol.ts";
import type { FindingView, UndecidedView } from "./finding-view.ts";
import { findingsJson, summaryJson, summaryText } from "./report.ts";
import type { Summary } from "./summary.ts";

const english: ReportContext = { ...context, lang: "en" };
const RUN = {
  requests: 57,
  secondPass: { asked: 3, got: 2 },
  requestsBy: {
    columns: 30,
    lists: 6,
    navigation: 3,
    robots: 1,
    items: 4,
    findings: 5,
    sample: 2,
    checks: 0,
    rendering: 0,
    retries: 5,
    redirects: 1,
    unmodified: 41,
  },
  bytes: 2_400_000,
  elapsedMs: 83_000,
  startedAt: "2016-12-31T02:58:00.000Z",
  finishedAt: "2016-12-31T02:59:23.000Z",
} as const;

const read = (of: PatrolResult, given = context) =>
  JSON.parse(findingsJson(of, given)) as {
    readonly patrol: Record<string, unknown>;
    readonly findings: readonly FindingView[];
    readonly undecided: readonly UndecidedView[];
  };
const only = (of: Parameters<typeof finding>[0], given = context) => {
  const [view] = read(result({ findings: [finding(of)] }), given).findings;
  if (!view) throw new Error("no finding");
  return view;
};
const summary = (of: PatrolResult, given = context) =>
  JSON.parse(summaryJson(of, given, null)) as Summary & { readonly run: unknown };

describe("findings.json", () => {
  test("has the published shape, key by key", () => {
    const text = findingsJson(result(), context);
    const report = JSON.parse(text);
    const [overdue, lacking] = [report.findings[1], report.findings[0]];
    expect(text.endsWith("}\n")).toBe(true);
    expect(Object.keys(report)).toEqual(["schema", "patrol", "findings", "undecided"]);
    expect(Object.keys(report.patrol)).toEqual(
      "id portal catalogue asOf versions complete units columns items outcomes".split(" "),
    );
    expect(Object.keys(overdue)).toEqual(
      (
        "id rule group outcome confidence severity unit category column item message expected actual remedy " +
        "basis data evidence firstSeen lastSeen status"
      ).split(" "),
    );
    expect(overdue).toMatchObject({
      group: "stale-units",
      outcome: "failed",
      unit: { id: "mzj", name: "市民政局" },
      category: { code: "05.02", name: "通知公告" },
      item: null,
      message: "已 213 天未更新",
      expected: "183 天内更新",
      actual: "最近更新于 2016-06-01",
      remedy: "请于 2016-12-01 前更新",
    });
    expect(lacking.message).toBe("《关于低保的通知》缺少信息来源、文号");
    expect(Object.keys(overdue.evidence[0])).toEqual("url fetchedAt status sha256 excerpt".split(" "));
  });

  test("gives the same bytes whatever the order of findings and of their keys", () => {
    const shuffled = finding({
      data: { dueOn: "2016-12-01", limitDays: 183, daysSilent: 213, lastPublishedOn: "2016-06-01" },
    });
    expect(findingsJson(result({ findings: [itemFinding(), shuffled] }), context)).toBe(
      findingsJson(result(), context),
    );
  });

  test("sorts by unit, rule, category and item", () => {
    const unit = { id: "aaa", name: "甲" };
    const at = (url: string) => ({ url, title: "题", publishedOn: null });
    const findings = [
      finding({ id: "5" }),
      finding({ id: "4", unit, category: { code: "09", name: "乙" } }),
      itemFinding({ id: "2", unit, item: at("http://portal.test/b") }),
      itemFinding({ id: "1", unit, item: at("http://portal.test/a") }),
      finding({ id: "3", unit }),
    ];
    expect(read(result({ findings })).findings.map((f) => f.id)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("prints each proof once, and counts those beyond twenty", () => {
    const pages = Array.from({ length: 25 }, (_, n) =>
      example.evidence({ url: `http://portal.test/${n}.html` }),
    );
    const view = only({ evidence: [...pages, ...pages] });
    expect(view.evidence).toHaveLength(20);
    expect(view.evidenceOmitted).toBe(5);
    expect(only({ evidence: [example.evidence(), example.evidence()] }).evidence).toHaveLength(1);
  });

  test("masks personal numbers wherever they stand, but leaves addresses alone", () => {
    const view = only({
      item: {
        url: "http://portal.test/13800001234.html",
        title: "低保 110101199003078515",
        publishedOn: null,
      },
      data: { daysSilent: 3, found: "13800001234", otherUrl: "http://portal.test/13800001234.html" },
      evidence: [example.evidence({ excerpt: "卡号4111111111111111，电话13800001234" })],
    });
    expect(view.item?.title).toBe("低保 11*************515");
    expect(view.data).toMatchObject({
      found: "138****1234",
      otherUrl: "http://portal.test/13800001234.html",
    });
    expect(view.evidence[0]?.excerpt).not.toMatch(/13800001234|4111111111111111/);
  });

  test("speaks English", () => {
    const report = read(result(), english);
    expect(report.findings.map((f) => f.message)).toEqual([
      "“关于低保的通知” lacks source, document number",
      "Silent for 213 days",
    ]);
    expect(report.undecided[0]?.message).toBe(
      "Could not be verified: the column's page refused the visit (HTTP 412)",
    );
  });

  test("keeps a finding of a rule that it no longer knows", () => {
    const view = only({ rule: "retired-rule", wording: "gone" });
    expect(view).toMatchObject({ rule: "retired-rule", group: null, basis: [], expected: "" });
    expect(view.message).toContain("retired-rule");
    expect(view.message).toContain("daysSilent 213");
    expect(only({ wording: "gone" }).message).toContain("栏目更新超期");
  });

  test("reads an empty list as none, not as a gap in the sentence", () => {
    const [view] = read(
      result({ findings: [itemFinding({ data: { title: "通知", elements: [] } })] }),
    ).findings;
    expect(view?.message).toBe("《通知》缺少无");
    expect(view?.data).toEqual({ elements: [], title: "通知" });
  });

  test("says of a patrol of some units which they were", () => {
    const part = result();
    expect(read({ ...part, patrol: { ...part.patrol, onlyUnits: ["mzj"] } }).patrol.onlyUnits).toEqual([
      "mzj",
    ]);
  });
});

describe("basis", () => {
  const on = (asOf: typeof example.AS_OF | "2019-03-31T16:00:00.000Z") =>
    read({ ...result(), patrol: { ...result().patrol, asOf } }).findings[1]?.basis.map((b) => b.document);

  test("is what was in force on the day judged, in the portal's time zone", () => {
    expect(on(example.AS_OF)).toEqual(["旧规〔2015〕1号", "示例目录"]);
    // Already 1 April in Shanghai.
    expect(on("2019-03-31T16:00:00.000Z")).toEqual(["新规〔2019〕2号", "示例目录"]);
  });

  test("names the catalogue's category, marked where it is reconstructed and not adopted", () => {
    const clause = (given: ReportContext, code = "05.02", name = "通知公告") =>
      only({ category: { code, name } }, given).basis.at(-1)?.clause;
    expect(clause(context)).toBe("05.02 通知公告（依据为据公开资料重建，待核）");
    expect(clause(context, "05.01", "工作动态")).toBe("05.01 工作动态");
    const adopted = { ...example.portal, catalogueAdoptedOn: "2016-06-01" } as const;
    expect(clause({ ...context, portal: adopted })).toContain("已于 2016-06-01 确认采用");
    expect(clause({ ...context, portal: { ...adopted, catalogueAdoptedOn: "2017-01-01" } })).toContain(
      "待核",
    );
  });

  test("adds the norm that the catalogue gives for a category", () => {
    const categories = CATALOGUE.categories.map((c) => ({ ...c, basis: "条例第九条" }));
    expect(only({}, { ...context, catalogue: { ...CATALOGUE, categories } }).basis.at(-1)?.clause).toContain(
      "05.02 通知公告（条例第九条）",
    );
  });
});

describe("what could not be decided", () => {
  const message = (rest: Parameters<typeof undecided>[0]) =>
    read(result({ undecided: [undecided(rest)] })).undecided[0]?.message;

  test("is worded with its reason and is no violation", () => {
    const [view] = read(result()).undecided;
    expect(view).toMatchObject({
      outcome: "cantTell",
      group: "stale-units",
      message: "未能核实：栏目页面被拦截（HTTP 412）",
      data: { reason: "blocked" },
    });
    expect(view).not.toHaveProperty("severity");
  });

  test("names the page that was asked for, or what the patrol lacked", () => {
    expect(message({ category: null, column: null, evidence: [], reason: "timeout" })).toBe(
      "未能核实：单位页面响应超时",
    );
    expect(message({ reason: "no-history" })).toBe("未能核实：尚无以往巡查记录可比");
    expect(message({ reason: "of-the-future" as Reason })).toBe("未能核实：of-the-future");
  });
});

describe("summary.json", () => {
  test("counts by group, severity, confidence and reason", () => {
    expect(summary(result())).toMatchObject({
      findings: {
        total: 2,
        confirmed: 1,
        suspected: 1,
        fresh: 1,
        bySeverity: { critical: 0, major: 1, minor: 1 },
        byGroup: {
          "stale-units": { confirmed: 1, suspected: 0 },
          "malformed-items": { confirmed: 0, suspected: 1 },
          "site-health": { confirmed: 0, suspected: 0 },
        },
      },
      undecided: { total: 1, byReason: { blocked: 1 } },
      run: null,
    });
  });

  test("puts the worst unit first and calls nobody about a suspicion", () => {
    const unit = { id: "sjj", name: "市审计局" };
    const other = { id: "xfj", name: "市信访局" };
    const findings = [
      finding(),
      finding({ id: "f3", unit, severity: "critical" }),
      finding({ id: "f4", unit: other, confidence: "suspected", severity: "critical" }),
    ];
    expect(summary(result({ findings })).unitsToCall).toEqual([
      { unit, confirmed: { critical: 1, major: 0, minor: 0 }, suspected: 0, undecided: 1 },
      {
        unit: { id: "mzj", name: "市民政局" },
        confirmed: { critical: 0, major: 1, minor: 0 },
        suspected: 0,
        undecided: 0,
      },
    ]);
  });

  test("holds nothing against a unit that a person has waived or disputes", () => {
    const of = (status: "waived" | "disputed" | "recorded") =>
      summary(result({ findings: [finding({ status })] }));
    expect(of("waived").findings).toMatchObject({ confirmed: 0, settled: 1 });
    expect(of("disputed").unitsToCall).toEqual([]);
    expect(of("disputed").findings.confirmed).toBe(1);
    // Recorded by an earlier patrol: it was called about then.
    expect(of("recorded").unitsToCall).toEqual([]);
  });

  test("tells the catalogue's provenance and whom it names in vain", () => {
    const [first, ...others] = CATALOGUE.categories;
    const categories = [
      { ...first, for: ["name:林业局|林草局", "name:民政", "id:mzj"] } as Category,
      ...others,
    ];
    const figures = summary(result(), { ...context, catalogue: { ...CATALOGUE, categories } }).catalogue;
    expect(figures).toMatchObject({
      provenance: "official",
      categories: CATALOGUE.categories.length,
      reconstructedDuties: CATALOGUE.categories.filter(({ provenance }) => provenance.duty !== "source")
        .length,
      reconstructedPeriods: CATALOGUE.categories.filter(({ provenance }) => provenance.period !== "source")
        .length,
      obligesNobody: [{ name: "林业局|林草局", categories: ["02.01"] }],
    });
  });

  test("lists declarations in force, template faults and the figures of the run", () => {
    const [unit, ...others] = example.portal.units;
    if (!unit) throw new Error("no unit");
    const declared = [
      { category: "05.01", reason: "本期无", until: "2017-06-30" },
      { category: "05.02", reason: "已过期", until: "2016-06-30" },
    ] as const;
    const given = {
      ...context,
      portal: { ...example.portal, units: [{ ...unit, declared }, ...others] },
      portalFacts: {
        sharedDays: [],
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
    } as const;
    const report = JSON.parse(summaryJson(result(), given, RUN));
    expect(report.declared).toEqual([
      { unit: { id: "mzj", name: "市民政局" }, category: "05.01", reason: "本期无", until: "2017-06-30" },
    ]);
    expect(report.templateFaults.templateLacks).toEqual(["source"]);
    expect(report.run).toEqual({ ...RUN, recurringRequests: 47 });
    expect(report.schema).toBe("xuncha/summary@1");
  });
});

describe("the lines that are printed", () => {
  test("say what was read, what was found and whom to call", () => {
    const text = summaryText(result(), context, RUN);
    expect(text).toContain("巡查完整：3 个单位、41 个栏目、912 条信息");
    expect(text).toContain("确认问题 1 项，疑似 1 项");
    expect(text).toContain("先联系：市民政局（较重 1）");
    expect(text).toContain("未能核实 1 项，不计为问题：页面被拦截 1");
    expect(text).toContain("请求 57 次，接收 2.4 MB，用时 1 分 23 秒");
    expect(text).toContain(
      "例行复查 47 次（内容不变时每次巡查不超过此数）：栏目首页 30、列表页 6、导航 3、robots.txt 1、未了结问题的页面 5、抽样复查 2；新信息 4 次；重试 5 次；重定向 1 次；其中 41 次答复“未改动”",
    );
  });

  test("say what the templates lack, and who must see to it", () => {
    const [unit] = example.portal.units;
    const noted = (keeper: string | null) => {
      const tags = { ...ORDINARY_PORTAL_FACTS.tags, keeper };
      const portalFacts = { ...ORDINARY_PORTAL_FACTS, templateLacks: ["source"], tags } as const;
      return summaryText(result(), { ...context, portalFacts }, null);
    };
    expect(noted(unit?.id ?? "")).toContain(
      `全站模板缺少：信息来源（不计为各单位的问题，由${unit?.name}处理）`,
    );
    expect(noted(null)).toContain("由网站主管单位处理");
  });

  test("say so when nothing was found, and when the patrol is incomplete", () => {
    expect(summaryText(example.NOTHING_FOUND, context, null)).toContain("确认问题 0 项，疑似 0 项");
    expect(summaryText(result({ complete: false }), context, null)).toContain("巡查未完成");
    expect(summaryText(result({ complete: false }), english, null)).toContain("Incomplete");
  });

  test("warn of a reconstructed catalogue and cannot steer a terminal", () => {
    const catalogue = { ...CATALOGUE, name: "目录\u001b[31m", provenance: "reconstructed" } as const;
    const text = summaryText(result(), { ...context, catalogue }, null);
    expect(text).toContain("重建目录，仅供参考");
    expect(text).not.toContain("\u001b");
  });
});
