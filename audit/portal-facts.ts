import type { Catalogue } from "../domain/catalogue.ts";
import { hostOf } from "../domain/host.ts";
import type { ColumnFacts, ItemFacts, PortalFacts, UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { ElementTally } from "./element-tally.ts";
import { LinkTally } from "./link-tally.ts";
import { TagTally } from "./tag-tally.ts";
import { Tally } from "./tally.ts";
import { TEMPLATE_SHARE } from "./template-share.ts";

/** A portal on which nothing is out of the way. */
export const ORDINARY_PORTAL_FACTS: PortalFacts = {
  sharedDays: [],
  templateLacks: [],
  templateNotices: [],
  elements: { lacking: [], shown: [] },
  tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: null },
  fileHosts: [],
  links: { hosts: [], templates: [] },
  publishedUntil: null,
  drifted: [],
  alikePages: [],
};

/** A unit jumps on a day that bears at least so many of its items, and so many times its usual day's. */
const JUMP_ITEMS = 5;
const JUMP_TIMES = 3;
/** A day is shared where so many units jump, this share of those that were read back to it, and that of all. */
const SHARED_UNITS = 3;
const SHARED_OF_READ = 1 / 2;
const SHARED_OF_ALL = 1 / 4;
/** A column shows a load when so many of its items share a day of their addresses. */
const LOAD_ITEMS = 5;
/** An empty note on that share of so many columns is the template's. */
const TEMPLATE_COLUMNS = 10;
/** Days after the one judged by count as days of publishing where they follow each other so closely … */
const AHEAD_GAP_DAYS = 4;
/** … and are so many, with so many items: a date that is merely wrong stands alone. */
const AHEAD_DAYS = 3;
const AHEAD_ITEMS = 10;

/**
 * What only the whole portal shows, from one snapshot at a time: days on which many units jump, elements
 * that the templates lack, empty notes that are the template's. `today` bounds the days.
 */
export async function portalFacts(
  snapshots: AsyncIterable<UnitSnapshot> | Iterable<UnitSnapshot>,
  catalogue: Catalogue,
  today: CalendarDate,
): Promise<Omit<PortalFacts, "drifted" | "alikePages">> {
  const requires = new Map(catalogue.categories.map((c) => [c.code, c.requires]));
  const jumps = new Tally<CalendarDate>();
  /** Of units that publish, how far all their lists were read, and the days on which they jump. */
  const readings: Reading[] = [];
  const loads = new Tally<CalendarDate>();
  const elements = new ElementTally();
  const notices = new Tally<string>();
  const ahead = new Tally<CalendarDate>();
  const tags = new TagTally();
  const linked = new LinkTally();
  const fileHosts = new Set<string>();
  let emptyColumns = 0;
  let units = 0;

  for await (const { unit, columns, links } of snapshots) {
    units += 1;
    const items = distinctItems(columns);
    tags.add(unit, items);
    linked.add(links, columns, items);
    for (const { files } of items) {
      for (const { url, answer } of files) if (answer.known && answer.value < 400) fileHosts.add(hostOf(url));
    }
    for (const { publishedOn } of items) {
      if (publishedOn.known && publishedOn.value !== null && publishedOn.value > today)
        ahead.add(publishedOn.value);
    }
    const jumped = jumpDays(items, today);
    for (const day of jumped) jumps.add(day);
    if (items.length > 0) readings.push({ jumped, from: readFromOf(columns) });
    for (const column of columns) for (const day of loadDays(column)) loads.add(day);
    for (const { column, listing } of columns) {
      if (!listing.known) continue;
      const { items: listed, emptyNotice } = listing.value;
      if (listed.length === 0) {
        emptyColumns += 1;
        if (emptyNotice !== null) notices.add(emptyNotice);
      }
      elements.add(listed, (column.category && requires.get(column.category)) || []);
    }
  }

  const shared =
    units >= SHARED_UNITS
      ? jumps.atLeast(SHARED_UNITS).filter((day) => isShared(day, jumps.of(day), readings))
      : loads.atLeast(3);
  return {
    sharedDays: shared.sort(),
    templateLacks: elements.templateLacks(),
    elements: elements.found(),
    templateNotices:
      emptyColumns >= TEMPLATE_COLUMNS ? notices.atLeast(TEMPLATE_SHARE * emptyColumns).sort() : [],
    tags: tags.found(),
    fileHosts: [...fileHosts].sort(),
    links: linked.found(),
    publishedUntil: publishedUntil(ahead, today),
  };
}

interface Reading {
  readonly jumped: ReadonlySet<CalendarDate>;
  /** The day back to which every list that has an order was read; null: one was not read at all. */
  readonly from: CalendarDate | "start" | null;
}

/** Whether a unit jumped that day is not known where its lists were not read so far: it does not speak against. */
function isShared(day: CalendarDate, units: number, readings: readonly Reading[]): boolean {
  const asked = readings.filter(
    ({ jumped, from }) => jumped.has(day) || from === "start" || (from !== null && from <= day),
  );
  return units >= SHARED_OF_READ * asked.length && units >= SHARED_OF_ALL * readings.length;
}

function readFromOf(columns: readonly ColumnFacts[]): Reading["from"] {
  let latest: Reading["from"] = "start";
  for (const { listing } of columns) {
    if (!listing.known) return null;
    const { readFrom: from } = listing.value;
    if (from !== null && from !== "start" && (latest === "start" || from > latest)) latest = from;
  }
  return latest;
}

/** Days of the last two years on which a unit put up far more than it usually does, by date or by address. */
function jumpDays(items: readonly ItemFacts[], today: CalendarDate): Set<CalendarDate> {
  const from = addDays(today, -731);
  const byDate = new Tally<CalendarDate>();
  const byAddress = new Tally<CalendarDate>();
  for (const { publishedOn, addressDay } of items) {
    const day = publishedOn.known ? publishedOn.value : null;
    if (day !== null && day >= from && day <= today) byDate.add(day);
    if (addressDay !== null && addressDay >= from && addressDay <= today) byAddress.add(addressDay);
  }
  return new Set(
    [byDate, byAddress].flatMap((days) =>
      days.keys().filter((day) => days.of(day) >= Math.max(JUMP_ITEMS, JUMP_TIMES * days.medianWithout(day))),
    ),
  );
}

/** The last of the days right after `today` on which the portal plainly goes on publishing. */
function publishedUntil(ahead: Tally<CalendarDate>, today: CalendarDate): CalendarDate | null {
  let until = today;
  let days = 0;
  let items = 0;
  for (const day of ahead.keys().sort()) {
    if (day > addDays(until, AHEAD_GAP_DAYS)) break;
    until = day;
    days += 1;
    items += ahead.of(day);
  }
  return days >= AHEAD_DAYS && items >= AHEAD_ITEMS ? until : null;
}

function loadDays({ listing }: ColumnFacts): CalendarDate[] {
  if (!listing.known) return [];
  const days = new Tally<CalendarDate>();
  for (const { addressDay } of listing.value.items) if (addressDay !== null) days.add(addressDay);
  return days.atLeast(LOAD_ITEMS);
}

function distinctItems(columns: readonly ColumnFacts[]): ItemFacts[] {
  const items = new Map<string, ItemFacts>();
  for (const { listing } of columns) {
    for (const item of listing.known ? listing.value.items : [])
      if (!items.has(item.url)) items.set(item.url, item);
  }
  return [...items.values()];
}
