import type { Finding, PatrolResult } from "../domain/finding.ts";
import { type Lang, type ReportContext, sayIn } from "./context.ts";
import { type FindingView, findingViewer } from "./finding-view.ts";
import { CONFIDENCE_NAMES, SEVERITY_NAMES } from "./names.ts";

/** What a patrol came to, and the words for it. */
export interface JudgedResult {
  readonly result: PatrolResult;
  readonly context: ReportContext;
}

/** How the findings of a patrol would differ, had it been judged otherwise. In the order of the reports. */
export interface WhatIfChanges {
  readonly added: readonly FindingView[];
  /** `undecided`: it could not be decided then. */
  readonly gone: readonly { readonly finding: FindingView; readonly undecided: boolean }[];
  /** Confirmed or suspected, or more or less severe, than before. */
  readonly changed: readonly { readonly before: FindingView; readonly after: FindingView }[];
  /** Units that any of them is about, those with the most changes first. */
  readonly units: readonly { readonly id: string; readonly name: string; readonly changes: number }[];
}

/** Who would be accused besides, who no longer, and who otherwise. */
export function changesBetween(before: JudgedResult, after: JudgedResult): WhatIfChanges {
  const earlier = byId(before.result.findings);
  const later = byId(after.result.findings);
  const viewBefore = findingViewer(before.result.patrol, before.context).ofFinding;
  const viewAfter = findingViewer(after.result.patrol, after.context).ofFinding;
  const undecided = new Set(after.result.undecided.map(({ id }) => id));
  const added = after.result.findings.filter(({ id }) => !earlier.has(id)).map(viewAfter);
  const gone = before.result.findings
    .filter(({ id }) => !later.has(id))
    .map((finding) => ({ finding: viewBefore(finding), undecided: undecided.has(finding.id) }));
  const changed = after.result.findings.flatMap((finding) => {
    const known = earlier.get(finding.id);
    const isOther = known && (known.confidence !== finding.confidence || known.severity !== finding.severity);
    return isOther ? [{ before: viewBefore(known), after: viewAfter(finding) }] : [];
  });
  return {
    added,
    gone,
    changed,
    units: unitsOf([...added, ...gone.map((one) => one.finding), ...changed.map((one) => one.after)]),
  };
}

function byId(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  return new Map(findings.map((finding) => [finding.id, finding]));
}

function unitsOf(views: readonly FindingView[]): WhatIfChanges["units"] {
  const units = new Map<string, { readonly id: string; readonly name: string; changes: number }>();
  for (const { unit } of views) {
    const known = units.get(unit.id) ?? { ...unit, changes: 0 };
    units.set(unit.id, known);
    known.changes += 1;
  }
  return [...units.values()].sort((a, b) => b.changes - a.changes);
}

/** The changes as lines for a person: `+` more, `-` fewer, `~` otherwise. */
export function changesText({ added, gone, changed, units }: WhatIfChanges, lang: Lang): string {
  const say = sayIn(lang);
  const head = say(
    `将新增 ${added.length} 个问题，减少 ${gone.length} 个问题，改变 ${changed.length} 个问题的程度`,
    `${added.length} findings more, ${gone.length} fewer, ${changed.length} of another degree`,
  );
  if (units.length === 0) return head;
  const names = units.map(({ name, changes }) => say(`${name}（${changes}）`, `${name} (${changes})`));
  const line = (sign: string, { unit, rule, message }: FindingView, more = "") =>
    `${sign} ${unit.name}　${rule}　${message}${more}`;
  const degree = ({ confidence, severity }: FindingView) =>
    `${CONFIDENCE_NAMES[confidence][lang]}${say("", " ")}${SEVERITY_NAMES[severity][lang]}`;
  return [
    head,
    say(`涉及 ${units.length} 个单位：${names.join("、")}`, `${units.length} units: ${names.join(", ")}`),
    ...added.map((view) => line("+", view, say(`（${degree(view)}）`, ` (${degree(view)})`))),
    ...gone.map(({ finding, undecided }) =>
      line("-", finding, undecided ? say("（改为未能核实）", " (could not be decided then)") : ""),
    ),
    ...changed.map(({ before, after }) =>
      line(
        "~",
        after,
        say(`（由${degree(before)}改为${degree(after)}）`, ` (${degree(before)}, now ${degree(after)})`),
      ),
    ),
  ].join("\n");
}
