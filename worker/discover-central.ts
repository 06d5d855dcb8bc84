import { matchColumn } from "../catalogue/match.ts";
import type { ExploredPortal } from "../crawler/explore-portal.ts";
import { exploreUnit, type Unread } from "../crawler/explore-unit.ts";
import { type IsOwn, ownColumns } from "../crawler/gather-navigation.ts";
import { columnKey, folderOf, hostOf } from "../crawler/site.ts";
import { type ProposedColumn, proposeColumns } from "./discover-match.ts";
import { sharedBy } from "./discover-shared.ts";
import { inTurn } from "./in-turn.ts";
import { type ProposedShared, type ProposedUnit, type Proposing, UNITS_AT_ONCE, unitOf } from "./proposed.ts";

/** A portal with so many columns of its own with a category publishes as the government. */
const FEWEST_OF_GOVERNMENT = 3;

/** What a portal itself publishes. */
export interface Central {
  readonly shared: readonly ProposedShared[];
  readonly central: readonly ProposedColumn[];
  readonly government: ProposedUnit | null;
  readonly unread: readonly Unread[];
}

/** What the portal's own menus lead to besides its units: pages of several units, and the government's own. */
export async function centralColumns(
  url: string,
  { site, lists }: ExploredPortal,
  units: readonly ProposedUnit[],
  { context, catalogue }: Proposing,
): Promise<Central> {
  const name = site.body ?? site.name;
  const government = unitOf(idBeside(units, "zf"), name, "government", url);
  const homes = units.flatMap((unit) => [unit.url, ...unit.also]);
  const taken = new Set(units.flatMap((unit) => unit.columns.map((column) => columnKey(column.url))));
  const others = homes.map(folderOf).filter((folder) => folder !== folderOf(url));
  const inFolder = ownColumns({ url }, { ...context, others });
  const noColumns = new Set([...homes.map(columnKey), ...lists]);
  const isOwn: IsOwn = (entry) =>
    hostOf(entry.url) === hostOf(url) &&
    inFolder(entry) &&
    !taken.has(columnKey(entry.url)) &&
    !noColumns.has(columnKey(entry.url));
  const found = await exploreUnit(government, { ...context, others }, isOwn);
  const candidates = found.columns.filter(({ named }) =>
    named.some(
      (one) => matchColumn(one, catalogue, null) !== null || matchColumn(one, catalogue, government) !== null,
    ),
  );
  await inTurn(candidates, UNITS_AT_ONCE, found.look);
  const by = await inTurn(candidates, UNITS_AT_ONCE, (column) => sharedBy(column, units, context));
  const sharedKeys = new Map(candidates.map((column, at) => [columnKey(column.url), by[at] ?? null]));
  const proposed = proposeColumns(
    found.columns,
    { unit: government, titleParts: found.titleParts },
    catalogue,
  );
  const shared = proposed.flatMap((column): ProposedShared[] => {
    const how = sharedKeys.get(columnKey(column.url)) ?? null;
    if (how === null || column.category === null || column.confidence === null) return [];
    return [
      {
        category: column.category,
        url: column.url,
        by: how,
        name: column.name,
        confidence: column.confidence,
      },
    ];
  });
  const own = proposed.filter((column) => !shared.some((one) => one.url === column.url));
  const matched = own.filter(({ category }) => category !== null).length;
  const isGovernments = matched >= FEWEST_OF_GOVERNMENT && !units.some(({ kind }) => kind === "government");
  return {
    shared,
    central: isGovernments ? [] : own,
    government: isGovernments
      ? {
          id: government.id,
          name,
          kind: "government",
          url,
          columns: own,
          also: [],
          alsoNamed: [],
          unread: [],
        }
      : null,
    unread: found.columns.length > 0 ? found.unread : [],
  };
}

function idBeside(units: readonly ProposedUnit[], id: string): string {
  return units.some((unit) => unit.id === id) ? idBeside(units, `${id}-2`) : id;
}
