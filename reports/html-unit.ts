import type { Evidence, Finding, Undecided } from "../domain/finding.ts";
import { dayOf } from "../domain/time.ts";
import { minuteOf } from "./context.ts";
import type { FindingView } from "./finding-view.ts";
import { hasSection, type ReportPage, type UnitPart } from "./html-page.ts";
import { html, link, type Markup } from "./markup.ts";
import { CONFIDENCE_NAMES, groupName, REPORT_GROUPS, SEVERITY_NAMES, STATUS_NAMES } from "./names.ts";
import { reasonName } from "./reason-names.ts";
import { groupBy, severityCounts } from "./summary.ts";
import { severityPhrase } from "./summary-text.ts";

const MAX_SHOWN_EVIDENCE = 3;
const MAX_SHOWN_UNDECIDED = 10;
const MAX_EXCERPT_CHARS = 240;
/** With more findings than this, units come folded. */
const MAX_OPEN_FINDINGS = 300;

/** A section for each unit of which something has to be read. */
export function unitSections(page: ReportPage): Markup {
  const { say, units, result } = page;
  const shown = units.filter(hasSection);
  const open = result.findings.length <= MAX_OPEN_FINDINGS;
  return html`<section id="units"><h2>${say("各单位情况", "Unit by unit")}</h2>
${shown.length === 0 && html`<p>${say("本期各单位均无需说明的情况。", "There is nothing to tell of any unit.")}</p>`}
${shown.map((unit) => unitSection(unit, open, page))}</section>`;
}

function unitSection(unit: UnitPart, open: boolean, page: ReportPage): Markup {
  const { say } = page;
  const { confirmed, suspected, settled, undecided } = unit;
  return html`<details class="unit" id="${unit.anchor}"${open && html` open`}>
<summary><h3>${unit.name}</h3> <span class="tally">${tally(unit, page)}</span></summary>
${
  confirmed.length > 0 &&
  html`<div class="confirmed"><h4>${say("确认的问题", "Confirmed")}</h4>${byGroup(confirmed, page)}</div>`
}
${
  suspected.length > 0 &&
  html`<div class="suspected"><h4>${say("疑似问题：须由人工查看，不作通报依据", "Suspected: a person must look before anything is held against the unit")}</h4>${byGroup(suspected, page)}</div>`
}
${
  settled.length > 0 &&
  html`<details class="settled"><summary>${say(`已处理、不再计入的问题 ${settled.length} 项`, `${settled.length} settled, no longer counted`)}</summary>${byGroup(settled, page)}</details>`
}
${undecided.length > 0 && undecidedOf(undecided, page)}
</details>
`;
}

function tally({ confirmed, suspected, undecided }: UnitPart, { say, context }: ReportPage): string {
  const severities = severityPhrase(severityCounts(confirmed), context);
  return [
    ...(confirmed.length > 0
      ? [say(`确认 ${confirmed.length} 项（${severities}）`, `${confirmed.length} confirmed (${severities})`)]
      : []),
    ...(suspected.length > 0 ? [say(`疑似 ${suspected.length} 项`, `${suspected.length} suspected`)] : []),
    ...(undecided.length > 0
      ? [say(`未能核实 ${undecided.length} 项`, `${undecided.length} not verified`)]
      : []),
  ].join(say("，", ", "));
}

function byGroup(findings: readonly Finding[], page: ReportPage): Markup[] {
  const { say, context, viewer } = page;
  const views = findings.map(viewer.ofFinding);
  return REPORT_GROUPS.flatMap((group) => {
    const ofGroup = views.filter((view) => view.group === group);
    if (ofGroup.length === 0) return [];
    return [
      html`<table class="findings"><caption>${groupName(group)[context.lang]} <span class="count">${say(`${ofGroup.length} 项`, `${ofGroup.length}`)}</span></caption>
<thead><tr><th scope="col">${say("目录、栏目", "Category, column")}</th><th scope="col">${say("问题", "Fault")}</th><th scope="col">${say("程度", "Severity")}</th><th scope="col">${say("发现与状态", "Since, state")}</th></tr></thead>
<tbody>${ofGroup.map((view) => findingRow(view, page))}</tbody></table>
`,
    ];
  });
}

