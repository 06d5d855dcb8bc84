import type { PatrolResult } from "../domain/finding.ts";
import type { RuleOverrides } from "../domain/portal.ts";
import { rules } from "../rules/index.ts";
import type { PatrolRecord, Store } from "../store/store.ts";
import { concludeFrom } from "./conclude.ts";
import { loadPortalFromText } from "./portal-file.ts";
import { merged } from "./rule-overrides.ts";
import { patrolFrom } from "./start-patrol.ts";

/** A patrol judged again by its stored facts, with its own parameters and with others. Nothing is recorded. */
export interface DryRun {
  readonly before: PatrolResult;
  readonly after: PatrolResult;
}

/**
 * Judges both ways by the rules of this version, so that only the parameters differ.
 * @returns null where nothing is stored of what the patrol read.
 */
export async function dryRun(
  store: Store,
  record: PatrolRecord,
  overrides: RuleOverrides,
): Promise<DryRun | null> {
  const [files, visited] = await Promise.all([store.patrolFiles(record.id), store.snapshotUnits(record.id)]);
  if (!files || visited.length === 0) return null;
  const { portal, catalogue } = await loadPortalFromText(
    files.portalFile,
    "portal.yaml",
    files.catalogueFile,
  );
  const patrol = patrolFrom(record);
  const { onlyUnits } = patrol;
  const conclude = async (own: RuleOverrides) => {
    const { result } = await concludeFrom({
      patrol,
      portal: { ...portal, rules: own },
      catalogue,
      rules,
      units: portal.units.filter(({ id }) => onlyUnits === null || onlyUnits.includes(id)),
      visited,
      known: [],
      earlierPortalFacts: record.portalFacts,
      snapshotOf: (unit) => store.snapshot(record.id, unit),
      historyOf: (unit) => store.history(record.portalKey, unit, record.id),
    });
    return result;
  };
  return { before: await conclude(portal.rules), after: await conclude(merged(portal.rules, overrides)) };
}
