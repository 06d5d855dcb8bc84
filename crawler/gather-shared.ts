import type { SharedColumn, Unit } from "../domain/portal.ts";
import type { ColumnFacts, ItemFacts, RowMark } from "../domain/snapshot.ts";
import type { GatherContext } from "./gather.ts";
import { readColumn, type Settled } from "./gather-column.ts";
import { type ListedItem, unreadPage } from "./gather-item.ts";
import type { ItemDesk } from "./item-desk.ts";
import { folderOf } from "./site.ts";

/**
 * A page where several units publish, as far as it is this unit's. What is surely the unit's shows that it
 * publishes; that nothing is proves nothing, since a name may be written in a way that was not recognised.
 */
export async function readShared(
  shared: SharedColumn,
  unit: Unit,
  context: GatherContext,
  desk: Pick<ItemDesk, "read" | "settled">,
): Promise<Settled<ColumnFacts>> {
  const column = {
    name: "",
    url: shared.url,
    category: shared.category,
    origin: "listed",
    path: [],
  } as const;
  const { othersRows = [] } = context.history.columns[shared.url] ?? {};
  const others = new Map(othersRows.map((mark) => [mark.url, mark]));
  const isOthers = ({ url, title, date }: ListedItem) => {
    const mark = others.get(url);
    if (mark && mark.title === title && mark.date === (date?.text ?? null)) return true;
    return shared.by !== "source" && !isOf(unit, { url, title, source: null }, shared.by);
  };
  const read = await readColumn(
    column,
    context,
    {
      // Another unit's item is read with that unit, if at all.
      read: async (listed, columnUrl, isWhole) =>
        isOthers(listed) ? unreadPage("not-patrolled", null) : await desk.read(listed, columnUrl, isWhole),
      settled: (item) => desk.settled(item),
    },
    "several units",
  );
  return () => {
    const facts = read();
    const { listing } = facts;
    const unread = { known: false, reason: "incomplete", page: facts.text.page } as const;
    if (!listing.known) return { ...facts, text: unread, othersRows };
    const isOwn = (item: ItemFacts) =>
      isOf(unit, { url: item.url, title: item.listTitle, source: sourceOf(item) }, shared.by);
    const items = listing.value.items.filter(isOwn);
    const rest = {
      column,
      mayHold: facts.mayHold,
      isOverview: false,
      rendered: facts.rendered,
      othersRows: marksOf(
        listing.value.items.filter((item) => !isOwn(item)),
        listing.value.fullReadAgo === 0,
      ),
    };
    if (items.length === 0) return { ...rest, listing: { ...unread, page: listing.page }, text: unread };
    const excerpt = items[0]?.listTitle ?? "";
    const value = { ...listing.value, items, readFrom: null, readNowFrom: null, emptyNotice: null };
    const text = items.map(({ listTitle }) => listTitle).join("\n");
    return {
      ...rest,
      listing: { ...listing, value, excerpt },
      text: { known: true, value: text, page: listing.page, excerpt },
    };
  };

  /** Rows that are surely another unit's; where the list's front alone was read, those below it among them. */
  function marksOf(items: readonly ItemFacts[], isFull: boolean): RowMark[] {
    const marks = new Map(isFull ? [] : others);
    for (const { url, listTitle, listDate, source } of items) {
      const mark = { url, title: listTitle, date: (listDate.known && listDate.value?.text) || null };
      const before = others.get(url);
      const isSame = before?.title === mark.title && before.date === mark.date;
      if (isSame || source.known || shared.by !== "source") marks.set(url, mark);
      else marks.delete(url);
    }
    return [...marks.values()];
  }
}

function sourceOf({ source }: ItemFacts): string | null {
  return source.known ? source.value : null;
}

function isOf(
  { name, url }: Unit,
  item: { readonly url: string; readonly title: string; readonly source: string | null },
  by: SharedColumn["by"],
): boolean {
  switch (by) {
    case "path":
      return item.url.startsWith(folderOf(url));
    case "title":
      return item.title.includes(name);
    case "source":
      return (
        item.source !== null &&
        item.source.length >= 3 &&
        (item.source.includes(name) || name.includes(item.source))
      );
  }
}
