import { hostOf } from "../domain/host.ts";
import type {
  ColumnFacts,
  DriftedColumn,
  DriftKind,
  EarlierColumn,
  History,
  ItemFacts,
  Page,
  UnitSnapshot,
} from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { type Change, changeOf, hasOtherPattern, itemsOf } from "./column-change.ts";
import { bearsTitle, columnMark, itemMarks, pageMark, shownNow, unitMark } from "./drift-marks.ts";
import { SamePages } from "./same-page.ts";

/** What shows the same at so many addresses of a host says nothing of any of them … */
const ALIKE = 5;
/** … where it is that share of the host's columns: a few may honestly look alike. */
const SHARE = 1 / 3;
/** So many columns of a host, and that share of those that held lists, change at once where it is the host that changed. */
const CHANGED = 3;
/** So many lists that a host shows meanwhile show that it is well. */
const WELL = 3;

/** What a patrol must not judge: its page was not the column's, or the site was rebuilt. */
export interface Drift {
  readonly columns: readonly DriftedColumn[];
  /** What shows at many addresses: the items' own pages, and the units', that show it were not theirs. */
  readonly marks: readonly string[];
}

export const NO_DRIFT: Drift = { columns: [], marks: [] };

/** A column that was answered, as far as others may show the same. */
interface ShownColumn {
  readonly column: DriftedColumn;
  readonly page: Page;
  readonly fetchedAt: Instant;
  readonly hasItems: boolean;
  /** Something may rest on its list: it tells when what was published, or leads to articles. */
  readonly mayProve: boolean;
  readonly isOwnEmptiness: boolean;
}

/**
 * Watches the units of one patrol go by, one snapshot at a time, for columns whose pages were not theirs (an
 * outage that is answered with 200) and for columns that are not what they were (a redesign).
 */
export class DriftWatch {
  /** Host → columns that were answered. */
  readonly #answered = new Map<string, Set<string>>();
  /** What columns show → those that show it. */
  readonly #shown = new Map<string, Map<string, ShownColumn>>();
  /** What items' pages show → the address, or the addresses, up to as many as matter. */
  readonly #pages = new Map<string, string | Set<string>>();
  /** Host → columns that held a list and were answered, each with how it changed. */
  readonly #compared = new Map<
    string,
    { readonly column: DriftedColumn; readonly change: Change | null }[]
  >();
  readonly #samePages = new SamePages();
  /** Columns whose own change is enough. */
  readonly #alone: DriftedColumn[] = [];