function findingRow(view: FindingView, page: ReportPage): Markup {
  const { say, context, result } = page;
  const { category, column, item, severity, confidence } = view;
  const since = dayOf(view.firstSeen, context.timezone);
  const isNew = view.firstSeen === result.patrol.asOf;
  return html`<tr data-confidence="${confidence}"><td>${category && html`<span class="code">${category.code}</span> ${category.name}`}${
    column && html`<div class="column">${link(column.url, column.name || say("栏目页面", "column"))}</div>`
  }</td>
<td><p class="message">${view.message}</p>${
    item &&
    html`<p class="item">${link(item.url, item.title || item.url)}${item.publishedOn && html` <span class="date">${item.publishedOn}</span>`}</p>`
  }<dl>${pair(say("应为", "Expected"), view.expected)}${pair(say("实为", "Actual"), view.actual)}${pair(say("整改建议", "Remedy"), view.remedy)}</dl>${proof(view, page)}</td>
<td class="severity ${severity}"><span class="mark${confidence === "suspected" && " suspected-mark"}">${CONFIDENCE_NAMES[confidence][context.lang]}</span><br><b>${SEVERITY_NAMES[severity][context.lang]}</b></td>
<td><span class="date">${since}</span><br>${isNew && html`${say("本期新发现", "new")}<br>`}${STATUS_NAMES[view.status][context.lang]}${view.statusReason !== undefined && html`<br><small>${view.statusReason}</small>`}</td></tr>
`;
}

function pair(name: string, text: string): Markup | null {
  return text === "" ? null : html`<div><dt>${name}</dt><dd>${text}</dd></div>`;
}

function proof({ basis, evidence, evidenceOmitted = 0 }: FindingView, page: ReportPage): Markup {
  const { say } = page;
  const hidden = evidence.length + evidenceOmitted - MAX_SHOWN_EVIDENCE;
  return html`<details class="proof"><summary>${say(`依据 ${basis.length} 条，证据 ${evidence.length + evidenceOmitted} 处`, `norms: ${basis.length}, proofs: ${evidence.length + evidenceOmitted}`)}</summary>
<ul>${basis.map(({ document, clause }) => html`<li><b>${say("依据", "Basis")}</b> ${document}${say("：", ": ")}${clause}</li>`)}${evidence
    .slice(0, MAX_SHOWN_EVIDENCE)
    .map((one) => evidenceItem(one, page))}${
    hidden > 0 &&
    html`<li>${say(`另有证据 ${hidden} 处，见 findings.json`, `more proofs in findings.json: ${hidden}`)}</li>`
  }</ul></details>`;
}

function evidenceItem({ url, fetchedAt, status, sha256, excerpt }: Evidence, { say, context }: ReportPage) {
  const words = shortened(excerpt);
  return html`<li><b>${say("证据", "Proof")}</b> ${link(url, url)} <span class="meta">${say("读取于", "read at")} ${minuteOf(fetchedAt, context.timezone)}${say("，", ", ")}HTTP ${status}${say("，", ", ")}SHA-256 ${sha256.slice(0, 12)}</span>${words.trim() !== "" && html`<q>${words}</q>`}</li>`;
}

/** Cut between characters, never within one. */
function shortened(excerpt: string): string {
  if (excerpt.length <= MAX_EXCERPT_CHARS) return excerpt;
  return `${excerpt.slice(0, MAX_EXCERPT_CHARS).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function undecidedOf(undecided: readonly Undecided[], page: ReportPage): Markup {
  const { say, context, viewer } = page;
  const titles = new Map(context.rules.map((rule) => [rule.id, rule.title[context.lang]]));
  const groups = [...groupBy(undecided, (u) => `${u.reason} ${u.rule}`).values()].sort(
    (a, b) => b.length - a.length,
  );
  return html`<div class="undecided"><h4>${say("未能核实：不计为问题", "Not verified: counts as no fault")}</h4>
${groups.map((group) => {
  const [first] = group;
  if (!first) return null;
  const { reason, rule } = first;
  return html`<details><summary>${reasonName(reason, context.lang)}${say("：", ": ")}${titles.get(rule) ?? rule} <span class="count">${say(`${group.length} 项`, `${group.length}`)}</span></summary><ul>${group
    .slice(0, MAX_SHOWN_UNDECIDED)
    .map((u) => {
      const { category, column, item, message } = viewer.ofUndecided(u);
      const url = item?.url ?? column?.url ?? null;
      const label = item?.title || item?.url || column?.name || column?.url || "";
      return html`<li>${category && html`<span class="code">${category.code}</span> ${category.name} `}${url === null ? label : link(url, label)} <span class="meta">${message}</span></li>`;
    })}${
    group.length > MAX_SHOWN_UNDECIDED &&
    html`<li>${say(`其余 ${group.length - MAX_SHOWN_UNDECIDED} 项见 findings.json`, `${group.length - MAX_SHOWN_UNDECIDED} more: see findings.json`)}</li>`
  }</ul></details>`;
})}</div>`;
}
