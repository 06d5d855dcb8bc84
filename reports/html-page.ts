import type { Finding, PatrolResult, Undecided } from "../domain/finding.ts";
import { type CalendarDate, dayOf } from "../domain/time.ts";
import { type ReportContext, type Say, sayIn } from "./context.ts";
import { bySubject, compare, type FindingViewer, findingViewer } from "./finding-view.ts";
import { groupBy, type Summary, stands, summaryOf } from "./summary.ts";

/** One unit's part of the report. */
export interface UnitPart {
  /** Anchor of its section. */
  readonly anchor: string;
  readonly id: string;
  readonly name: string;
  readonly confirmed: readonly Finding[];
  readonly suspected: readonly Finding[];
  /** Waived by a person, or closed by the machine. */
  readonly settled: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** Everything that the parts of `report.html` print from. */
export interface ReportPage {
  readonly result: PatrolResult;
  readonly context: ReportContext;
  readonly summary: Summary;
  readonly viewer: FindingViewer;
  readonly say: Say;
  /** The day judged. */
  readonly today: CalendarDate;
  /** Every unit that the patrol was of, worst first. */
  readonly units: readonly UnitPart[];
}

export function reportPage(result: PatrolResult, context: ReportContext): ReportPage {
  const summary = summaryOf(result, context);
  return {
    result,
    context,
    summary,
    viewer: findingViewer(result.patrol, context),
    say: sayIn(context.lang),
    today: dayOf(result.patrol.asOf, context.timezone),
    units: unitParts(result, context, summary),
  };
}

/** Whether anything of the unit has to be read. */
export function hasSection(unit: UnitPart): boolean {
  return unit.confirmed.length + unit.suspected.length + unit.settled.length + unit.undecided.length > 0;
}

function unitParts(result: PatrolResult, { portal }: ReportContext, summary: Summary): UnitPart[] {
  const { patrol, findings, undecided } = result;
  const names = new Map<string, string>();
  for (const { id, name } of portal.units)
    if (patrol.onlyUnits === null || patrol.onlyUnits.includes(id)) names.set(id, name);
  // What a stored patrol names need no longer stand in the portal file.
  for (const { unit } of [...findings, ...undecided]) names.set(unit.id, names.get(unit.id) ?? unit.name);

  const findingsOf = groupBy([...findings].sort(bySubject), (f) => f.unit.id);
  const undecidedOf = groupBy([...undecided].sort(bySubject), (u) => u.unit.id);
  const rank = new Map(summary.unitsToCall.map(({ unit }, n) => [unit.id, n]));
  const rankOf = (id: string) => rank.get(id) ?? rank.size;
  return [...names]
    .map(([id, name]) => {
      const ofUnit = findingsOf.get(id) ?? [];
      const standing = ofUnit.filter(stands);
      return {
        id,
        name,
        confirmed: standing.filter((f) => f.confidence === "confirmed"),
        suspected: standing.filter((f) => f.confidence === "suspected"),
        settled: ofUnit.filter((f) => !stands(f)),
        undecided: undecidedOf.get(id) ?? [],
      };
    })
    .sort(
      (a, b) =>
        rankOf(a.id) - rankOf(b.id) ||
        b.confirmed.length - a.confirmed.length ||
        b.suspected.length - a.suspected.length ||
        compare(a.id, b.id),
    )
    .map((unit, n) => ({ anchor: `unit-${n + 1}`, ...unit }));
}
