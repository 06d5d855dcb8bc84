import { isGoneStatus } from "../domain/gone.ts";
import type { EarlierColumn, ItemFacts, Reason } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { type BodyPlaces, BodyTemplate } from "./body-place.ts";
import type { GatherContext } from "./gather.ts";
import { gatherItem, type ItemPage, itemFrom, type ListedItem, unreadPage } from "./gather-item.ts";
import { inTurn } from "./in-turn.ts";
import type { Purpose } from "./page-request.ts";

/** Why a page may well answer next time. What else was in the way of reading it will be there again. */
const PASSING: ReadonlySet<Reason> = new Set([
  "unreachable",
  "blocked",
  "robots",
  "timeout",
  "server-error",
  "maintenance",
  "needs-browser",
  "drifted",
  "incomplete",
  "not-patrolled",
]);

/**
 * Where a unit's items are read. An item that its list shows as before is not asked for: what an earlier patrol
 * read of its page is taken over. Asked again are items on which open findings rest, and a sample that goes round.
 */
export class ItemDesk {
  readonly #context: GatherContext;
  /** Column's address → item's address → the item as that column's list showed it. */
  readonly #rows: ReadonlyMap<string, ReadonlyMap<string, ItemFacts>>;
  /** Item's address → what was read last of its page. */
  readonly #pages: ReadonlyMap<string, ItemFacts>;
  /** Digest of a page → the items that showed it. */
  readonly #showing = new Map<string, number>();
  readonly #again: ReadonlyMap<string, Purpose>;
  readonly #asked = new Map<string, Promise<ItemPage>>();
  readonly #answers = new Map<string, ItemPage>();
  readonly #bodies = new BodyTemplate();
  readonly #places = new Map<string, BodyPlaces>();

