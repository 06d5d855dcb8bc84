import type { Column, Unit } from "../domain/portal.ts";
import type { Fact, Page, Reason } from "../domain/snapshot.ts";
import { type Followed, followToPage } from "./follow.ts";
import type { GatherContext } from "./gather.ts";
import { readList } from "./list-page.ts";
import { type MenuColumn, type NavigationReading, readNavigation, UNREADABLE } from "./navigation.ts";
import type { PageDocument } from "./page-document.ts";
import type { ArrivedPage } from "./page-furniture.ts";
import { regionsOf } from "./records.ts";
import { readShownNavigation } from "./render-reading.ts";
import { columnKey, folderOf, hostOf } from "./site.ts";

/** What the way home is called. */
const HOME = /首\s*页|主\s*页|^返回|home/i;
/** A navigation that shows fewer columns was hardly read whole. */
const LEAST_COLUMNS = 3;
/** Names of columns are seldom longer; of most of a unit's columns they are not as long as titles. */
const LONGEST_NAME = 16;
const USUAL_NAME = 8;

/** What a unit's menus lead to, and whether they were read whole. */
export interface Discovered {
  /** Each address once, by each name that the menus give it. */
  readonly columns: readonly Column[];
  readonly navigation: Fact<readonly Column[]>;
}

/** What reading a unit's menus needs of gathering it. */
export type NavigationContext = Pick<
  GatherContext,
  "client" | "hosts" | "others" | "signal" | "rendering" | "onPage" | "links"
> & {
  readonly limits: Pick<GatherContext["limits"], "maxMenus">;
};

/** Whether an address is a unit's own. */
export type IsOwn = (entry: { readonly url: string }) => boolean;

/**
 * Reads a unit's home page and each menu page one level below. The navigation is known where all of them
 * answered, none needs a script that was not run, and at least three columns were found.
 * @param isOwn Which addresses are the unit's own; by default those under its address.
 */
export async function gatherNavigation(
  unit: Unit,
  context: NavigationContext,
  isOwn: IsOwn = ownColumns(unit, context),
): Promise<Discovered> {
  const { client, hosts, signal, limits } = context;
  const home = await followToPage(
    client,
    { url: unit.url, form: null, purpose: "navigation" },
    hosts,
    signal,
  );
  if (!home.ok) return { columns: [], navigation: { known: false, reason: home.reason, page: home.page } };
  context.onPage?.();

  context.links?.look(null, home);
  const { reading: first, page: homePage } = await readMenus(home, context);
  // A breadcrumb or a logo leads back to the unit's own page: that is no column.
  const homeKey = columnKey(unit.url);
  const own = (entry: { readonly url: string }) => isOwn(entry) && columnKey(entry.url) !== homeKey;
  const menus = distinct(first.menus.filter(own)).filter(
    (m) => columnKey(m.url) !== columnKey(home.page.url),
  );
  const pages = await Promise.all(
    menus.slice(0, limits.maxMenus).map(async ({ name, url }): Promise<Followed> => {
      const answer = await followToPage(client, { url, form: null, purpose: "navigation" }, hosts, signal);
      context.links?.pageAsked(url, answer);
      // Who asks for a page that is gone is often sent home: its menus were not seen.
      const isHome = answer.ok && columnKey(answer.page.url) === columnKey(home.page.url);
      return isHome && !HOME.test(name) ? { ok: false, reason: "soft-404", page: answer.page } : answer;
    }),
  );
  const readings = await Promise.all(
    pages.map(async (page) => (page.ok ? (await readMenus(page, context)).reading : null)),
  );

  const read = [first, ...readings];
  const toColumn = ({ name, url, path }: MenuColumn): Column => ({
    name,
    url,
    path,
    category: null,
    origin: "discovered",
  });
  const named = read.flatMap((reading) => reading?.columns ?? []).filter(own);
  const columns = distinct(named).map(toColumn);
  const also = read.flatMap((reading) => reading?.alsoNamed ?? []).filter(own);
  return { columns: [...named, ...also].map(toColumn), navigation: wholeness(homePage) };

  // What a person listed as the column of a category holds items: failing, it hides no other column. Of a column
  // listed by its name alone only a review says that nothing hangs below it.
  function isListed(menu: { readonly url: string } | undefined): boolean {
    return (
      menu !== undefined &&
      unit.columns.some(
        ({ url, category, origin }) =>
          columnKey(url) === columnKey(menu.url) &&
          (unit.columnsReviewedOn !== null || (origin === "listed" && category !== null)),
      )
    );
  }

  function wholeness(page: Page): Fact<readonly Column[]> {
    const unread = pages.find((answer, at) => !answer.ok && !isListed(menus[at]));
    const reason: Reason | null =
      unread && !unread.ok
        ? unread.reason
        : read.includes(UNREADABLE)
          ? "unreadable"
          : [first, ...readings].some((reading) => reading?.needsScript)
            ? "needs-browser"
            : menus.length > limits.maxMenus || columns.length < LEAST_COLUMNS
              ? "incomplete"
              : null;
    if (reason) return { known: false, reason, page };
    return {
      known: true,
      value: columns,
      page,
      excerpt: columns
        .map(({ name }) => name)
        .join(" ")
        .slice(0, 2000),
    };
  }
}

