import { withoutBlanks } from "../domain/blanks.ts";
import type { ChangedPart, ItemChange, ItemVersion } from "../domain/item-change.ts";
import type {
  EarlierColumn,
  Fact,
  History,
  ItemFacts,
  Known,
  Listing,
  UnitSnapshot,
} from "../domain/snapshot.ts";

/**
 * What became of the items that earlier patrols saw, by address. Only what was read both times is compared, and an
 * item is gone only where its list was read now to before its day.
 */
export function itemChanges({ columns }: UnitSnapshot, history: History): readonly ItemChange[] {
  const shown = new Map<string, ItemFacts>();
  const titled = new Map<string, string>();
  for (const { listing } of columns) {
    for (const item of listing.known ? listing.value.items : []) {
      const other = shown.get(item.url);
      // What was read now says more than what was carried over.
      if (other === undefined || other.carriedFrom !== null) shown.set(item.url, item);
      titled.set(withoutBlanks(item.listTitle), item.url);
    }
  }
  const changes = new Map<string, ItemChange>();
  for (const { column, listing } of columns) {
    const earlier = Object.hasOwn(history.columns, column.url) ? history.columns[column.url] : undefined;
    if (earlier === undefined || !listing.known) continue;
    for (const before of itemsOf(earlier)) {
      if (changes.has(before.url)) continue;
      const now = shown.get(before.url);
      const change =
        now === undefined ? lossOf(before, column.url, listing, titled) : changeOf(before, now, column.url);
      if (change) changes.set(before.url, change);
    }
  }
  return [...changes.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
}

/** Each item as the last patrol that saw it left it. */
function itemsOf({ listing, further }: EarlierColumn): readonly ItemFacts[] {
  const seen = [...(listing?.value.items ?? []), ...further];
  return [...new Map(seen.map((item) => [item.url, item])).values()];
}

function changeOf(before: ItemFacts, now: ItemFacts, columnUrl: string): ItemChange | null {
  if (now.carriedFrom !== null) return null;
  const [was, is] = [versionOf(before), versionOf(now)];
  if (was === null || is === null || was.sha256 === is.sha256) return null;
  const parts = PARTS.flatMap(([part, read]) => {
    const [earlier, later] = [read(before), read(now)];
    return earlier !== null && later !== null && earlier !== later ? [part] : [];
  });
  if (parts.length === 0) return null;
  return { kind: "changed", url: now.url, columnUrl, parts, before: was, after: is, movedTo: null };
}

function lossOf(
  before: ItemFacts,
  columnUrl: string,
  listing: Known<Listing>,
  titled: ReadonlyMap<string, string>,
): ItemChange | null {
  const was = versionOf(before);
  const day = before.publishedOn.known ? before.publishedOn.value : null;
  const { readNowFrom } = listing.value;
  const isReached = readNowFrom === "start" || (readNowFrom !== null && day !== null && readNowFrom < day);
  // A row without an address of its own is told by its title: what was renamed looks gone.
  if (was === null || !isReached || before.url.includes("#")) return null;
  const movedTo = titled.get(withoutBlanks(before.listTitle)) ?? null;
  const after = { title: "", publishedOn: null, sha256: listing.page.sha256 };
  const kind = movedTo === null ? "removed" : "moved";
  return { kind, url: before.url, columnUrl, parts: [], before: was, after, movedTo };
}

/** null where its own page was not read. */
function versionOf({ title, body, publishedOn, listTitle }: ItemFacts): ItemVersion | null {
  const read = title.known ? title : body;
  if (!read.known) return null;
  return {
    title: (title.known && title.value) || listTitle,
    publishedOn: publishedOn.known ? publishedOn.value : null,
    sha256: read.page.sha256,
  };
}

/** Each part as a text by which two versions are compared; null where it was not read. */
const PARTS: readonly (readonly [ChangedPart, (item: ItemFacts) => string | null])[] = [
  ["title", ({ title }) => textIn(title)],
  ["body", ({ body }) => textIn(body)],
  ["publishedOn", ({ publishedOn }) => textIn(publishedOn)],
  ["source", ({ source }) => textIn(source)],
  ["documentNumber", ({ documentNumber }) => textIn(documentNumber)],
  [
    "carriers",
    ({ carriers }) => (carriers.known ? JSON.stringify(carriers.value.map(({ url }) => url).sort()) : null),
  ],
];

function textIn(fact: Fact<string | null>): string | null {
  return fact.known ? withoutBlanks(fact.value ?? "") : null;
}
