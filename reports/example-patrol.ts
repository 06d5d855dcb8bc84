import { CATALOGUE, unit } from "../audit/example.ts";
import { defineRule, passed, type Rule } from "../audit/rule.ts";
import type { Evidence, Finding, PatrolResult, Undecided } from "../domain/finding.ts";
import type { Portal, Unit } from "../domain/portal.ts";
import type { ReportContext } from "./context.ts";

// The small patrol in which the tests of every rendering are told.

export const AS_OF = "2016-12-31T04:00:00.000Z";

const nothing = { why: "无", given: unit([]) };

/** A rule whose norm was replaced in 2019 and which cites the catalogue. */
export const staleColumn: Rule = defineRule({
  id: "stale-column",
  group: "stale-units",
  title: { zh: "栏目更新超期", en: "Column overdue" },
  about: { zh: "栏目最新信息早于更新期限。", en: "The newest item of a column is older than its period." },
  severity: "major",
  basis: [
    { document: "旧规〔2015〕1号", clause: "动态类栏目两周内更新", from: "2015-03-01", until: "2019-03-31" },
    { document: "新规〔2019〕2号", clause: "动态类栏目两周内更新", from: "2019-04-01", until: null },
  ],
  citesCatalogue: true,
  params: { limitDays: { default: 14, min: 1, unit: "days", about: { zh: "期限天数", en: "days allowed" } } },
  wording: {
    silent: {
      message: { zh: "已 {daysSilent} 天未更新", en: "Silent for {daysSilent} days" },
      expected: { zh: "{limitDays} 天内更新", en: "an update within {limitDays} days" },
      actual: { zh: "最近更新于 {lastPublishedOn}", en: "last updated on {lastPublishedOn}" },
      remedy: { zh: "请于 {dueOn} 前更新", en: "Update by {dueOn}" },
    },
  },
  target: "category",
  needs: [],
  appliesTo: () => true,
  judge: () => passed,
  examples: {
    passed: [nothing],
    failed: [{ ...nothing, data: {} }],
    cantTell: [{ ...nothing, reason: "incomplete" }],
    inapplicable: [nothing],
  },
});

/** A rule with a list of codes in its data. */
export const missingElement: Rule = {
  ...staleColumn,
  id: "missing-element",
  group: "malformed-items",
  title: { zh: "要素不全", en: "Missing elements" },
  severity: "minor",
  basis: [{ document: "要素规范", clause: "信息须标明来源", from: null, until: null }],
  citesCatalogue: false,
  terms: {
    source: { zh: "信息来源", en: "source" },
    documentNumber: { zh: "文号", en: "document number" },
  },
  params: {},
  wording: {
    missing: {
      message: { zh: "《{title}》缺少{elements}", en: "“{title}” lacks {elements}" },
      expected: { zh: "要素齐全", en: "all elements" },
      actual: { zh: "缺 {elements}", en: "{elements} missing" },
      remedy: { zh: "补充{elements}", en: "Add {elements}" },
    },
  },
};

const department = (id: string, name: string): Unit => ({
  id,
  name,
  kind: "department",
  url: `http://portal.test/${id}/`,
  inspector: null,
  contact: { name: "张某", phone: "0000-1234567", email: null, address: null },
  columnsReviewedOn: null,
  columns: [],
  exempt: [],
  declared: [],
});

export const portal: Portal = {
  name: "示例市人民政府门户网站",
  url: "http://portal.test/",
  catalogue: "example",
  catalogueAdoptedOn: null,
  timezone: "Asia/Shanghai",
  crawl: {
    requestsPerSecond: 2,
    concurrency: 4,
    lookbackDays: 400,
    recheckDays: 92,
    render: "auto",
    allowPrivateHosts: false,
    contact: null,
    quietHours: [],
  },
  rules: {},
  inspectors: [],
  sharedColumns: [],
  units: [department("mzj", "市民政局"), department("sjj", "市审计局"), department("xfj", "市信访局")],
};

export const context: ReportContext = {
  rules: [staleColumn, missingElement],
  catalogue: CATALOGUE,
  portal,
  portalFacts: null,
  lang: "zh",
  timezone: "Asia/Shanghai",
};

export function evidence(rest: Partial<Evidence> = {}): Evidence {
  return {
    url: "http://portal.test/mzj/05.02/",
    fetchedAt: "2016-12-31T03:00:00.000Z",
    status: 200,
    sha256: "ab".repeat(32),
    excerpt: "2016-06-01",
    ...rest,
  };
}

/** The column 通知公告 of 市民政局 is overdue. */
export function finding(rest: Partial<Finding> = {}): Finding {
  return {
    id: "f1",
    rule: "stale-column",
    confidence: "confirmed",
    severity: "major",
    unit: { id: "mzj", name: "市民政局" },
    category: { code: "05.02", name: "通知公告" },
    column: { url: "http://portal.test/mzj/05.02/", name: "公示公告" },
    item: null,
    wording: "silent",
    data: { lastPublishedOn: "2016-06-01", daysSilent: 213, limitDays: 183, dueOn: "2016-12-01" },
    evidence: [evidence()],
    firstSeen: "2016-12-17T04:00:00.000Z",
    lastSeen: AS_OF,
    status: "open",
    statusReason: null,
    ...rest,
  };
}

/** An item of 市民政局 lacks its source and its number. */
export function itemFinding(rest: Partial<Finding> = {}): Finding {
  return finding({
    id: "f2",
    rule: "missing-element",
    confidence: "suspected",
    severity: "minor",
    category: { code: "03.01", name: "政策文件" },
    column: { url: "http://portal.test/mzj/03.01/", name: "政策文件" },
    item: { url: "http://portal.test/mzj/03.01/1.html", title: "关于低保的通知", publishedOn: "2016-11-02" },
    wording: "missing",
    data: { title: "关于低保的通知", elements: ["source", "documentNumber"] },
    evidence: [evidence({ url: "http://portal.test/mzj/03.01/1.html", excerpt: "关于低保的通知" })],
    firstSeen: AS_OF,
    ...rest,
  });
}

/** The column 工作动态 of 市审计局 refused the visit. */
export function undecided(rest: Partial<Undecided> = {}): Undecided {
  return {
    id: "u1",
    rule: "stale-column",
    unit: { id: "sjj", name: "市审计局" },
    category: { code: "05.01", name: "工作动态" },
    column: { url: "http://portal.test/sjj/05.01/", name: "审计动态" },
    item: null,
    reason: "blocked",
    evidence: [evidence({ url: "http://portal.test/sjj/05.01/", status: 412, excerpt: "" })],
    ...rest,
  };
}

export function result(rest: Partial<PatrolResult> = {}): PatrolResult {
  return {
    patrol: {
      id: "2016-12-31-a1",
      portal: portal.name,
      catalogue: CATALOGUE.id,
      asOf: AS_OF,
      versions: { xuncha: "0.1.0", rules: "r1", catalogue: "c1" },
      onlyUnits: null,
    },
    complete: true,
    units: 3,
    columns: 41,
    items: 912,
    outcomes: { passed: 120, failed: 2, cantTell: 1, inapplicable: 8 },
    findings: [finding(), itemFinding()],
    undecided: [undecided()],
    ...rest,
  };
}

/** A patrol that read everything and found nothing. */
export const NOTHING_FOUND = result({
  outcomes: { passed: 122, failed: 0, cantTell: 0, inapplicable: 8 },
  findings: [],
  undecided: [],
});
