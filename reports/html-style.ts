// Chromium of some years ago must read it: no nesting, no :has().

export const STYLE = `
:root { --ink: #1c2530; --blue: #1d3f72; --pale: #f3f6fa; --line: #cfd8e3; --warn: #a8201a; --grey: #5f6b78; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.65 "Microsoft YaHei", "微软雅黑", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
.sheet, .sheet > tbody, .sheet > tbody > tr, .sheet > tbody > tr > td { display: block; padding: 0; border: 0; }
.sheet > thead { display: none; }
main { max-width: 1180px; margin: 0 auto; padding: 24px 28px 60px; }
h1 { margin: 0 0 4px; font-size: 26px; line-height: 1.35; color: var(--blue); }
h2 { margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 2px solid var(--blue); font-size: 20px; color: var(--blue); }
h3 { margin: 24px 0 8px; font-size: 17px; }
h4 { margin: 16px 0 6px; font-size: 15px; }
p { margin: 6px 0; }
a { color: var(--blue); overflow-wrap: anywhere; }
small, .meta { color: var(--grey); font-size: 13px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 12px 0; }
.facts dt { color: var(--grey); }
.facts dd { margin: 0; }
.notice { margin: 14px 0; padding: 10px 14px; border: 1px solid var(--warn); border-left-width: 6px; }
.notice b { color: var(--warn); }
.numbers { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; padding: 0; list-style: none; }
.numbers li { flex: 1 1 160px; padding: 10px 16px; border: 1px solid var(--line); border-top: 4px solid var(--blue); }
.numbers .warned { border-top-color: var(--warn); }
.numbers .unsure { border-top-color: var(--grey); border-style: solid dashed dashed; }
.numbers b { display: block; font-size: 30px; line-height: 1.2; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; margin: 8px 0 16px; }
caption { padding: 4px 0; text-align: left; font-weight: bold; color: var(--blue); }
th, td { padding: 7px 10px; border: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--pale); font-weight: bold; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td ul { margin: 0; padding-left: 18px; }
tfoot td, tfoot th { font-weight: bold; background: #fff; }
.findings { table-layout: fixed; }
.findings th:nth-child(1) { width: 19%; }
.findings th:nth-child(3) { width: 76px; }
.findings th:nth-child(4) { width: 122px; }
html[lang="en"] .findings th:nth-child(3) { width: 116px; }
.code, .date { font-variant-numeric: tabular-nums; white-space: nowrap; }
.column { color: var(--grey); }
.message { margin: 0 0 2px; font-weight: bold; }
.item { margin: 0 0 2px; }
dl { margin: 4px 0; }
dl div { display: grid; grid-template-columns: 5em 1fr; }
html[lang="en"] dl div { grid-template-columns: 6em 1fr; }
dt { color: var(--grey); }
dd { margin: 0; }
.severity { text-align: center; }
.severity .mark { display: inline-block; padding: 0 6px; white-space: nowrap; border: 1px solid currentColor; color: var(--blue); font-weight: bold; }
.severity .mark.suspected-mark { border-style: dashed; color: var(--grey); font-weight: normal; }
.severity.critical b { color: var(--warn); }
.suspected { margin: 12px 0; padding: 2px 14px; border: 1px dashed var(--grey); }
.undecided, .settled { color: var(--grey); }
.count { font-weight: normal; color: var(--grey); font-size: 13px; }
.unit { margin: 14px 0; padding: 8px 16px; border: 1px solid var(--line); border-left: 4px solid var(--blue); content-visibility: auto; contain-intrinsic-size: auto 60px; }
.unit > summary h3 { display: inline; margin: 0; }
.tally { margin-left: 10px; color: var(--grey); }
summary { cursor: pointer; }
summary:focus-visible, a:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.proof summary { color: var(--grey); font-size: 13px; }
.proof ul { margin: 4px 0; padding-left: 18px; font-size: 13px; }
q { display: block; margin: 2px 0; padding: 2px 8px; background: var(--pale); border-left: 3px solid var(--line); quotes: none; }
@media (min-width: 1100px) {
  .overview { display: grid; grid-template-columns: 2fr 3fr; gap: 0 32px; align-items: start; }
}
.clear { columns: 3 240px; padding-left: 18px; }
.matrix > div { max-height: 80vh; overflow: auto; border: 1px solid var(--line); }
.matrix table { width: max-content; margin: 0; font-size: 13px; }
.matrix th, .matrix td { padding: 2px 4px; text-align: center; overflow-wrap: normal; }
.matrix thead th { position: sticky; z-index: 1; top: 0; }
.matrix thead span { display: block; max-height: 11em; overflow: hidden; writing-mode: vertical-rl; text-align: left; }
.matrix thead th:first-child { vertical-align: bottom; text-align: left; }
.matrix tbody th { position: sticky; left: 0; text-align: left; white-space: nowrap; }
.matrix .is-empty { background: #f9d9d5; font-weight: bold; }
.matrix .is-stale { background: #fbe7c6; font-weight: bold; }
.matrix .is-suspected { outline: 1px dashed var(--grey); outline-offset: -2px; }
.matrix .is-cantTell { background: #e4e6ea; color: var(--grey); }
.filter { display: flex; gap: 12px; margin: 12px 0; }
.filter[hidden], [hidden] { display: none; }
.filter input, .filter select { padding: 5px 8px; border: 1px solid var(--grey); font: inherit; }
.filter input { flex: 0 1 320px; }
@page { size: A4; margin: 14mm 12mm 16mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@media print {
  body { font-size: 9.5pt; line-height: 1.5; }
  .sheet { display: table; margin: 0; }
  .sheet > thead { display: table-header-group; }
  .sheet > thead th { padding: 0 0 3mm; border: 0; background: none; font-size: 8pt; font-weight: normal; color: var(--grey); }
  .sheet > thead span { display: block; padding-bottom: 1mm; border-bottom: 0.3mm solid var(--line); }
  .sheet > tbody { display: table-row-group; }
  .sheet > tbody > tr { display: table-row; }
  .sheet > tbody > tr > td { display: table-cell; }
  main { max-width: none; padding: 0; }
  .filter, .matrix { display: none; }
  .unit { content-visibility: visible; border: 0; border-left: 1mm solid var(--blue); padding: 0 0 0 3mm; }
  h1 { font-size: 18pt; } h2 { font-size: 14pt; } h3 { font-size: 11.5pt; } h4 { font-size: 10pt; }
  h2, h3, h4, caption, summary { break-after: avoid; }
  tr, .numbers, .notice, li { break-inside: avoid; }
  thead { break-inside: avoid; break-after: avoid; }
  .sheet > tbody > tr { break-inside: auto; }
  .overview { display: block; }
  q { max-height: 4.6em; overflow: hidden; }
  .findings th:nth-child(3) { width: 16mm; }
  html[lang="en"] .findings th:nth-child(3) { width: 23mm; }
  .findings th:nth-child(4) { width: 22mm; }
  .numbers b { font-size: 18pt; }
  th, td { padding: 1.2mm 1.8mm; }
  a { color: inherit; text-decoration: none; }
  details::details-content { display: block; content-visibility: visible; }
  small, .meta, .proof ul, .proof summary { font-size: 8pt; }
}
`;

