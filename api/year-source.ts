import type { UnitDuties } from "../domain/category-state.ts";
import { addDays } from "../domain/time.ts";
import { inCategories, type PublishedItems } from "../reports/published-items.ts";
import type { Store } from "../store/store.ts";
import type { JudgedPatrol } from "./patrol-desk.ts";

/** What was published in the year up to a patrol, and what its columns were taken for. */
export interface YearSource {
  readonly items: readonly PublishedItems[];
  readonly duties: readonly UnitDuties[];
}

export async function yearSource(store: Store, judged: JudgedPatrol): Promise<YearSource> {
  const { record, today } = judged;
  const [days, duties] = await Promise.all([
    store.publishedDays(record.portalKey, addDays(today, -366), today),
    store.unitDuties(record.id),
  ]);
  return { items: inCategories(days, duties, judged), duties };
}