  constructor(context: GatherContext) {
    this.#context = context;
    const columns = Object.entries(context.history.columns);
    this.#rows = new Map(columns.map(([url, column]) => [url, byAddress(itemsOf(column))]));
    this.#pages = lastRead(columns.flatMap(([, column]) => itemsOf(column)));
    for (const { title } of this.#pages.values()) {
      const sha256 = title.page?.sha256;
      if (sha256) this.#showing.set(sha256, (this.#showing.get(sha256) ?? 0) + 1);
    }
    const rest = context.recheck.map((url) => [url, "finding"] as const);
    const sample = sampleOf([...this.#pages.values()], context).map((url) => [url, "sample"] as const);
    this.#again = new Map([...sample, ...rest]);
  }

  /**
   * What the own page of a listed item says.
   * @param isWhole The list is read anew as a whole: what could not be read of its items is tried again.
   */
  async read(listed: ListedItem, columnUrl: string, isWhole: boolean): Promise<ItemPage> {
    const { url, date } = listed;
    if (url.includes("#")) return unreadPage("not-patrolled", null);
    const again = this.#again.get(url);
    // What lies before the horizon only tells how long a column has been silent.
    if (again !== "finding" && date?.day && date.day < this.#context.limits.readTo)
      return unreadPage("not-patrolled", null);
    if (again) return this.#ask(url, again);
    const before = this.#rows.get(columnUrl)?.get(url);
    const known = this.#pages.get(url);
    const isSame =
      before && before.listTitle === listed.title && printedDateOf(before) === (date?.text ?? null);
    if (isSame && known && this.#isOwnPage(known) && isLasting(known, isWhole)) return carried(known);
    return this.#ask(url, "item");
  }

  /**
   * An item with what this patrol read of its page, where another list had it asked for after all; and with an empty
   * body, where the place stands empty that the unit's other articles fill.
   */
  settled(item: ItemFacts): ItemFacts {
    const answer = this.#answers.get(item.url);
    const row = rowOf(item);
    const settled = answer && row && item.carriedFrom !== null ? itemFrom(row, answer) : item;
    const places = this.#places.get(item.url);
    const { known, page } = settled.body;
    if (known || page === null || !places || !this.#bodies.isEmpty(places)) return settled;
    return { ...settled, body: { known: true, value: "", page, excerpt: "" } };
  }

  /** Two items that showed the very same page showed a server's notice, whatever it was read as. */
  #isOwnPage({ title }: ItemFacts): boolean {
    return title.page === null || this.#showing.get(title.page.sha256) === 1;
  }

  #ask(url: string, purpose: Purpose): Promise<ItemPage> {
    // An item that stands in several columns is read once.
    let asked = this.#asked.get(url);
    if (!asked) {
      asked = gatherItem(url, purpose, this.#context).then(({ page, places }) => {
        this.#bodies.learn(places);
        if (places.empty.length > 0) this.#places.set(url, places);
        return page;
      });
      this.#asked.set(url, asked);
      asked.then(
        (answer) => this.#answers.set(url, answer),
        () => {},
      );
    }
    return asked;
  }
}

/** An item's row in its list; null where no list showed it. */
export function rowOf({ url, listTitle, listDate }: ItemFacts): ListedItem | null {
  return listDate.known ? { url, title: listTitle, date: listDate.value, listPage: listDate.page } : null;
}

/** An item whose row was not seen again: it is as old as that, or as its page where that is older. */
export function asCarried(item: ItemFacts, { listDate }: ItemFacts): ItemFacts {
  const rowFrom = listDate.page?.fetchedAt ?? item.carriedFrom;
  const { carriedFrom } = item;
  const isOlder = carriedFrom !== null && rowFrom !== null && carriedFrom < rowFrom;
  return { ...item, carriedFrom: isOlder ? carriedFrom : rowFrom };
}

/** Its own address said now that it is gone. */
export function isGone({ title, carriedFrom }: ItemPage): boolean {
  return carriedFrom === null && !title.known && isGoneStatus(title.page?.status);
}

function itemsOf({ listing, further }: EarlierColumn): ItemFacts[] {
  return [...(listing?.value.items ?? []), ...further];
}

/** Of several that share an address the last. */
function byAddress(items: readonly ItemFacts[]): Map<string, ItemFacts> {
  return new Map(items.map((item) => [item.url, item]));
}

function lastRead(items: readonly ItemFacts[]): Map<string, ItemFacts> {
  const readAt = (item: ItemFacts | undefined) => item?.title.page?.fetchedAt ?? "";
  const pages = new Map<string, ItemFacts>();
  for (const item of items) {
    const other = pages.get(item.url);
    if (!other || readAt(item) > readAt(other)) pages.set(item.url, item);
  }
  return pages;
}

function printedDateOf({ listDate }: ItemFacts): string | null {
  return (listDate.known && listDate.value?.text) || null;
}

/** Whether what is known of an item's page can stand for asking it. */
function isLasting({ title }: ItemFacts, isWhole: boolean): boolean {
  if (title.known) return true;
  // That a page is not there is an answer, too.
  const isAnswer = title.reason === "unreachable" && title.page !== null;
  return !isWhole && (isAnswer || !PASSING.has(title.reason));
}

function carried(item: ItemFacts): ItemPage {
  const { pageDate, writtenOn, title, source, documentNumber, indexNumber, body, carriers } = item;
  // What an older version of the program has left knows of neither.
  const { tags = null, files = [] } = item as Partial<ItemFacts>;
  const page = title.page ?? item.listDate.page;
  const carriedFrom = page?.fetchedAt ?? item.carriedFrom;
  return {
    pageDate,
    writtenOn,
    title,
    source,
    documentNumber,
    indexNumber,
    body,
    carriers,
    tags,
    files,
    carriedFrom,
  };
}

/** Known items whose turn it is to be looked at; the order of their digests goes round as patrols go by. */
function sampleOf(items: readonly ItemFacts[], { limits, history, recheck }: GatherContext): string[] {
  const isInReach = (day: CalendarDate | null) => day === null || day >= limits.readTo;
  const rested = new Set(recheck);
  const urls = items
    .filter(({ title, listDate }) => {
      const wasAsked = title.page !== null && (title.known || title.reason !== "not-patrolled");
      return wasAsked && isInReach(listDate.known ? (listDate.value?.day ?? null) : null);
    })
    .map(({ url }) => url)
    .filter((url) => !rested.has(url));
  return inTurn(urls, history.patrols);
}
