import { type CategoryState, STATE_SIGNS, type UnitDuties } from "../domain/category-state.ts";
import type { ReportPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { cellWords, type Matrix, matrixOf, STATE_NAMES } from "./matrix.ts";

const COUNTED = ["filled", "empty", "stale", "cantTell"] as const;

/** How each category stands over all units, for the screen and for paper, and every cell of it, for the screen alone. */
export function matrixSection(duties: readonly UnitDuties[], page: ReportPage): Markup | null {
  const matrix = matrixOf(duties, page.context);
  if (matrix.units.length === 0 || matrix.categories.length === 0) return null;
  const { say } = page;
  return html`<section id="matrix"><h2>${say("目录完成情况", "How the catalogue is filled")}</h2>
<p class="meta">${say("各类别须公开的单位中，已公开、空缺、超期和未能核实的各有多少。空缺、超期含疑似；未能核实不计为问题。", "Of the units that owe a category, how many have filled it, left it empty, let it run out, and how many could not be judged. Empty and stale ones may be suspected; what could not be judged counts as no fault.")}</p>
${byCategory(matrix, page)}
${page.units.length > 1 && cells(matrix, page)}</section>`;
}

function byCategory({ categories }: Matrix, { context: { lang }, say }: ReportPage): Markup {
  const rows = categories.map(
    ({ code, name, counts }) =>
      html`<tr><th scope="row"><span class="code">${code}</span> ${name}</th>${COUNTED.map(
        (state) => html`<td class="number">${counts[state]}</td>`,
      )}<td class="number">${counts.exempt + counts.declared}</td></tr>`,
  );
  return html`<table class="by-category"><thead><tr><th scope="col">${say("类别", "Category")}</th>${COUNTED.map(
    (state) => html`<th scope="col" class="number">${STATE_NAMES[state][lang]}</th>`,
  )}<th scope="col" class="number">${say("免除、报备", "excused")}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function cells({ categories, units }: Matrix, page: ReportPage): Markup {
  const { say, context } = page;
  const { lang } = context;
  const anchors = new Map(page.units.map(({ id, anchor }) => [id, anchor]));
  const legend = (["filled", "empty", "stale", "cantTell", "exempt", "declared"] as const).map(
    (state) => `${STATE_SIGNS[lang][state]} ${STATE_NAMES[state][lang]}`,
  );
  const key = [...legend, `${STATE_SIGNS[lang].mayBeEmpty} ${say("可以没有", "may be empty")}`];
  return html`<details class="matrix"><summary>${say("逐单位逐类别", "Each unit and category")}</summary>
<p class="meta">${key.join(say("　", "  "))}${say("　虚框为疑似，空白为不要求", "  dashed: suspected; blank: not owed")}</p>
<div><table><thead><tr><th scope="col">${say("单位", "Unit")}</th>${categories.map(
    ({ code, name }) => html`<th scope="col" title="${code} ${name}"><span>${name}</span></th>`,
  )}</tr></thead><tbody>${units.map(
    ({ id, name, cells: own }) =>
      html`<tr><th scope="row"><a href="#${anchors.get(id) ?? ""}">${name}</a></th>${own.map((cell) => cellOf(cell, lang))}</tr>`,
  )}</tbody></table></div></details>`;
}

function cellOf(cell: CategoryState, lang: "zh" | "en"): Markup {
  const { state, confidence } = cell;
  if (state === "notDemanded") return html`<td></td>`;
  if (state === "filled") return html`<td>${STATE_SIGNS[lang].filled}</td>`;
  const mayBe = state === "empty" && confidence === null;
  const kind = mayBe ? "" : confidence === "suspected" ? "is-suspected" : `is-${state}`;
  return html`<td class="${kind}" title="${cellWords(cell, lang)}">${STATE_SIGNS[lang][mayBe ? "mayBeEmpty" : state]}</td>`;
}
