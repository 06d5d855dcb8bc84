import type { Catalogue } from "../domain/catalogue.ts";
import type { OutcomeKind } from "../domain/outcome.ts";
import type { Portal, Unit } from "../domain/portal.ts";
import type { OutcomeCount, UnitSummary } from "../store/store.ts";
import type { UnitDetailView, UnitView } from "./unit-schema.ts";

const NONE = { critical: 0, major: 0, minor: 0 };

/** @param summary What the patrols left of it; undefined where none has visited it. */
export function unitView(
  { id, name, kind, url, inspector: inspectorId }: Unit,
  { inspectors }: Portal,
  summary: UnitSummary | undefined,
  counts: readonly OutcomeCount[],
): UnitView {
  const inspector = inspectors.find((one) => one.id === inspectorId);
  const { critical, major, minor } = summary?.open ?? NONE;
  const sum = (kind: OutcomeKind) =>
    counts.reduce((total, { outcome, count }) => total + (outcome === kind ? count : 0), 0);
  return {
    id,
    name,
    kind,
    url,
    inspector: inspector ? { id: inspector.id, name: inspector.name } : null,
    lastPatrol: summary?.lastPatrol ?? null,
    columns: summary?.columns ?? null,
    items: summary?.items ?? null,
    lastPublishedOn: summary?.lastPublishedOn ?? null,
    findings: {
      critical,
      major,
      minor,
      suspected: summary?.suspected ?? 0,
      recorded: summary?.recorded ?? 0,
    },
    outcomes: {
      passed: sum("passed"),
      failed: sum("failed"),
      cantTell: sum("cantTell"),
      inapplicable: sum("inapplicable"),
    },
  };
}

export function unitDetailView(unit: Unit, view: UnitView, { categories }: Catalogue): UnitDetailView {
  const nameOf = (code: string) => categories.find((category) => category.code === code)?.name ?? code;
  return {
    ...view,
    columnsReviewedOn: unit.columnsReviewedOn,
    exempt: unit.exempt.map(({ category, reason }) => ({ category, name: nameOf(category), reason })),
    declared: unit.declared.map(({ category, reason, until }) => ({
      category,
      name: nameOf(category),
      reason,
      until,
    })),
  };
}
