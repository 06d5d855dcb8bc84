import type { Unit } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import { type ColumnPage, readColumnPage } from "./column-page.ts";
import { followToPage } from "./follow.ts";
import { gatherNavigation, type IsOwn, type NavigationContext } from "./gather-navigation.ts";
import { looksLikeArticle } from "./link-kind.ts";
import { type MenuColumn, readNavigation } from "./navigation.ts";
import type { PageDocument } from "./page-document.ts";
import type { PageRequest } from "./page-request.ts";
import { columnKey, folderOf } from "./site.ts";

/** A column of a unit, by all that was learned of it. */
export interface FoundColumn {
  readonly url: string;
  /** Every name by which menus lead to it, with the menus above; the first is what the home page calls it. */
  readonly named: readonly MenuColumn[];
  /** Its own page, null where it was not asked for or did not answer. */
  page: ColumnPage | null;
  /** Why its own page could not be read; null where it was, or was not asked for. */
  reason: Reason | null;
  /** Its server says that there is no such page: nothing lies behind it that was not read. */
  isGone: boolean;
}

/** A page that could not be read, or that is not all there is. */
export interface Unread {
  readonly url: string;
  readonly reason: Reason;
}

export interface FoundUnit {
  readonly columns: readonly FoundColumn[];
  /** Keys of those that the home page itself leads to. */
  readonly onHome: ReadonlySet<string>;
  /** What the home page's window is titled, in parts. */
  readonly titleParts: readonly string[];
  /** Pages behind which there may be more columns than were found; none where the menus were read whole. */
  readonly unread: readonly Unread[];
  /** Looks at a column's own page, once. */
  readonly look: (column: FoundColumn) => Promise<void>;
}

export interface ExploreLimits {
  readonly maxColumns: number;
  /** With menus that were read whole, so many pages that bring nothing new are enough. */
  readonly patience: number;
  /** Articles of the home page whose breadcrumb is read. */
  readonly maxArticles: number;
}

export const EXPLORE_DEFAULTS: ExploreLimits = { maxColumns: 300, patience: 5, maxArticles: 15 };

/**
 * Finds a unit's columns: what a patrol finds in its menus, then what the side menus and breadcrumbs of some
 * pages behind them lead to. One or two pages of each menu are asked for, not every column's.
 */
export async function exploreUnit(
  unit: Unit,
  context: NavigationContext,
  isOwn: IsOwn,
  limits: ExploreLimits = EXPLORE_DEFAULTS,
): Promise<FoundUnit> {
  const { client, hosts, signal } = context;
  const { columns: gathered, navigation } = await gatherNavigation(unit, context, isOwn);
  const found = new Columns(unit, isOwn, limits.maxColumns);
  for (const { name, url, path } of gathered) found.add({ name, url, path });

  const look = async (column: FoundColumn): Promise<void> => {
    if (column.page !== null || column.reason !== null) return;
    const answer = await followToPage(client, menuPage(column.url), hosts, signal);
    if (answer.ok) column.page = readColumnPage(answer.document, answer.page.url, unit.url);
    else {
      column.reason = answer.reason;
      column.isGone = [404, 410].includes(answer.page?.status ?? 0);
    }
  };
  const pages: ColumnPage[] = [];
  const learn = (page: ColumnPage): number => {
    pages.push(page);
    return found.addFrom(page, pages);
  };

  const home = await followToPage(client, menuPage(unit.url), hosts, signal);
  const menus = new Set(home.ok ? readNavigation(home.document).menus.map(({ url }) => columnKey(url)) : []);
  const isMenu = ({ url }: FoundColumn) => menus.has(columnKey(url));
  if (home.ok) {
    // The patrol's reading of the menus has asked for these pages: they are on record.
    const roots = found.all.filter(isMenu);
    await Promise.all(roots.map(look));
    for (const { page } of roots) if (page) learn(page);
    for (const url of articlesBeyond(home.document, found).slice(0, limits.maxArticles)) {
      const answer = await followToPage(client, menuPage(url), hosts, signal);
      if (answer.ok)
        for (const crumb of readColumnPage(answer.document, answer.page.url, unit.url).crumbs)
          found.add(crumb);
    }
    await sample();
  }
  const homePage = home.ok ? readColumnPage(home.document, home.page.url, unit.url) : null;
  const onHome = new Set(homePage?.menu.map(({ column }) => columnKey(column.url)));
  const titles = homePage?.titleParts ?? [];
  return { columns: found.all, onHome, titleParts: titles, unread: unreadMenus(), look };

  function unreadMenus(): readonly Unread[] {
    if (navigation.known) return [];
    const roots = found.all.filter(isMenu);
    const failed = roots.flatMap(({ url, reason, isGone }) => (reason && !isGone ? [{ url, reason }] : []));
    if (failed.length > 0) return failed;
    const gone = roots.filter(({ isGone }) => isGone);
    if (gone.some(({ reason }) => reason === navigation.reason)) return [];
    // Fewer columns than a menu has are all there is where their own pages lead to no further ones.
    if (navigation.reason === "incomplete" && found.all.length > 0) return [];
    return [{ url: navigation.page?.url ?? unit.url, reason: navigation.reason }];
  }

  /** Looks at a page or two of every menu, until that brings nothing new. */
  async function sample(): Promise<void> {
    const looked = new Map<string, { pages: number; news: number }>();
    for (let fruitless = 0; ; ) {
      const next = nextOf(looked);
      if (next.length === 0 || (navigation.known && fruitless >= limits.patience)) return;
      await Promise.all(next.map(({ column }) => look(column)));
      for (const { column, group } of next) {
        const news = column.page ? learn(column.page) : 0;
        const seen = looked.get(group) ?? { pages: 0, news: 0 };
        looked.set(group, { pages: seen.pages + 1, news: seen.news + news });
        fruitless = news > 0 ? 0 : fruitless + 1;
      }
    }
  }

  /** A column of each menu that none was looked at of, or one that brought something; a few at a time. */
  function nextOf(looked: ReadonlyMap<string, { readonly pages: number; readonly news: number }>) {
    const next = new Map<string, { readonly column: FoundColumn; readonly group: string }>();
    for (const column of found.all) {
      if (column.page !== null || column.reason !== null) continue;
      const group = groupOf(column);
      const { pages: count, news } = looked.get(group) ?? { pages: 0, news: 0 };
      if (count === 0 || (count < PAGES_OF_A_MENU && news > 0))
        if (!next.has(group)) next.set(group, { column, group });
    }
    return [...next.values()].slice(0, AT_ONCE);
  }
}