/** A page's menus: as it came, or as a browser shows them where a script draws them. */
async function readMenus(
  arrived: ArrivedPage,
  { rendering, signal }: NavigationContext,
): Promise<{ readonly reading: NavigationReading; readonly page: Page }> {
  const reading = withoutRecords(readNavigation(arrived.document), arrived.document);
  const plain = { reading, page: arrived.page };
  if (!rendering || (rendering.mode === "auto" && !plain.reading.needsScript)) return plain;
  const shown = await rendering.renderer.render(arrived, signal);
  const drawn = shown.ok ? readShownNavigation(shown, reading) : null;
  return shown.ok && drawn ? { reading: drawn, page: shown.page } : plain;
}

/**
 * Without the dated records of the page's own list, whose addresses may look like columns': /notice/7d379478/. Of
 * what stands elsewhere with a date, without what is called by a title: columns have shorter names.
 */
function withoutRecords(reading: NavigationReading, document: PageDocument): NavigationReading {
  if (reading === UNREADABLE) return reading;
  const { items } = readList(document);
  const own = items.known && isOfTitles(items.value) ? items.value : [];
  const titled = regionsOf(document.outline).flatMap(({ rows }) =>
    rows.filter(({ title }) => title.length > LONGEST_NAME),
  );
  const rows = [...own, ...titled].filter(({ date }) => date !== null);
  const records = new Set(rows.map(({ url }) => columnKey(url)));
  const isColumn = ({ url }: { readonly url: string }) =>
    !records.has(columnKey(url)) || reading.inMenu.has(columnKey(url));
  return {
    ...reading,
    columns: reading.columns.filter(isColumn),
    alsoNamed: reading.alsoNamed.filter(isColumn),
    menus: reading.menus.filter(isColumn),
  };
}

/** Whether a list is one of items. A directory of columns may say of each when it was last filled. */
function isOfTitles(rows: readonly { readonly title: string }[]): boolean {
  return rows.filter(({ title }) => title.length > USUAL_NAME).length * 2 >= rows.length;
}

/** Whether an address is the unit's own: under its address, on the portal's hosts, and no other unit's. */
export function ownColumns(unit: Pick<Unit, "url">, { hosts, others }: NavigationContext): IsOwn {
  const root = folderOf(unit.url);
  const foreign = others.filter((other) => other !== root && other.startsWith(root));
  return ({ url }: { readonly url: string }) =>
    hosts.has(hostOf(url)) && url.startsWith(root) && !foreign.some((other) => url.startsWith(other));
}

function distinct<T extends { readonly url: string }>(entries: readonly T[]): T[] {
  const seen = new Set<string>();
  return entries.filter(({ url }) => {
    const key = columnKey(url);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
