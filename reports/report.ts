import type { PatrolResult } from "../domain/finding.ts";
import type { ReportContext } from "./context.ts";
import { bySubject, findingViewer } from "./finding-view.ts";
import { recurringRequests } from "./request-figures.ts";
import { type RunFigures, summaryOf } from "./summary.ts";
import { summaryLines } from "./summary-text.ts";

/** `findings.json`: the same facts give the same bytes. */
export function findingsJson(result: PatrolResult, context: ReportContext): string {
  const { ofFinding, ofUndecided } = findingViewer(result.patrol, context);
  return json({
    schema: "xuncha/findings@1",
    patrol: headerOf(result),
    findings: [...result.findings].sort(bySubject).map(ofFinding),
    undecided: [...result.undecided].sort(bySubject).map(ofUndecided),
  });
}

/** `summary.json`. `run` is null where nothing ran: evidence was audited again, or a stored patrol is reported. */
export function summaryJson(result: PatrolResult, context: ReportContext, run: RunFigures | null): string {
  return json({
    schema: "xuncha/summary@1",
    patrol: headerOf(result),
    ...summaryOf(result, context),
    run: run && {
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      elapsedMs: run.elapsedMs,
      requests: run.requests,
      requestsBy: run.requestsBy,
      secondPass: { asked: run.secondPass.asked, got: run.secondPass.got },
      recurringRequests: recurringRequests(run.requestsBy),
      bytes: run.bytes,
    },
  });
}

/** What the command prints: a few lines for a person, with a final newline. */
export function summaryText(result: PatrolResult, context: ReportContext, run: RunFigures | null): string {
  return `${summaryLines(result, summaryOf(result, context), context, run).join("\n")}\n`;
}

function headerOf(result: PatrolResult) {
  const { id, portal, catalogue, asOf, versions, onlyUnits } = result.patrol;
  const { passed, failed, cantTell, inapplicable } = result.outcomes;
  return {
    id,
    portal,
    catalogue,
    asOf,
    versions: { xuncha: versions.xuncha, rules: versions.rules, catalogue: versions.catalogue },
    complete: result.complete,
    units: result.units,
    columns: result.columns,
    items: result.items,
    outcomes: { passed, failed, cantTell, inapplicable },
    // Only where the patrol was of some units.
    ...(onlyUnits === null ? {} : { onlyUnits }),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
