import { isInForce, paramsOf } from "../audit/audit.ts";
import type { Rule } from "../audit/rule.ts";
import { ELEMENT_NAMES } from "../domain/names.ts";
import type { Unit } from "../domain/portal.ts";
import { keeperOf } from "./context.ts";
import { DRIFT_NOTES } from "./drift-notes.ts";
import type { ReportPage } from "./html-page.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { PARAM_UNITS } from "./names.ts";
import { categoryOf, isReconstructed } from "./wording.ts";

/** What was judged by, and what was left out of judgement. */
export function annex(page: ReportPage): Markup {
  const title = page.say("附：判定所据", "Annex: what was judged by");
  const parts = [rulesPart, excusesPart, reconstructedPart, namesPart, templatePart, driftPart, versionsPart];
  return html`<section id="annex"><h2>${title}</h2>${parts.map((part) => part(page))}</section>`;
}

function rulesPart({ context, say, today }: ReportPage): Markup {
  const rows = context.rules.map((rule) => {
    const norms = rule.basis.filter((citation) => isInForce(citation, today));
    return [
      html`${rule.title[context.lang]}<br><small>${rule.id}</small>`,
      parametersOf(rule, { context, say }),
      norms.length === 0
        ? say("判定日无有效依据，未检查", "none: not judged")
        : list(norms.map(({ document, clause }) => `${document}${say("：", ": ")}${clause}`)),
    ];
  });
  const header = [
    say("规则", "Rule"),
    say("参数", "Parameters"),
    say("判定日有效的依据", "Norms in force on the day judged"),
  ];
  return html`<h3>${say("检查规则与参数", "Rules and their parameters")}</h3>${table(header, rows)}`;
}

function parametersOf(rule: Rule, { context, say }: Pick<ReportPage, "context" | "say">): Content {
  const { portal, lang } = context;
  const override = portal.rules[rule.id];
  if (override === "off") return say("未启用", "off");
  const entries = Object.entries(paramsOf(rule, override)).flatMap(([name, value]) => {
    const param = rule.params[name];
    if (!param) return [];
    const number = [String(value), PARAM_UNITS[param.unit][lang]].filter(Boolean).join(say("", " "));
    const local = override?.[name] === undefined ? "" : say("（本市设定）", " (set locally)");
    return [`${param.about[lang]}${say("：", ": ")}${number}${local}`];
  });
  return entries.length === 0 ? say("无", "none") : list(entries);
}

/** Exemptions and declarations: why some categories of some units were not asked for. */
function excusesPart({ context, say, today, units }: ReportPage): Markup | null {
  const { catalogue, portal } = context;
  const visited = new Set(units.map(({ id }) => id));
  const nameOf = (code: string) => `${code} ${categoryOf(catalogue, code)?.name ?? ""}`.trim();
  const rowsOf = ({ name, exempt, declared }: Unit) => [
    ...declared.map(({ category, reason, until }) => [
      name,
      nameOf(category),
      until < today
        ? say(`报备已于 ${until} 期满，照常检查`, `declaration ended on ${until}: judged as usual`)
        : say(`报备至 ${until}`, `declared until ${until}`),
      reason,
    ]),
    ...exempt.map(({ category, reason }) => [name, nameOf(category), say("免设", "exempt"), reason]),
  ];
  const rows = portal.units.filter(({ id }) => visited.has(id)).flatMap(rowsOf);
  if (rows.length === 0) return null;
  const header = [
    say("单位", "Unit"),
    say("目录", "Category"),
    say("报备或免设", "Declared or exempt"),
    say("理由", "Reason"),
  ];
  return html`<h3>${say("报备与免设的目录", "Declared and exempt categories")}</h3>${table(header, rows)}`;
}

function reconstructedPart({ context, say }: ReportPage): Markup | null {
  const categories = context.catalogue.categories.filter(isReconstructed);
  if (categories.length === 0) return null;
  const mark = (provenance: string) =>
    provenance === "reconstructed" ? say("重建，待核", "reconstructed") : say("有据", "from a source");
  const rows = categories.map(({ code, name, updateWithin, provenance }) => [
    html`<span class="code">${code}</span> ${name}`,
    mark(provenance.duty),
    updateWithin === null ? say("不定期", "none") : mark(provenance.period),
  ]);
  const header = [
    say("目录", "Category"),
    say("公开职责", "Duty to publish"),
    say("更新期限", "Update period"),
  ];
  const title = say(
    `据公开资料重建的目录 ${categories.length} 项`,
    `${categories.length} categories reconstructed from public sources`,
  );
  return html`<h3>${say("重建的目录", "Reconstructed categories")}</h3><details><summary>${title}</summary>${table(header, rows)}</details>`;
}