// Opens what is folded while it prints, and filters; without it everything can still be read.
export const SCRIPT = `
"use strict";
(() => {
  const folded = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      folded.push(details);
    }
  });
  addEventListener("afterprint", () => {
    for (const details of folded.splice(0)) details.open = false;
  });
  const openTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();
  const filter = document.querySelector(".filter");
  if (!filter) return;
  filter.hidden = false;
  const [words, confidence] = filter.querySelectorAll("input, select");
  const apply = () => {
    const wanted = words.value.trim().toLowerCase();
    for (const unit of document.querySelectorAll(".unit")) {
      const named = unit.querySelector("h3").textContent.toLowerCase().includes(wanted);
      let shown = 0;
      for (const row of unit.querySelectorAll("tr[data-confidence]")) {
        const fits =
          (confidence.value === "" || row.dataset.confidence === confidence.value) &&
          (named || row.textContent.toLowerCase().includes(wanted));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      for (const table of unit.querySelectorAll("table.findings"))
        table.hidden = !table.querySelector("tbody tr:not([hidden])");
      for (const part of unit.querySelectorAll(".confirmed, .suspected, .settled"))
        part.hidden = !part.querySelector("tbody tr:not([hidden])");
      const unfiltered = wanted === "" && confidence.value === "";
      unit.hidden = !(unfiltered || shown > 0 || (named && confidence.value === ""));
    }
  };
  let pending;
  filter.addEventListener("input", () => {
    clearTimeout(pending);
    pending = setTimeout(apply, 150);
  });
})();
`;
