import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { audit } from "../audit/audit.ts";
import { CATALOGUE, TODAY } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { type Citation, type Example, GROUPS, type Param, type Rule } from "../audit/rule.ts";
import { sentence } from "../audit/sentence.ts";
import type { Data, OutcomeKind, Verdict } from "../domain/outcome.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { CONFIDENCE_NAMES, GROUP_NAMES, SEVERITY_NAMES } from "../reports/names.ts";
import { reasonName } from "../reports/reason-names.ts";
import { rules } from "../rules/index.ts";

/** Where the rendered page is kept. */
export const RULES_PAGE = join(import.meta.dirname, "rules.md");

/** `docs/rules.md`: every rule with its basis, its parameters and its examples, as the program judges them. */
export function rulesPage(): string {
  const chapters = GROUPS.map((group) => {
    const ofGroup = rules.filter((rule) => rule.group === group);
    return ofGroup.length === 0
      ? ""
      : [`## ${GROUP_NAMES[group].zh}（${group}）`, ...ofGroup.map(chapterOf)].join("\n\n");
  });
  return `${[INTRODUCTION, ...chapters].filter((part) => part !== "").join("\n\n")}\n`;
}

const INTRODUCTION = `# 规则

<!-- 由 npm run docs 从 rules/ 生成，请勿手工修改。 -->

每条规则对每个对象只给一种结果：**通过**、**问题**、**未能核实**、**不适用**。页面打不开、读不全、读不懂，一律是“未能核实”，不记到单位头上。“确认”的问题计分，“疑似”的问题须由人核看，不计分。依据只引巡查当天有效的。下面的例子也是规则的测试：结果和判词都是程序当场给出的。例中单位、文号、日期均为虚构，“今天”是 ${TODAY}。`;

const OUTCOME_NAMES: Readonly<Record<OutcomeKind, string>> = {
  passed: "通过",
  failed: "问题",
  cantTell: "未能核实",
  inapplicable: "不适用",
};

const TARGET_NAMES: Readonly<Record<Rule["target"], string>> = {
  unit: "单位",
  category: "目录类别",
  column: "栏目",
  item: "单条信息",
  page: "单条信息的页面，或单位的全部页面",
  links: "单位首页或一个栏目页上的链接",
};

const UNIT_NAMES: Readonly<Record<Param["unit"], string>> = {
  days: "天",
  items: "条",
  characters: "字",
  share: "比例",
  attempts: "次",
};

function chapterOf(rule: Rule): string {
  const traits = [
    `对象：${TARGET_NAMES[rule.target]}`,
    `严重程度：${SEVERITY_NAMES[rule.severity].zh}`,
    ...(rule.irrevocable ? ["已经发生、无法补救，只记录一次"] : []),
    ...(rule.yieldsTo ?? []).map(({ rule: other }) => `已由 \`${other}\` 指出的不再重复`),
  ];
  return [
    `### ${rule.id}`,
    `**${rule.title.zh}**（${rule.title.en}）　${traits.join("；")}`,
    plain(rule.about.zh),
    `> ${plain(rule.about.en)}`,
    `依据：\n\n${basisOf(rule).join("\n")}`,
    ...parametersOf(rule),
    table(["结果", "情形", "判词"], examplesOf(rule)),
  ].join("\n\n");
}

function basisOf({ basis, citesCatalogue }: Rule): string[] {
  const cited = basis.map(
    (citation) => `- ${citation.document}：${plain(citation.clause)}${inForce(citation)}`,
  );
  return citesCatalogue ? [...cited, "- 目录对该类别的规定"] : cited;
}

function inForce({ from, until }: Citation): string {
  if (from === null) return "";
  return until === null ? `（${from}起）` : `（${from}至${until}）`;
}

function parametersOf({ params }: Rule): string[] {
  const rows = Object.entries(params).map(([name, { about, unit, min, max, default: value }]) => [
    `\`${name}\``,
    plain(about.zh),
    `${value}`,
    max === undefined ? `不小于${min}` : `${min}至${max}`,
    UNIT_NAMES[unit],
  ]);
  return rows.length === 0 ? [] : [table(["参数", "含义", "默认", "范围", "单位"], rows)];
}

function examplesOf(rule: Rule): string[][] {
  const kinds = Object.keys(OUTCOME_NAMES) as OutcomeKind[]; // the keys of a record of just these
  return kinds.flatMap((kind) =>
    rule.examples[kind].map((example) => [
      OUTCOME_NAMES[kind],
      plain(example.why),
      [...new Set(verdictsOf(rule, kind, example).map((verdict) => saying(rule, verdict)))].join("；"),
    ]),
  );
}

/** The verdicts of that kind on an example's targets, that which it is about before the others. */
function verdictsOf(
  rule: Rule,
  kind: OutcomeKind,
  example: Example & { readonly data?: Data },
): readonly Verdict[] {
  const outcomes = audit(
    {
      snapshot: example.given,
      portal: example.portal === null ? null : { ...ORDINARY_PORTAL_FACTS, ...example.portal },
      filing: example.filing ?? null,
      history: example.history ?? NO_HISTORY,
      catalogue: CATALOGUE,
      catalogueAdopted: example.catalogueAdopted ?? false,
      today: example.today ?? TODAY,
    },
    [rule],
    { [rule.id]: example.params ?? {} },
  );
  const verdicts = outcomes.map(({ verdict }) => verdict).filter(({ outcome }) => outcome === kind);
  const expected = JSON.stringify(example.data);
  const isMeant = (v: Verdict) => v.outcome === "failed" && JSON.stringify(v.data) === expected;
  return [...verdicts.filter(isMeant), ...verdicts.filter((v) => !isMeant(v))];
}

function saying(rule: Rule, verdict: Verdict): string {
  if (verdict.outcome === "cantTell") return reasonName(verdict.reason, "zh");
  if (verdict.outcome !== "failed") return "";
  const wording = rule.wording[verdict.wording];
  const words = wording ? sentence(wording.message, verdict.data, "zh", rule.terms) : "";
  const severity = verdict.severity ?? rule.severity;
  return `${plain(words)}（${CONFIDENCE_NAMES[verdict.confidence].zh}，${SEVERITY_NAMES[severity].zh}）`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** `text` without anything that Markdown would take for markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(RULES_PAGE, rulesPage());
  console.log(`${rules.length} rules: ${RULES_PAGE}`);
}