const PAGES_OF_A_MENU = 3;
const AT_ONCE = 4;

/** A page that is asked for because of where it leads. */
export function menuPage(url: string): PageRequest {
  return { url, form: null, purpose: "navigation" };
}

/** Columns of one menu: under one heading, in one folder. */
function groupOf({ url, named }: FoundColumn): string {
  const folder = folderOf(folderOf(url).slice(0, -1));
  return `${named[0]?.path.join(">") ?? ""} ${/\/(?:index\.\w+)?$/.test(url) ? folder : folderOf(url)}`;
}

/** The columns found so far, by address. */
class Columns {
  readonly #isOwn: IsOwn;
  readonly #most: number;
  readonly #home: string;
  readonly #byKey = new Map<string, FoundColumn & { readonly named: MenuColumn[] }>();

  constructor(unit: Unit, isOwn: IsOwn, most: number) {
    this.#isOwn = isOwn;
    this.#most = most;
    this.#home = columnKey(unit.url);
  }

  get all(): readonly FoundColumn[] {
    return [...this.#byKey.values()];
  }

  has(url: string): boolean {
    return this.#byKey.has(columnKey(url));
  }

  /** Whether the column was not known. */
  add(column: MenuColumn): boolean {
    const key = columnKey(column.url);
    const known = this.#byKey.get(key);
    if (known) {
      if (!known.named.some(({ name, path }) => name === column.name && path.join() === column.path.join()))
        known.named.push(column);
      return false;
    }
    if (key === this.#home || !this.#isOwn(column) || this.#byKey.size >= this.#most) return false;
    this.#byKey.set(key, { url: column.url, named: [column], page: null, reason: null, isGone: false });
    return true;
  }

  /** Takes from a page what its menus and breadcrumb lead to. A link that may be a record is left alone. */
  addFrom(page: ColumnPage, pages: readonly ColumnPage[]): number {
    const certain = page.menu.filter(
      ({ column, inMenu }) =>
        inMenu ||
        isBelow(page, column) ||
        (isName(column.name) && pages.some((other) => isOn(other, page, column))),
    );
    const candidates = [...page.crumbs, ...certain.map(({ column }) => column)];
    return candidates.filter((column) => !looksLikeRecord(column) && this.add(column)).length;
  }
}

/** A part of the page's own column: it lies below it, and is none of its records. */
function isBelow(page: ColumnPage, { name, url }: MenuColumn): boolean {
  const own =
    folderOf(page.url).split("/").length > 4 ? folderOf(page.url) : `${page.url.replace(/\.\w+$/, "")}/`;
  if (!url.startsWith(own) || !isName(name) || looksLikeArticle(url)) return false;
  return !page.rows.some((row) => columnKey(row.url) === columnKey(url));
}

/** Two pages that lead to it by the same name: a menu of theirs, no record of one of them. */
function isOn(other: ColumnPage, page: ColumnPage, { name, url }: MenuColumn): boolean {
  if (other === page || other.url === page.url) return false;
  return other.menu.some(({ column }) => column.name === name && columnKey(column.url) === columnKey(url));
}

function isName(name: string): boolean {
  return name.length <= 12 && !/[，。、；：？！“”《》]|\d{2}|[关]于.+的/.test(name);
}

function looksLikeRecord({ name, url }: MenuColumn): boolean {
  return name.length > 12 && looksLikeArticle(url);
}

/** Articles that the home page leads to and that lie in no known column's folder, one of each folder. */
function articlesBeyond({ unfolded }: PageDocument, found: Columns): readonly string[] {
  const folders = new Set(found.all.map((column) => folderOf(column.url)));
  const beyond = new Map<string, string>();
  for (const link of unfolded.links) {
    if (link.url === null || link.text.length < 8 || !looksLikeArticle(link.href) || found.has(link.url))
      continue;
    const folder = columnFolder(link.url);
    const isKnown = [...folders].some((known) => known.split("/").length > 4 && folder.startsWith(known));
    if (!isKnown && !beyond.has(folder)) beyond.set(folder, link.url);
  }
  return [...beyond.values()];
}

/** The folder of an article's column: without its month or day. */
function columnFolder(url: string): string {
  return folderOf(url).replace(/(?:\/(?:19|20)\d{2}(?:[-/]?\d{2}){0,2})?\/$/, "/");
}
