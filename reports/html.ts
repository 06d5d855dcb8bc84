import { createHash } from "node:crypto";
import type { UnitDuties } from "../domain/category-state.ts";
import type { PatrolResult } from "../domain/finding.ts";
import { isAdoptedBy } from "../domain/portal.ts";
import { minuteOf, type ReportContext } from "./context.ts";
import { annex } from "./html-annex.ts";
import { matrixSection } from "./html-matrix.ts";
import { hasSection, type ReportPage, reportPage } from "./html-page.ts";
import { SCRIPT, STYLE } from "./html-style.ts";
import { unitSections } from "./html-unit.ts";
import { type Content, html, Markup } from "./markup.ts";
import { groupName, REPORT_GROUPS, SEVERITY_NAMES } from "./names.ts";
import { catalogueCaution } from "./summary-text.ts";

/**
 * `report.html`: one file that needs neither network nor script to be read, for the screen and for A4.
 * Every text in it may come from a foreign page; none can become markup.
 * @param duties Empty where the patrol kept none: then there is no matrix.
 */
export function reportHtml(
  result: PatrolResult,
  context: ReportContext,
  duties: readonly UnitDuties[] = [],
): string {
  const page = reportPage(result, context);
  const { say, today } = page;
  const title = say(
    `${result.patrol.portal} 政府信息公开巡查报告`,
    `${result.patrol.portal}: patrol of published information`,
  );
  const running = say(
    `${result.patrol.portal}　巡查 ${result.patrol.id}　截至 ${today}　目录：${catalogueLine(page)}`,
    `${result.patrol.portal} · patrol ${result.patrol.id} · as of ${today} · catalogue: ${catalogueLine(page)}`,
  );
  return html`<!doctype html>
<html lang="${context.lang === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title} ${today}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<table class="sheet" role="presentation"><thead><tr><th><span>${running}</span></th></tr></thead><tbody><tr><td><main>
${head(title, page)}
${numbers(page)}
<div class="overview">${groupTable(page)}
${callFirst(page)}</div>
${filter(page)}
${unitSections(page)}
${clearUnits(page)}
${matrixSection(duties, page)}
${annex(page)}
</main></td></tr></tbody></table>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.source;
}

const digestOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

// Nothing is loaded from anywhere; only the style and the script of this file run.
const POLICY = `default-src 'none'; style-src ${digestOf(STYLE)}; script-src ${digestOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;

function catalogueLine({ context, say, today }: ReportPage): string {
  const { catalogue, portal } = context;
  if (catalogue.provenance === "official") return catalogue.name;
  return isAdoptedBy(portal, today)
    ? say(`${catalogue.name}（重建，本级已确认采用）`, `${catalogue.name} (reconstructed, adopted locally)`)
    : say(`${catalogue.name}（重建，仅供参考）`, `${catalogue.name} (reconstructed, for reference only)`);
}

function head(title: string, page: ReportPage): Markup {
  const { result, context, summary, say, units } = page;
  const { patrol, complete } = result;
  const { catalogue } = summary;
  const caution = catalogueCaution(context, result);
  const facts: readonly (readonly [string, Content])[] = [
    [say("巡查", "Patrol"), patrol.id],
    [
      say("截至", "As of"),
      html`${minuteOf(patrol.asOf, context.timezone)} <span class="meta">${context.timezone}</span>`,
    ],
    [
      say("范围", "Scope"),
      say(
        `${result.units} 个单位、${result.columns} 个栏目、${result.items} 条信息`,
        `${result.units} units, ${result.columns} columns, ${result.items} items`,
      ),
    ],
    [
      say("完整性", "Completeness"),
      complete
        ? say("完整：各单位均已查看", "complete: every unit was visited")
        : say("未完成", "incomplete"),
    ],
    [say("目录", "Catalogue"), catalogueLine(page)],
    [
      say("目录依据", "Its basis"),
      say(
        `${catalogue.basis}；共 ${catalogue.categories} 项，其中公开职责重建 ${catalogue.reconstructedDuties} 项、更新期限重建 ${catalogue.reconstructedPeriods} 项`,
        `${catalogue.basis}; categories: ${catalogue.categories}, reconstructed duties: ${catalogue.reconstructedDuties}, reconstructed periods: ${catalogue.reconstructedPeriods}`,
      ),
    ],
  ];
  return html`<header><h1>${title}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${
  !complete &&
  html`<p class="notice"><b>${say("本次巡查未完成。", "This patrol is incomplete.")}</b> ${say("以下只反映已查部分；未列出的单位不等于没有问题。", "What follows is only of what was visited; a unit that is not listed is not thereby without fault.")}</p>`
}${
  patrol.onlyUnits !== null &&
  html`<p class="notice"><b>${say("本次只巡查部分单位：", "Of some units only: ")}</b>${units.map((unit) => unit.name).join(say("、", ", "))}</p>`
}${caution !== null && html`<p class="notice"><b>${say("目录来源：", "Catalogue: ")}</b>${caution}</p>`}</header>`;
}

function numbers({ summary, say }: ReportPage): Markup {
  const { findings, undecided, unitsToCall } = summary;
  const number = (kind: string, value: number, name: string, note: string) =>
    html`<li class="${kind}"><b>${value}</b>${name}<br><small>${note}</small></li>`;
  return html`<ul class="numbers">${[
    number(
      "warned",
      findings.confirmed,
      say("确认问题", "confirmed"),
      say("事实清楚", "the facts leave no room"),
    ),
    number(
      "",
      unitsToCall.length,
      say("须联系的单位", "units to call"),
      say("有待整改的确认问题", "with confirmed faults outstanding"),
    ),
    number(
      "unsure",
      findings.suspected,
      say("疑似问题", "suspected"),
      say("须人工查看，不计分", "a person must look; never scored"),
    ),
    number(
      "unsure",
      undecided.total,
      say("未能核实", "not verified"),
      say("不计为问题", "counts as no fault"),
    ),
  ]}</ul>`;
}

function groupTable({ summary, say, context }: ReportPage): Markup {
  const { byGroup, ofUnknownRules, confirmed, suspected, fresh, settled } = summary.findings;
  const rows = REPORT_GROUPS.flatMap((group) => {
    const counts = group === null ? ofUnknownRules : byGroup[group];
    if (group === null && counts.confirmed + counts.suspected === 0) return [];
    return [
      html`<tr><th scope="row">${groupName(group)[context.lang]}</th><td class="number">${counts.confirmed}</td><td class="number">${counts.suspected}</td></tr>`,
    ];
  });
  return html`<section><h2>${say("问题分类", "By kind of fault")}</h2>
<table><thead><tr><th scope="col">${say("问题类别", "Kind")}</th><th scope="col" class="number">${say("确认", "Confirmed")}</th><th scope="col" class="number">${say("疑似", "Suspected")}</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${say("合计", "Total")}</th><td class="number">${confirmed}</td><td class="number">${suspected}</td></tr></tfoot></table>
<p class="meta">${say(`其中本期新发现 ${fresh} 项；另有已处理、不再计入的 ${settled} 项。`, `${fresh} of them new in this patrol; ${settled} more are settled and no longer counted.`)}</p></section>`;
}

function callFirst({ summary, say, context, units }: ReportPage): Markup {
  const { unitsToCall } = summary;
  const anchors = new Map(units.map(({ id, anchor }) => [id, anchor]));
  const { lang } = context;
  const number = (value: number) => html`<td class="number">${value}</td>`;
  const header = [
    SEVERITY_NAMES.critical[lang],
    SEVERITY_NAMES.major[lang],
    SEVERITY_NAMES.minor[lang],
    say("疑似", "suspected"),
    say("未能核实", "not verified"),
  ];
  return html`<section><h2>${say("先联系的单位", "Units to call first")}</h2>
${
  unitsToCall.length === 0
    ? html`<p>${say("本期没有待整改的确认问题。", "No confirmed fault is outstanding.")}</p>`
    : html`<table><thead><tr><th scope="col">${say("单位", "Unit")}</th>${header.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${unitsToCall.map(
        ({ unit, confirmed, suspected, undecided }) =>
          html`<tr><th scope="row"><a href="#${anchors.get(unit.id) ?? ""}">${unit.name}</a></th>${[confirmed.critical, confirmed.major, confirmed.minor, suspected, undecided].map(number)}</tr>`,
      )}</tbody></table>`
}</section>`;
}

/** Shown by the script, which alone can filter. */
function filter({ result, say }: ReportPage): Markup | null {
  if (result.findings.length === 0) return null;
  return html`<div class="filter" role="search" hidden><input type="search" aria-label="${say("按单位或文字筛选", "Filter by unit or words")}" placeholder="${say("按单位或文字筛选", "Filter by unit or words")}"><select aria-label="${say("确认或疑似", "Confirmed or suspected")}"><option value="">${say("确认和疑似", "confirmed and suspected")}</option><option value="confirmed">${say("只看确认", "confirmed only")}</option><option value="suspected">${say("只看疑似", "suspected only")}</option></select></div>`;
}

/** Units that nothing was found of, which is said only of what could be judged. */
function clearUnits({ units, result, say }: ReportPage): Markup | null {
  const clear = units.filter((u) => u.confirmed.length + u.suspected.length === 0);
  if (clear.length === 0) return null;
  const title = result.complete
    ? say("未发现问题的单位", "Units without a finding")
    : say("未列出问题的单位：巡查未完成，不作结论", "Units without a finding so far: no conclusion");
  const about =
    result.complete &&
    say(
      "只就能够核实的内容而言；未能核实的部分不作结论。",
      "Said only of what could be judged; of what could not be verified nothing is said.",
    );
  return html`<section><h2>${title}</h2>${about && html`<p class="meta">${about}</p>`}<ul class="clear">${clear.map(
    (unit) => {
      const { length } = unit.undecided;
      const note = length > 0 && say(`（未能核实 ${length} 项）`, ` (${length} not verified)`);
      return html`<li>${hasSection(unit) ? html`<a href="#${unit.anchor}">${unit.name}</a>` : unit.name}${note}</li>`;
    },
  )}</ul></section>`;
}
