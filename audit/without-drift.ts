import type { Fact, ItemFacts, UnitSnapshot } from "../domain/snapshot.ts";
import type { Drift } from "./drift.ts";
import { itemMarks, unitMark } from "./drift-marks.ts";

/** The snapshot as far as it may be judged: what drifted is unknown. */
export function withoutDrift(snapshot: UnitSnapshot, { columns, marks }: Drift): UnitSnapshot {
  const drifted = new Set(
    columns.filter(({ unitId }) => unitId === snapshot.unit.id).map(({ columnUrl }) => columnUrl),
  );
  const alike = new Set(marks);
  if (drifted.size === 0 && alike.size === 0) return snapshot;
  const { navigation } = snapshot;
  const isOthers = navigation.page !== null && alike.has(unitMark(navigation.page.sha256));
  return {
    ...snapshot,
    navigation: isOthers ? unread(navigation) : navigation,
    columns: snapshot.columns.map((facts) => {
      const { column, listing, text } = facts;
      if (drifted.has(column.url)) return { ...facts, listing: unread(listing), text: unread(text) };
      if (!listing.known || alike.size === 0) return facts;
      const items = listing.value.items.map((item) =>
        itemMarks(item).some((mark) => alike.has(mark)) ? withoutOwnPage(item) : item,
      );
      return { ...facts, listing: { ...listing, value: { ...listing.value, items } } };
    }),
  };
}

/** A reason that says more is kept. */
function unread(fact: Fact<unknown>): Fact<never> {
  if (!fact.known && fact.reason !== "unreadable") return fact;
  return { known: false, reason: "drifted", page: fact.page };
}

/** Only what its list says of it. */
function withoutOwnPage(item: ItemFacts): ItemFacts {
  const { listDate, publishedOn } = item;
  const dated = listDate.known && listDate.value?.day;
  return {
    ...item,
    publishedOn: dated ? publishedOn : unread(publishedOn),
    pageDate: unread(item.pageDate),
    writtenOn: unread(item.writtenOn),
    title: unread(item.title),
    source: unread(item.source),
    documentNumber: unread(item.documentNumber),
    indexNumber: unread(item.indexNumber),
    body: unread(item.body),
    carriers: unread(item.carriers),
    tags: null,
    files: item.files.map((file) => ({ ...file, answer: unread(file.answer) })),
  };
}
