import { Type } from "typebox";
import type { PatrolVersions } from "../domain/finding.ts";
import { OUTCOMES, type OutcomeKind } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import type { PatrolRecord } from "../store/store.ts";
import { COUNT, component, INSTANT, keyed, listOf, orNull, PAGE, type Page, refTo } from "./shared-schema.ts";

/** A patrol as every answer gives it. */
export interface PatrolView {
  readonly id: string;
  /** The portal's name. */
  readonly portal: string;
  readonly portalUrl: string;
  readonly catalogue: string;
  readonly asOf: Instant;
  readonly versions: PatrolVersions;
  /** null while it is unfinished. */
  readonly complete: boolean | null;
  /** Units that were asked for; null: all. */
  readonly onlyUnits: readonly string[] | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** These four are null where nothing was recorded. */
  readonly units: number | null;
  readonly columns: number | null;
  readonly items: number | null;
  readonly outcomes: OutcomeCounts | null;
}

export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

export const OUTCOME_COUNTS = component("OutcomeCounts", keyed(OUTCOMES, COUNT).properties);

export const PATROL = component("Patrol", {
  id: Type.String(),
  portal: Type.String({ description: "门户名称" }),
  portalUrl: Type.String({ format: "uri" }),
  catalogue: Type.String({ description: "目录编号" }),
  asOf: Type.String({ format: "date-time", description: "判断所依据的时刻" }),
  versions: Type.Object({ xuncha: Type.String(), rules: Type.String(), catalogue: Type.String() }),
  complete: Type.Union([Type.Boolean(), Type.Null()], {
    description: "各单位是否都已查看；未结束时为 null",
  }),
  onlyUnits: Type.Union([Type.Array(Type.String()), Type.Null()], {
    description: "只查的单位；null 为全部",
  }),
  startedAt: INSTANT,
  finishedAt: orNull(INSTANT),
  units: orNull(COUNT),
  columns: orNull(COUNT),
  items: orNull(COUNT),
  outcomes: orNull(refTo<OutcomeCounts>(OUTCOME_COUNTS)),
});

export const PATROL_LIST = component("PatrolList", {
  data: listOf(refTo<PatrolView>(PATROL)),
  page: refTo<Page>(PAGE),
});

/** Without the folder its reports went to and the fingerprint of its command, which concern nobody outside. */
export function patrolView(record: PatrolRecord): PatrolView {
  const { id, portal, portalKey, catalogue, asOf, versions, complete, onlyUnits, counts } = record;
  return {
    id,
    portal,
    portalUrl: portalKey,
    catalogue,
    asOf,
    versions,
    complete,
    onlyUnits,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    units: counts?.units ?? null,
    columns: counts?.columns ?? null,
    items: counts?.items ?? null,
    outcomes: counts?.outcomes ?? null,
  };
}
