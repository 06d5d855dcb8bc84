import type { EarlierColumn, Known, UnitSnapshot } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import type { Database } from "./schema.ts";
import { readSnapshot } from "./snapshots.ts";

/** Patrols looked through for a reading that went far enough, where the last one's did not. */
const MOST_PATROLS = 3;

/** What patrols that read a unit leave to one that reads it again. */
export interface EarlierPatrols {
  /** Recorded patrols that read the unit. */
  readonly patrols: number;
  readonly lastPatrol: string | null;
  /** By address. */
  readonly columns: Readonly<Record<string, EarlierColumn>>;
  /** Links of the unit as the last of them knew them. */
  readonly links: Readonly<Record<string, Known<number>>>;
}

/**
 * The unit's columns as the last recorded patrols knew them: what an interrupted or abandoned one read does not
 * count. Facts of an older version of the program are none: it read pages otherwise.
 */
export async function earlierPatrols(
  db: Database,
  portalKey: string,
  unitId: string,
  before: { readonly as_of: Instant; readonly recorded: number | null } | null,
): Promise<EarlierPatrols> {
  let query = db
    .selectFrom("snapshots")
    .innerJoin("patrols", "patrols.id", "snapshots.patrol_id")
    .select(["patrols.id", "patrols.versions"])
    .where("patrols.portal_key", "=", portalKey)
    .where("snapshots.unit_id", "=", unitId)
    .where("patrols.recorded", "is not", null)
    .orderBy("patrols.recorded", "desc");
  if (before) query = query.where("patrols.as_of", "<=", before.as_of);
  if (before && before.recorded !== null) query = query.where("patrols.recorded", "<", before.recorded);
  const patrols = await query.execute();
  const [last] = patrols;
  const columns = new Map<string, EarlierColumn>();
  const links = new Map<string, Known<number>>();
  for (const { id, versions } of patrols.slice(0, MOST_PATROLS)) {
    if (versionIn(versions) !== versionIn(last?.versions ?? "{}")) break;
    const snapshot = await readSnapshot(db, id, unitId);
    // What an older version of the program has left knows of no links.
    if (id === last?.id)
      for (const { url, answer } of snapshot?.links?.asked ?? []) if (answer.known) links.set(url, answer);
    if (snapshot && addColumns(columns, snapshot)) break;
  }
  return {
    patrols: patrols.length,
    lastPatrol: last?.id ?? null,
    columns: Object.fromEntries([...columns].sort(([a], [b]) => (a < b ? -1 : 1))),
    links: Object.fromEntries(links),
  };
}

/** Adds what an older patrol knew to what newer ones did. Returns whether a still older one is not needed. */
function addColumns(columns: Map<string, EarlierColumn>, snapshot: UnitSnapshot): boolean {
  for (const { column, listing, rendered, othersRows } of snapshot.columns) {
    const newer = columns.get(column.url);
    if (newer?.listing) continue;
    const reached = listing.known && (listing.value.fullReadAgo ?? null) !== null;
    columns.set(column.url, {
      rendered: newer?.rendered || rendered === true,
      listing: reached ? listing : null,
      further: [...(newer?.further ?? []), ...(listing.known && !reached ? listing.value.items : [])],
      othersRows: newer && newer.othersRows.length > 0 ? newer.othersRows : (othersRows ?? []),
    });
  }
  return snapshot.navigation.known && [...columns.values()].every(({ listing }) => listing !== null);
}

function versionIn(versions: string): unknown {
  return JSON.parse(versions).xuncha;
}
