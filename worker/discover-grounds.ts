import { type ExploredPortal, linksOf, type PortalUnit } from "../crawler/explore-portal.ts";
import { menuPage } from "../crawler/explore-unit.ts";
import { type Followed, followToPage } from "../crawler/follow.ts";
import { type IsOwn, type NavigationContext, ownColumns } from "../crawler/gather-navigation.ts";
import { readNavigation } from "../crawler/navigation.ts";
import { columnKey, folderOf, hostOf } from "../crawler/site.ts";

/** A page under which a portal lists a unit. */
export interface Home {
  readonly url: string;
  readonly answer: Followed;
}

/** The pages under which a portal lists a unit. One that sends on to another host of the site lives there. */
export async function homesOf(
  { url, also }: PortalUnit,
  { client, hosts, signal }: NavigationContext,
): Promise<readonly Home[]> {
  return Promise.all(
    [url, ...also].map(async (address) => {
      const answer = await followToPage(client, menuPage(address), hosts, signal);
      const moved = answer.ok && hostOf(answer.page.url) !== hostOf(address);
      return { url: moved ? answer.page.url : address, answer };
    }),
  );
}

/** Where units live, and which addresses are common to several of them. */
export interface Grounds {
  /** Folder → how many units live in it. */
  readonly folders: ReadonlyMap<string, number>;
  /** Keys of what several units' pages, or the portal's own, lead to. */
  readonly common: ReadonlySet<string>;
}

export function groundsOf(
  units: readonly { readonly homes: readonly Home[] }[],
  explored: ExploredPortal,
): Grounds {
  const folders = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { homes } of units) {
    for (const folder of new Set(homes.map(({ url }) => folderOf(url))))
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    const links = homes.flatMap(({ answer }) => (answer.ok ? [...linksOf(answer.document)] : []));
    for (const key of new Set(links)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const shared = [...counts].filter(([, count]) => count > 1).map(([key]) => key);
  return { folders, common: new Set([...shared, ...explored.homeLinks]) };
}

/** A unit that publishes outside its own folder does so with so many columns at least. */
const FEWEST_OUTSIDE = 3;

/**
 * Which addresses are a unit's own: those in its folder, as for a patrol; where several units share a folder,
 * only what no other leads to. A unit whose own menu leads mostly elsewhere publishes there.
 */
export function ownOf(
  home: Home,
  { folders, common }: Grounds,
  isAlone: boolean,
  context: NavigationContext,
): IsOwn {
  const folder = folderOf(home.url);
  const others = [...folders.keys()].filter((other) => other !== folder);
  const inFolder = ownColumns({ url: home.url }, { ...context, others });
  if (isAlone) return inFolder;
  const isCommon = ({ url }: { readonly url: string }) => common.has(columnKey(url));
  if ((folders.get(folder) ?? 0) > 1) return (entry) => inFolder(entry) && !isCommon(entry);
  const isOutside: IsOwn = (entry) =>
    hostOf(entry.url) === hostOf(home.url) &&
    !isCommon(entry) &&
    !others.some((other) => other.split("/").length > 4 && entry.url.startsWith(other));
  const menu = home.answer.ok ? readNavigation(home.answer.document).columns : [];
  const inside = menu.filter(inFolder).length;
  const outside = menu.filter((entry) => !inFolder(entry) && isOutside(entry)).length;
  return outside >= FEWEST_OUTSIDE && outside > inside
    ? (entry) => inFolder(entry) || isOutside(entry)
    : inFolder;
}
