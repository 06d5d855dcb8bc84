import { setMaxListeners } from "node:events";
import { categoriesNamed, matchColumns } from "../catalogue/match.ts";
import type { Client } from "../crawler/client.ts";
import { GATHER_DEFAULTS, gather, type Rendering } from "../crawler/gather.ts";
import { askLinksAgain, awaitsSecondAnswer } from "../crawler/link-desk.ts";
import { holdsPassingNotice } from "../crawler/passing.ts";
import { folderOf } from "../crawler/site.ts";
import type { Evidence } from "../crawler/warc.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import { type Finding, isOpen, type Patrol } from "../domain/finding.ts";
import type { Portal, Unit } from "../domain/portal.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, dayOf } from "../domain/time.ts";
import type { Store } from "../store/store.ts";
import { now } from "./clock.ts";
import type { UnitMemory } from "./evidence-records.ts";
import { watchedClient, writeGap } from "./gaps.ts";
import { hostsOf } from "./portal-hosts.ts";
import { watchedRendering } from "./rendering.ts";

/** Reads one unit and keeps its snapshot. What is on record is not asked again. */
export async function gatherUnit(
  unit: Unit,
  patrol: Patrol,
  { store, evidence, ...reading }: UnitReading & { readonly store: Store; readonly evidence: Evidence },
  signal: AbortSignal,
  onPage: () => void = () => {},
): Promise<void> {
  const client = watchedClient(reading.client);
  const rendering = reading.rendering && watchedRendering(reading.rendering, evidence);
  const snapshot = await readUnit(unit, patrol, { ...reading, client, rendering }, signal, onPage);
  if (client.failed || rendering?.failed || holdsPassingNotice(snapshot))
    await writeGap(evidence, unit.id, { at: now(), of: "page" });
  else if (awaitsSecondAnswer(snapshot.links)) await writeGap(evidence, unit.id, { at: now(), of: "links" });
  // Evidence before the facts that rest on it, also after a power cut.
  await evidence.sync();
  await store.saveSnapshot(patrol.id, snapshot);
}

/** Asks once more for links of a unit that were gone; everything else of it stands as it was read. */
export async function gatherLinksAgain(
  unitId: string,
  patrol: Patrol,
  {
    store,
    evidence,
    client,
  }: Pick<UnitReading, "client"> & { readonly store: Store; readonly evidence: Evidence },
  signal: AbortSignal,
): Promise<void> {
  setMaxListeners(0, signal);
  const snapshot = await store.snapshot(patrol.id, unitId);
  if (!snapshot) return;
  const links = await askLinksAgain(snapshot.links, { client, signal });
  await evidence.sync();
  await store.saveSnapshot(patrol.id, { ...snapshot, links });
}

/** What a unit is read with. */
export interface UnitReading {
  readonly portal: Portal;
  readonly catalogue: Catalogue;
  readonly client: Client;
  /** How pages that need a browser are shown; null: not at all. */
  readonly rendering: Rendering | null;
  /** What was known of a unit when the patrol began. */
  readonly memoryOf: (unitId: string) => Promise<UnitMemory | null>;
}

/** One unit's snapshot, from whatever `client` answers. */
export async function readUnit(
  unit: Unit,
  patrol: Patrol,
  { portal, catalogue, client, rendering, memoryOf }: UnitReading,
  signal: AbortSignal,
  onPage: () => void = () => {},
): Promise<UnitSnapshot> {
  // Every open request listens to it.
  setMaxListeners(0, signal);
  const today = dayOf(patrol.asOf, portal.timezone);
  const { history, recheck } = (await memoryOf(unit.id)) ?? { history: NO_HISTORY, recheck: [] };
  const limits = {
    ...GATHER_DEFAULTS,
    readTo: addDays(today, -portal.crawl.lookbackDays),
    recheckTo: addDays(today, -portal.crawl.recheckDays),
  };
  return gather(unit, {
    client,
    rendering,
    limits,
    hosts: hostsOf(portal),
    others: portal.units.filter(({ id }) => id !== unit.id).map(({ url }) => folderOf(url)),
    classify: (columns) => {
      const listed = unit.columns.map(({ category }) => category);
      const matches = matchColumns(columns, catalogue, unit, listed);
      return columns.map((column, at) => ({ ...column, category: matches[at]?.code ?? null }));
    },
    fits: (names) => categoriesNamed(names, catalogue, unit),
    shared: portal.sharedColumns,
    recheck,
    history,
    signal,
    onPage,
  });
}

/** Items on which findings of the unit rest that are not closed. */
export function itemsToRecheck(known: readonly Finding[], unitId: string): string[] {
  const open = known.filter(
    ({ unit, item, status }) => unit.id === unitId && item !== null && isOpen(status),
  );
  return [...new Set(open.flatMap(({ item }) => (item ? [item.url] : [])))];
}
