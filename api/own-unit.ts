import type { PatrolResult } from "../domain/finding.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import type { OutcomeCount, PatrolRecord } from "../store/store.ts";

// What a token of the role `unit` may see of a patrol: as if only its own unit had been visited.

/** Whether the patrol was to visit the unit; null: whoever asks may see all. */
export function concerns({ onlyUnits }: PatrolRecord, ownUnit: string | null): boolean {
  return ownUnit === null || onlyUnits === null || onlyUnits.includes(ownUnit);
}

/** The patrol's result for that unit alone. */
export function resultOfUnit(
  result: PatrolResult,
  { unit, columns }: UnitSnapshot,
  counts: readonly OutcomeCount[],
): PatrolResult {
  const outcomes = { passed: 0, failed: 0, cantTell: 0, inapplicable: 0 };
  for (const { outcome, count } of counts) outcomes[outcome] += count;
  const items = columns.flatMap(({ listing }) => (listing.known ? listing.value.items : []));
  return {
    ...result,
    patrol: { ...result.patrol, onlyUnits: [unit.id] },
    units: 1,
    columns: columns.length,
    items: new Set(items.map(({ url }) => url)).size,
    outcomes,
    findings: result.findings.filter((finding) => finding.unit.id === unit.id),
    undecided: result.undecided.filter((undecided) => undecided.unit.id === unit.id),
  };
}

/** The patrol without the figures and the names of other units. */
export function recordForUnit(record: PatrolRecord, ownUnit: string | null): PatrolRecord {
  if (ownUnit === null) return record;
  return { ...record, counts: null, onlyUnits: record.onlyUnits && [ownUnit] };
}