  add({ unit, navigation, columns }: UnitSnapshot, { columns: earlier }: History): void {
    if (navigation.page) this.#samePages.add("unit", unit.url, navigation.page);
    for (const facts of columns) {
      const { column, listing } = facts;
      const as = (kind: DriftKind): DriftedColumn => ({
        unitId: unit.id,
        columnUrl: column.url,
        name: column.name,
        kind,
      });
      const page = answerOf(facts);
      if (page === null) continue;
      const host = hostOf(column.url);
      put(this.#answered, host, () => new Set<string>()).add(column.url);
      const shown = put(this.#shown, `${host} ${columnMark(facts, page)}`, () => new Map());
      this.#samePages.add("column", column.url, page);
      shown.set(column.url, {
        column: as("same-page"),
        page,
        fetchedAt: page.fetchedAt,
        hasItems: shownNow(facts).length > 0,
        mayProve: mayProve(facts),
        isOwnEmptiness: isOwnEmptiness(facts, page, earlier[column.url]),
      });
      if (listing.known) for (const item of listing.value.items) this.#addItem(item);
      const before = itemsOf(earlier[column.url]);
      if (before.length === 0) continue;
      const change = changeOf(facts, before);
      put(this.#compared, host, () => []).push({ column: as("many-changed"), change });
      if (change === "list-gone") this.#alone.push(as("list-gone"));
      if (change === "strangers" && hasOtherPattern(facts, before)) this.#alone.push(as("addresses-changed"));
    }
  }

  found(): Drift {
    const alike = [...this.#shown.values()].map((columns) => [...columns.values()]);
    const same = alike.flatMap((shown) => {
      const host = hostOf(shown[0]?.column.columnUrl ?? "");
      const asked = this.#answered.get(host)?.size ?? 0;
      const isMuch = shown.length >= ALIKE && shown.length >= SHARE * asked;
      return isMuch && !isTemplates(shown, host, alike) ? shown.map(({ column }) => column) : [];
    });
    const everybodys = alike
      .flat()
      .filter(({ isOwnEmptiness }) => !isOwnEmptiness)
      .filter(({ column, page, mayProve }) => this.#samePages.isEverybodys(column.columnUrl, page, mayProve));
    const changed = [...this.#compared.values()].flatMap((ofHost) => {
      const drifted = ofHost.filter(({ change }) => change !== null);
      return drifted.length >= CHANGED && drifted.length >= SHARE * ofHost.length
        ? drifted.map(({ column }) => column)
        : [];
    });
    const marks = new Set(
      [...this.#pages].flatMap(([mark, urls]) =>
        typeof urls !== "string" && urls.size >= ALIKE ? [mark] : [],
      ),
    );
    for (const sha256 of this.#samePages.ofItems()) marks.add(pageMark(sha256));
    for (const { page } of everybodys)
      if (this.#samePages.isOfUnits(page.sha256)) marks.add(unitMark(page.sha256));
    return {
      columns: eachOnce([...same, ...everybodys.map(({ column }) => column), ...changed, ...this.#alone]),
      marks: [...marks].sort(),
    };
  }

  #addItem(item: ItemFacts): void {
    if (item.carriedFrom !== null) return;
    const { page } = item.title;
    if (page && !bearsTitle(item)) this.#samePages.add("item", item.url, page);
    for (const mark of itemMarks(item)) {
      const urls = this.#pages.get(mark);
      // Nearly every page is like no other: a set for each would weigh more than all else.
      if (urls === undefined) this.#pages.set(mark, item.url);
      else if (typeof urls !== "string") urls.size < ALIKE && urls.add(item.url);
      else if (urls !== item.url) this.#pages.set(mark, new Set([urls, item.url]));
    }
  }
}

/**
 * Whether an empty list is its column's own, though others show the very same: it says that there is nothing, and
 * is called by the column's name, or was this very page when an earlier patrol saw it.
 */
function isOwnEmptiness({ listing }: ColumnFacts, page: Page, earlier: EarlierColumn | undefined): boolean {
  if (!listing.known || listing.value.items.length > 0 || listing.value.emptyNotice === null) return false;
  const before = earlier?.listing ?? null;
  const wasSo = before !== null && before.value.items.length === 0 && before.page.sha256 === page.sha256;
  return listing.value.bearsName || wasSo;
}

/** Whether what several columns of a host show alike is how its template shows empty ones, while the host is well. */
function isTemplates(
  shown: readonly ShownColumn[],
  host: string,
  all: readonly (readonly ShownColumn[])[],
): boolean {
  if (!shown.every(({ isOwnEmptiness }) => isOwnEmptiness)) return false;
  const times = shown.map(({ fetchedAt }) => fetchedAt).sort();
  const [from = "", to = ""] = [times[0], times.at(-1)];
  // A host that was ill for a while shows its lists before and after, not meanwhile.
  const meanwhile = all
    .filter((columns) => columns.length < ALIKE)
    .flat()
    .filter(({ column, hasItems }) => hasItems && hostOf(column.columnUrl) === host)
    .filter(({ fetchedAt }) => fetchedAt > from && fetchedAt < to);
  return meanwhile.length >= WELL;
}

/** The page that answered for a column, whatever could be made of it; null where none did. */
function answerOf({ listing, text }: ColumnFacts): Page | null {
  const page = listing.page ?? text.page;
  return page !== null && page.status < 300 ? page : null;
}

/** A list without days whose items bear no titles of their own proves nothing, and needs no better reason. */
function mayProve(facts: ColumnFacts): boolean {
  const [items, { listing }] = [shownNow(facts), facts];
  return (
    items.length > 0 && ((listing.known && listing.value.readNowFrom !== null) || items.some(bearsTitle))
  );
}

/** By unit and column; the kind that was found first. */
function eachOnce(columns: readonly DriftedColumn[]): DriftedColumn[] {
  const byAddress = new Map<string, DriftedColumn>();
  for (const column of columns) {
    const key = `${column.unitId} ${column.columnUrl}`;
    if (!byAddress.has(key)) byAddress.set(key, column);
  }
  return [...byAddress].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, column]) => column);
}

function put<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
