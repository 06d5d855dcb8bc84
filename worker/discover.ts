import { setMaxListeners } from "node:events";
import { matchColumn } from "../catalogue/match.ts";
import type { Client } from "../crawler/client.ts";
import {
  type ExploredPortal,
  explorePortal,
  HostsOfSite,
  idsOf,
  type PortalUnit,
} from "../crawler/explore-portal.ts";
import { exploreUnit, type FoundColumn, type FoundUnit, type Unread } from "../crawler/explore-unit.ts";
import { GATHER_DEFAULTS, type Rendering } from "../crawler/gather.ts";
import type { NavigationContext } from "../crawler/gather-navigation.ts";
import { columnKey, folderOf, hostOf } from "../crawler/site.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Unit } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import { BoundedClient } from "./bounded-client.ts";
import { centralColumns } from "./discover-central.ts";
import { type Grounds, groundsOf, type Home, homesOf, ownOf } from "./discover-grounds.ts";
import { proposeColumns } from "./discover-match.ts";
import { inTurn } from "./in-turn.ts";
import type { Progress } from "./progress-display.ts";
import { type Proposal, type ProposedUnit, type Proposing, UNITS_AT_ONCE, unitOf } from "./proposed.ts";

export interface DiscoverOrder {
  readonly url: string;
  readonly catalogue: Catalogue;
  /** Pages that are asked for at most. */
  readonly maxPages: number;
}

export interface DiscoverTools {
  readonly client: Client;
  /** How pages are shown that need a script, given who asks and which hosts may be asked; null: not at all. */
  readonly renderingWith: ((client: Client, hosts: ReadonlySet<string>) => Rendering) | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Explores a portal and proposes its units, their columns and the columns' categories. A site that is one
 * unit's own is proposed as that unit. Nothing is remembered.
 * @returns `reason` where the portal's own page could not be read. Rejects only where the signal is aborted.
 */
export async function discover(
  { url, catalogue, maxPages }: DiscoverOrder,
  { client, renderingWith, signal, onProgress }: DiscoverTools,
): Promise<Proposal | { readonly reason: Reason }> {
  setMaxListeners(0, signal);
  const state = {
    unitsDone: 0,
    units: 0,
    pages: 0,
    unit: null as string | null,
    again: false,
    quietUntil: null,
  };
  const onPage = () => {
    state.pages += 1;
    onProgress?.({ ...state });
  };
  const bounded = new BoundedClient(client, maxPages, onPage);
  const hosts = new HostsOfSite(url);
  const context: NavigationContext = {
    client: bounded,
    hosts,
    rendering: renderingWith?.(bounded, hosts) ?? null,
    others: [],
    signal,
    limits: GATHER_DEFAULTS,
  };
  const explored = await explorePortal(url, context);
  if ("reason" in explored) return explored;
  const addresses = explored.units.length > 0 ? explored.units : [itself(url, explored)];
  state.units = addresses.length;
  const ids = idsOf(addresses.map((unit) => unit.url));
  const homes = await Promise.all(addresses.map((unit) => homesOf(unit, context)));
  const all = addresses.map((unit, at) => ({
    unit,
    id: ids[at] ?? `unit-${at + 1}`,
    homes: homes[at] ?? [],
  }));
  const grounds = groundsOf(all, explored);

  const units = await inTurn(all, UNITS_AT_ONCE, async ({ unit, id, homes: own }) => {
    const proposed = await proposeUnit(unit, id, own, {
      context,
      catalogue,
      grounds,
      isAlone: all.length === 1,
    });
    state.unitsDone += 1;
    state.unit = unit.name;
    onProgress?.({ ...state });
    return proposed;
  });
  const own =
    explored.units.length > 0
      ? await centralColumns(url, explored, units, { context, catalogue })
      : { shared: [], central: [], government: null, unread: [] };
  const withGovernment = own.government ? [...units, own.government] : units;
  const unread = [...explored.unread, ...own.unread, ...withGovernment.flatMap((unit) => unit.unread)];
  return {
    name: explored.site.name || hostOf(url),
    url,
    units: withGovernment,
    shared: own.shared,
    central: own.central,
    outside: explored.outside,
    unread: distinct(unread),
    isCut: bounded.isCut,
  };
}

/** A site that lists no units, as the one unit that it is. */
function itself(url: string, { site }: ExploredPortal): PortalUnit {
  const kind = site.kind ?? (site.isPortal ? "government" : "department");
  return { name: site.body ?? (site.name || hostOf(url)), kind, url, also: [], alsoNamed: [] };
}

async function proposeUnit(
  listed: PortalUnit,
  id: string,
  homes: readonly Home[],
  {
    context,
    catalogue,
    grounds,
    isAlone,
  }: Proposing & { readonly grounds: Grounds; readonly isAlone: boolean },
): Promise<ProposedUnit> {
  const { name, kind, also, alsoNamed } = listed;
  const explored = await Promise.all(
    homes.map((home) => {
      const others = [...grounds.folders.keys()];
      return exploreUnit(
        unitOf(id, name, kind, home.url),
        { ...context, others },
        ownOf(home, grounds, isAlone, context),
      );
    }),
  );
  const columns = new Map<string, FoundColumn>();
  for (const { columns: found } of explored)
    for (const column of found)
      if (!columns.has(columnKey(column.url))) columns.set(columnKey(column.url), column);
  const [first] = explored;
  const url = homes[0]?.url ?? listed.url;
  const unit = unitOf(id, name, kind, url);
  await lookAtDoubtful([...columns.values()], explored, unit, catalogue);
  return {
    id,
    name,
    kind,
    url,
    columns: proposeColumns([...columns.values()], { unit, titleParts: first?.titleParts ?? [] }, catalogue),
    also,
    alsoNamed,
    unread: explored.flatMap(({ unread }) => unread),
  };
}

/** Columns with a category that the home page does not lead to may be another body's; roots of menus lead on. */
const MOST_LOOKS = 60;

async function lookAtDoubtful(
  columns: readonly FoundColumn[],
  explored: readonly FoundUnit[],
  unit: Unit,
  catalogue: Catalogue,
): Promise<void> {
  const folders = columns.map(({ url }) => folderOf(url));
  const isRoot = (folder: string) => folders.some((other) => other !== folder && other.startsWith(folder));
  const doubtful = columns.filter(({ url, named }) => {
    if (!named.some((one) => matchColumn(one, catalogue, unit) !== null)) return false;
    return isRoot(folderOf(url)) || !explored.some(({ onHome }) => onHome.has(columnKey(url)));
  });
  const look = explored[0]?.look;
  if (look) await inTurn(doubtful.slice(0, MOST_LOOKS), UNITS_AT_ONCE, look);
}

function distinct(unread: readonly Unread[]): readonly Unread[] {
  return unread.filter(({ url }, at) => unread.findIndex((one) => one.url === url) === at);
}