function namesPart({ summary, say }: ReportPage): Markup | null {
  const { obligesNobody } = summary.catalogue;
  if (obligesNobody.length === 0) return null;
  const rows = obligesNobody.map(({ name, categories }) => [
    name.replaceAll("|", "/"),
    categories.join(say("、", ", ")),
  ]);
  const header = [say("目录所列主体", "Named by the catalogue"), say("涉及目录", "Categories")];
  return html`<h3>${say("目录列明但本站没有对应单位的主体", "Names that no unit of the portal bears")}</h3>${table(header, rows)}`;
}

function templatePart({ context, summary, say }: ReportPage): Markup {
  const faults = summary.templateFaults;
  const title = html`<h3>${say("全站模板的问题（不计为单位问题）", "Faults of the portal's templates (no unit's fault)")}</h3>`;
  if (!faults)
    return html`${title}<p>${say("未得出：尚无一次完整巡查。", "Not known: no complete patrol has been made.")}</p>`;
  const lines = [
    ...faults.templateLacks.map((element) => {
      const name = ELEMENT_NAMES[element][context.lang];
      return say(
        `绝大多数信息页面缺少${name}，由${keeperOf(context)}处理`,
        `nearly all article pages lack: ${name}; for ${keeperOf(context)} to see to`,
      );
    }),
    ...faults.templateNotices.map((notice) =>
      say(`空栏目一律显示“${notice}”，不作单位说明`, `nearly all empty columns say “${notice}”`),
    ),
    ...(faults.sharedDays.length > 0
      ? [
          say(
            `多个单位同日大量发布（迁移、改版或集中导入），不计为突击发布：${faults.sharedDays.join("、")}`,
            `days on which many units jump at once, counted as nobody's burst: ${faults.sharedDays.join(", ")}`,
          ),
        ]
      : []),
  ];
  return html`${title}${lines.length === 0 ? html`<p>${say("未发现。", "None found.")}</p>` : list(lines)}`;
}

/** For whoever maintains the portal file, not for the units. */
function driftPart({ context, summary, say, units }: ReportPage): Markup | null {
  if (summary.drifted.length === 0) return null;
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const rows = summary.drifted.map(({ unitId, columnUrl, name, kind }) => [
    names.get(unitId) ?? unitId,
    name === "" ? columnUrl : html`${name}<br><small>${columnUrl}</small>`,
    DRIFT_NOTES[kind][context.lang],
  ]);
  const header = [say("单位", "Unit"), say("栏目", "Column"), say("情况", "What was seen")];
  const text = say(
    "下列栏目本次没有判定，不算单位的问题。请维护门户文件的人打开看一看：出错的等恢复后再巡查；改版的，更正栏目网址。下一次巡查仍是这样，就按新的样子判定。",
    "These columns were not judged; no unit is at fault. Whoever maintains the portal file should look at them: wait out an error, or correct the addresses after a redesign. What still looks so in the next patrol is judged as it is.",
  );
  return html`<h3>${say("有变化、未判定的栏目", "Columns that changed and were not judged")}</h3><p>${text}</p>${table(header, rows)}`;
}

function versionsPart({ result, say }: ReportPage): Markup {
  const { versions } = result.patrol;
  const entries = [
    `xuncha ${versions.xuncha}`,
    `${say("规则", "rules")} ${versions.rules}`,
    `${say("目录", "catalogue")} ${versions.catalogue}`,
  ];
  return html`<h3>${say("版本", "Versions")}</h3><p class="meta">${entries.join(say("，", ", "))}</p>`;
}

function table(header: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  return html`<table><thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table>`;
}

function list(entries: readonly string[]): Markup {
  return html`<ul>${entries.map((entry) => html`<li>${entry}</li>`)}</ul>`;
}
