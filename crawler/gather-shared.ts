import type { SharedColumn, Unit } from "../domain/portal.ts";
import type { ColumnFacts, ItemFacts } from "../domain/snapshot.ts";
import type { GatherContext } from "./gather.ts";
import { gatherColumn } from "./gather-column.ts";
import type { ItemPage, ListedItem } from "./gather-item.ts";
import { folderOf } from "./site.ts";

/**
 * A page where several units publish, as far as it is this unit's. What is surely the unit's shows that it
 * publishes; that nothing is proves nothing, since a name may be written in a way that was not recognised.
 */
export async function gatherShared(
  shared: SharedColumn,
  unit: Unit,
  context: GatherContext,
  readItem: (listed: ListedItem) => Promise<ItemPage>,
): Promise<ColumnFacts> {
  const column = {
    name: "",
    url: shared.url,
    category: shared.category,
    origin: "listed",
    path: [],
  } as const;
  const { listing, text } = await gatherColumn(column, context, readItem);
  const unread = { known: false, reason: "incomplete", page: text.page } as const;
  const rest = { rendered: false, othersRows: [] };
  if (!listing.known) return { column, listing, text: unread, ...rest };
  const items = listing.value.items.filter((item) => isOf(unit, item, shared.by));
  if (items.length === 0)
    return { column, listing: { ...unread, page: listing.page }, text: unread, ...rest };
  const value = { ...listing.value, items, readFrom: null, readNowFrom: null, emptyNotice: null };
  const excerpt = items[0]?.listTitle ?? "";
  return {
    column,
    listing: { ...listing, value, excerpt },
    text: {
      known: true,
      value: items.map(({ listTitle }) => listTitle).join("\n"),
      page: listing.page,
      excerpt,
    },
    ...rest,
  };
}

function isOf({ name, url }: Unit, item: ItemFacts, by: SharedColumn["by"]): boolean {
  switch (by) {
    case "path":
      return item.url.startsWith(folderOf(url));
    case "title":
      return item.listTitle.includes(name);
    case "source": {
      const source = item.source.known ? item.source.value : null;
      return source !== null && source.length >= 3 && (source.includes(name) || name.includes(source));
    }
  }
}
