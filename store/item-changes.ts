import type { ItemChange, RecordedChange } from "../domain/item-change.ts";
import { inBatches } from "./batch.ts";
import type { Database } from "./schema.ts";

/** Adds what a patrol found changed in a unit; each address once. */
export async function recordChanges(
  db: Database,
  of: { readonly patrol_id: string; readonly portal_key: string; readonly unit_id: string },
  changes: readonly ItemChange[],
): Promise<void> {
  await inBatches(changes, (batch) =>
    db
      .insertInto("item_changes")
      .values(batch.map((change) => ({ ...of, url: change.url, change: JSON.stringify(change) })))
      .execute(),
  );
}

/** See `QueryStore.itemChanges`. */
export async function itemChanges(
  db: Database,
  portalKey: string,
  unitId: string,
  { until, limit }: { readonly until: string; readonly limit: number },
): Promise<RecordedChange[]> {
  const last = db.selectFrom("patrols").select("recorded").where("id", "=", until);
  const rows = await db
    .selectFrom("item_changes")
    .innerJoin("patrols", "patrols.id", "item_changes.patrol_id")
    .select(["item_changes.change", "patrols.id", "patrols.as_of"])
    .where("item_changes.portal_key", "=", portalKey)
    .where("item_changes.unit_id", "=", unitId)
    .where("patrols.recorded", "<=", last)
    .orderBy("patrols.recorded", "desc")
    .orderBy("item_changes.url")
    .limit(limit)
    .execute();
  return rows.map(({ change, id, as_of }) => ({ ...JSON.parse(change), patrol: id, seenAt: as_of }));
}
