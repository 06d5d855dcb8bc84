import type { CategoryCode } from "../domain/catalogue.ts";
import type { Column, SharedColumn, Unit } from "../domain/portal.ts";
import type { ColumnFacts, Fact, History, UnitSnapshot, VanishedItem } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { Client } from "./client.ts";
import type { NameOnPage } from "./column-page.ts";
import { follow } from "./follow.ts";
import { readColumns } from "./gather-column.ts";
import { gatherNavigation } from "./gather-navigation.ts";
import { readShared } from "./gather-shared.ts";
import { ItemDesk } from "./item-desk.ts";
import { withFilesChecked } from "./item-files.ts";
import { LinkDesk } from "./link-desk.ts";
import type { Renderer } from "./render.ts";
import { columnKey } from "./site.ts";

/** How far a unit is read. */
export interface GatherLimits {
  /** Lists are read back to this day at least, where the site lets it. */
  readonly readTo: CalendarDate;
  /** Where an earlier patrol read a list as far back, its front alone is read: back to this day. */
  readonly recheckTo: CalendarDate;
  /** List pages of one column. */
  readonly maxPages: number;
  /** Columns of one unit. */
  readonly maxColumns: number;
  /** Menu pages of one unit. */
  readonly maxMenus: number;
}

export const GATHER_DEFAULTS: Omit<GatherLimits, "readTo" | "recheckTo"> = {
  maxPages: 200,
  maxColumns: 300,
  maxMenus: 60,
};

/** `auto`: what needs a browser is shown by one; `always`: every column's and menu's page. */
export interface Rendering {
  readonly mode: "auto" | "always";
  readonly renderer: Renderer;
}

/** What gathering a unit needs besides the unit. */
export interface GatherContext {
  readonly client: Client;
  readonly limits: GatherLimits;
  /** Hosts of the portal's sites, with port; nothing else is asked. */
  readonly hosts: ReadonlySet<string>;
  /** Addresses under which other units publish: their columns are not this unit's. */
  readonly others: readonly string[];
  /** The unit's own address; what leads there from a column's is no column. Left out: not known. */
  readonly home?: string;
  /** Where links of the unit's pages come together. Left out: they are not looked at. */
  readonly links?: LinkDesk;
  /** Pages where several units publish. */
  readonly shared: readonly SharedColumn[];
  /** Gives discovered columns their categories. */
  readonly classify: (columns: readonly Column[]) => readonly Column[];
  /** Categories that the names on a column's page speak for, the menus above each considered; left out: none. */
  readonly fits?: (names: readonly NameOnPage[]) => readonly CategoryCode[];
  /** Addresses of items on which open findings rest: asked again also where no list shows them. */
  readonly recheck: readonly string[];
  /** What earlier patrols knew of the unit. */
  readonly history: History;
  readonly signal: AbortSignal;
  /** How pages that need a browser are read; null or left out: not at all. */
  readonly rendering?: Rendering | null;
  /** Told of each page that was read, for a progress display. */
  readonly onPage?: () => void;
}

/**
 * Reads one unit: its navigation, its columns' lists, their items. Judges nothing, and never throws for what a
 * portal does: that is in the facts. The same answers of the client give the same snapshot. Rejects only
 * where the signal is aborted.
 */
export async function gather(unit: Unit, given: GatherContext): Promise<UnitSnapshot> {
  const links = new LinkDesk(unit.url, given.hosts);
  const context = { ...given, home: unit.url, links };
  const discovered = await gatherNavigation(unit, context);
  const columns = columnsOf(unit, discovered.columns, context);
  const desk = new ItemDesk(context);
  const [own, shared] = await Promise.all([
    readColumns(columns, context, desk),
    Promise.all(context.shared.map((page) => readShared(page, unit, context, desk))),
  ]);
  // By now every list has been read: what one of them had asked for is known to all.
  const facts = await withFilesChecked([...own(), ...shared.map((read) => read())], context);
  const columnsOfUnit = withoutCopies(facts);
  const vanished = await Promise.all(
    context.recheck.filter((url) => !isListed(url, facts)).map((url) => askAgain(url, context)),
  );
  return {
    unit,
    navigation: navigationFact(discovered.navigation, columns),
    columns: columnsOfUnit,
    vanished,
    // By now every page of the unit was asked for: only what else its pages link is.
    links: await links.check(columnsOfUnit, context),
  };
}

function isListed(url: string, facts: readonly ColumnFacts[]): boolean {
  return facts.some(({ listing }) => listing.known && listing.value.items.some((item) => item.url === url));
}

async function askAgain(url: string, { client, hosts, signal }: GatherContext): Promise<VanishedItem> {
  const answer = await follow(client, { url, form: null, purpose: "finding" }, hosts, signal);
  const { page } = answer;
  if (page === null)
    return { url, answer: { known: false, reason: answer.ok ? "unreadable" : answer.reason, page } };
  return { url, answer: { known: true, value: page.status, page, excerpt: "" } };
}

/**
 * A menu heading often leads to its first column: a discovered column at the same page as another is that one. Calls
 * for the rows of several lists may go to one address; the text is of the column's own page. Columns that all lead
 * to one page that is none of theirs, as to the unit's home, are not read; they are no copies of each other.
 */
function withoutCopies(facts: readonly ColumnFacts[]): ColumnFacts[] {
  const pages = new Set<string>();
  return facts.filter(({ column, listing, text }) => {
    if (!listing.known && !text.known) return true;
    const page = columnKey((text.page ?? listing.page)?.url ?? column.url);
    const copy = pages.has(page) && column.origin === "discovered";
    pages.add(page);
    return !copy;
  });
}

/** Listed columns first, as the portal file has them; then discovered ones under other addresses. */
function columnsOf(unit: Unit, discovered: readonly Column[], { classify, limits }: GatherContext): Column[] {
  const listed = new Set(unit.columns.map(({ url }) => columnKey(url)));
  const further = classify(discovered.filter(({ url }) => !listed.has(columnKey(url))));
  const byAddress = new Map<string, Column>();
  for (const column of further) {
    const key = columnKey(column.url);
    const known = byAddress.get(key);
    // The first name, but for one that says more.
    if (!known || (known.category === null && column.category !== null)) byAddress.set(key, column);
  }
  return [...unit.columns, ...byAddress.values()].slice(0, limits.maxColumns);
}

function navigationFact(
  navigation: Fact<readonly Column[]>,
  columns: readonly Column[],
): Fact<readonly Column[]> {
  if (!navigation.known) return navigation;
  const byKey = new Map(columns.map((column) => [columnKey(column.url), column]));
  return {
    ...navigation,
    value: navigation.value.map((column) => byKey.get(columnKey(column.url)) ?? column),
  };
}
