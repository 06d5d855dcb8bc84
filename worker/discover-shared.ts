import { readArticle } from "../crawler/article-page.ts";
import type { FoundColumn } from "../crawler/explore-unit.ts";
import { followToPage } from "../crawler/follow.ts";
import type { NavigationContext } from "../crawler/gather-navigation.ts";
import { folderOf, siteOf } from "../crawler/site.ts";
import type { SharedColumn, Unit } from "../domain/portal.ts";

type Publisher = Pick<Unit, "name" | "url">;

/** Articles of a central page whose source is read, where neither titles nor addresses tell whose they are. */
const MOST_ARTICLES = 6;
const FEWEST_UNITS = 2;
/** So large a share of a page's records must be some unit's. */
const SHARE = 0.5;

/**
 * How the records of a central page tell which unit they are of; null where they do not, or where they are not
 * several units'. Counts only what a patrol will recognise.
 */
export async function sharedBy(
  { page }: FoundColumn,
  units: readonly Publisher[],
  { client, hosts, signal }: NavigationContext,
): Promise<SharedColumn["by"] | null> {
  const rows = page?.rows ?? [];
  if (rows.length < FEWEST_UNITS) return null;
  const homes = units.map(({ url }) => folderOf(url));
  const isRoot = (folder: string) => folder.split("/").length <= 4;
  const several = (owners: readonly number[]) => {
    const known = owners.filter((owner) => owner >= 0);
    return new Set(known).size >= FEWEST_UNITS && known.length >= SHARE * owners.length;
  };
  const portal = page ? new URL(page.url).host : "";
  const byPath = rows.map(({ url }) =>
    homes.findIndex((home) => url.startsWith(home) && (!isRoot(home) || new URL(home).host !== portal)),
  );
  if (several(byPath)) return "path";
  if (several(rows.map(({ title }) => units.findIndex(({ name }) => title.includes(name))))) return "title";

  const step = Math.max(1, Math.floor(rows.length / MOST_ARTICLES));
  const sample = rows.filter((_, at) => at % step === 0).slice(0, MOST_ARTICLES);
  const sources = await Promise.all(
    sample.map(async ({ url }) => {
      if (!/^https?:/i.test(url) || siteOf(url) !== siteOf(page?.url ?? "")) return null;
      const answer = await followToPage(client, { url, form: null, purpose: "item" }, hosts, signal);
      if (!answer.ok) return null;
      const { source } = readArticle(answer.document);
      return source.known ? source.value : null;
    }),
  );
  return several(sources.map((source) => units.findIndex(({ name }) => isSource(source, name))))
    ? "source"
    : null;
}

function isSource(source: string | null, name: string): boolean {
  return source !== null && source.length >= 3 && (source.includes(name) || name.includes(source));
}
