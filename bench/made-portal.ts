import type { Catalogue } from "../domain/catalogue.ts";
import type { Column, Portal, Unit } from "../domain/portal.ts";
import {
  type ColumnFacts,
  type Fact,
  type History,
  type ItemFacts,
  NO_LINKS,
  type Page,
  PLAIN_COLUMN,
  type Reading,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { type Dice, diceFrom, titleOf } from "./words.ts";

export const MADE_ON: CalendarDate = "2016-12-31";
const UNITS = 100;
const COLUMNS = 60;
const DAYS = 3 * 365;
/** Of the patrols before this one, a fortnight apart. */
const PATROL_DAYS = [6, 5, 4, 3, 2, 1].map((fortnights) => addDays(MADE_ON, -14 * fortnights));
const ORIGIN = "http://portal.test";

/** A portal of 100 units with 60 columns each, and three years of items; each unit is made when it is asked for. */
export interface MadePortal {
  readonly portal: Portal;
  readonly snapshotOf: (unitId: string) => UnitSnapshot;
  readonly historyOf: (unitId: string) => History;
}

/** @param texts Bodies of articles, of whose lines others are put together. @param items How many in all, about. */
export function madePortal(catalogue: Catalogue, texts: readonly string[], items: number): MadePortal {
  const perColumn = (at: number) =>
    Math.floor(((at + 1) * items) / COLUMNS / UNITS) - Math.floor((at * items) / COLUMNS / UNITS);
  const units = Array.from({ length: UNITS }, (_, at) => unitOf(at, catalogue));
  const portal: Portal = {
    name: "某市人民政府门户网站",
    url: `${ORIGIN}/`,
    catalogue: catalogue.id,
    catalogueAdoptedOn: "2016-01-01",
    timezone: "Asia/Shanghai",
    crawl: {
      requestsPerSecond: 1,
      concurrency: 1,
      lookbackDays: DAYS,
      recheckDays: 92,
      render: "never",
      allowPrivateHosts: false,
      contact: null,
      quietHours: [],
    },
    rules: {},
    inspectors: [],
    sharedColumns: [],
    units,
  };
  const find = (id: string) => {
    const at = units.findIndex((unit) => unit.id === id);
    const unit = units[at];
    if (!unit) throw new Error(`no unit ${id}`);
    return { unit, at };
  };
  const snapshotOf = (id: string): UnitSnapshot => {
    const { unit, at } = find(id);
    const dice = diceFrom(at + 1);
    const columns = unit.columns.map((column, n) =>
      columnFacts(column, unit, dice, texts, perColumn(at * COLUMNS + n)),
    );
    return { unit, navigation: known(unit.columns, unit.url), columns, vanished: [], links: NO_LINKS };
  };
  return {
    portal,
    snapshotOf,
    historyOf: (id) => historyOf(snapshotOf(id)),
  };
}

function unitOf(at: number, catalogue: Catalogue): Unit {
  const url = `${ORIGIN}/u${at}/`;
  return {
    id: `u${at}`,
    name: `第${at + 1}事务局`,
    kind: at % 4 === 3 ? "town" : "department",
    url,
    inspector: null,
    contact: null,
    columnsReviewedOn: "2016-06-01",
    columns: Array.from({ length: COLUMNS }, (_, n): Column => {
      const category = catalogue.categories[n % catalogue.categories.length];
      return {
        name: category?.name ?? "",
        url: `${url}c${n}/`,
        category: category?.code ?? null,
        origin: "listed",
        path: [],
      };
    }),
    exempt: [],
    declared: [],
  };
}

function columnFacts(
  column: Column,
  unit: Unit,
  dice: Dice,
  texts: readonly string[],
  count: number,
): ColumnFacts {
  const items = Array.from({ length: count }, (_, n) => itemOf(column, unit, dice, texts, n, count));
  return {
    column,
    listing: known(
      { items, readFrom: "start", readNowFrom: "start", fullReadAgo: 0, emptyNotice: null, bearsName: true },
      column.url,
    ),
    text: known(texts[0] ?? "", column.url),
    ...PLAIN_COLUMN,
  };
}

function itemOf(
  column: Column,
  unit: Unit,
  dice: Dice,
  texts: readonly string[],
  n: number,
  count: number,
): ItemFacts {
  const day = addDays(MADE_ON, -Math.floor((n * DAYS) / count) - dice(3));
  const url = `${column.url}t${day.replaceAll("-", "")}_${n}.html`;
  const title = titleOf(dice, n);
  const body = bodyFrom(dice, texts);
  const of = <T>(value: T, excerpt = "") => known(value, url, excerpt);
  return {
    url,
    listTitle: title,
    publishedOn: of(day, day),
    listDate: of({ text: day, day }, day),
    pageDate: of({ text: day, day }, day),
    writtenOn: of(null),
    addressDay: day,
    title: of(title, title),
    source: of(unit.name, unit.name),
    documentNumber: of(`云事发〔${day.slice(0, 4)}〕${n + 1}号`),
    indexNumber: of(`0${n}/${day.slice(0, 4)}-0001`),
    body: of(body, body.slice(0, 80)),
    carriers: of([]),
    tags: { missing: [], empty: [], odd: {} },
    files: [],
    carriedFrom: null,
  };
}

/** As long as one of the texts, of lines from all of them: no two items say the same. */
function bodyFrom(dice: Dice, texts: readonly string[]): string {
  const lines: string[] = [];
  const { length = 0 } = texts[dice(texts.length)] ?? "";
  for (let chars = 0; chars < length; chars += lines.at(-1)?.length ?? length) {
    const from = texts[dice(texts.length)]?.split("\n") ?? [];
    lines.push(from[dice(from.length)] || "。");
  }
  return lines.filter((line) => !NUMBERED.test(line)).join("\n");
}

/** Numbers of headings would not follow each other. */
const NUMBERED = /^\s*(?:[（(]?[一二三四五六七八九十]+[、）)]|\d+[.．、])/;

function known<T>(value: T, url: string, excerpt = ""): Fact<T> {
  const page: Page = { url, fetchedAt: "2016-12-31T04:00:00.000Z", status: 200, sha256: url };
  return { known: true, value, page, excerpt };
}

/** Six patrols read every list to its start, and saw each item soon after it was put up. */
function historyOf({ columns }: UnitSnapshot): History {
  const items = columns.flatMap(({ listing }) => (listing.known ? listing.value.items : []));
  const firstSeen = items.flatMap(({ url, publishedOn }) => {
    const day = publishedOn.known ? publishedOn.value : null;
    const seenOn = PATROL_DAYS.find((on) => day !== null && on >= day);
    return seenOn === undefined ? [] : [[url, seenOn] as const];
  });
  const readings = columns.map(({ column: { url } }) => {
    const those = PATROL_DAYS.map(
      (on): Reading => ({ on, readFrom: "start", items: null, newestOn: on, status: 200 }),
    );
    return [url, those] as const;
  });
  return {
    firstSeen: Object.fromEntries(firstSeen),
    readings: Object.fromEntries(readings),
    columns: {},
    links: {},
    patrols: PATROL_DAYS.length,
    lastPatrol: null,
  };
}
