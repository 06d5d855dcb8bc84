import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { Column, Unit } from "../domain/portal.ts";
import {
  type ColumnFacts,
  type Fact,
  type ItemFacts,
  type Listing,
  NO_LINKS,
  type Page,
  PLAIN_COLUMN,
  type PrintedDate,
  type Reason,
  type UnitLinks,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";

// The small world in which every rule's examples are told.

export const TODAY: CalendarDate = "2016-12-31";

const category = (code: string, name: string, rest: Partial<Category> = {}): Category => ({
  code,
  name,
  group: null,
  aliases: [],
  keywords: [],
  for: ["department"],
  content: "news",
  updateWithin: null,
  ifEmpty: "finding",
  since: null,
  requires: ["title", "publishedOn"],
  basis: null,
  provenance: { duty: "source", period: "source" },
  ...rest,
});

export const CATALOGUE: Catalogue = {
  id: "example",
  name: "示例目录",
  basis: "示例目录",
  provenance: "official",
  version: "0",
  categories: [
    category("02.01", "机构职能", { content: "static", requires: [] }),
    category("03.01", "政策文件", {
      content: "policy",
      updateWithin: "P6M",
      ifEmpty: "review",
      requires: ["title", "documentNumber"],
    }),
    category("03.02", "政策解读", { content: "interpretation", for: ["town"], requires: [] }),
    category("04.01", "财政预算", {
      content: "finance",
      updateWithin: "P1Y",
      ifEmpty: "allowed-with-note",
      provenance: { duty: "source", period: "reconstructed" },
    }),
    category("05.01", "工作动态", {
      updateWithin: "P14D",
      requires: ["title", "publishedOn", "source", "body"],
    }),
    category("05.02", "通知公告", {
      content: "notice",
      updateWithin: "P6M",
      provenance: { duty: "reconstructed", period: "reconstructed" },
    }),
    category("05.03", "图片新闻", {
      updateWithin: "P14D",
      ifEmpty: "allowed",
      provenance: { duty: "reconstructed", period: "source" },
    }),
    category("06.01", "应急预案", { content: "list", for: ["town"], requires: [] }),
    category("06.02", "规划计划", { content: "plan", for: ["town"], requires: [] }),
    category("06.03", "人事信息", { content: "personnel", for: ["town"], requires: [] }),
    category("07.01", "办事公开", { content: "service", since: 2019, requires: [] }),
  ],
};

const UNIT: Unit = {
  id: "mzj",
  name: "市民政局",
  kind: "department",
  url: "http://portal.test/mzj/",
  inspector: null,
  contact: null,
  columnsReviewedOn: null,
  columns: [],
  exempt: [],
  declared: [],
};

const PAGE: Page = {
  url: "http://portal.test/mzj/",
  fetchedAt: "2016-12-31T04:00:00.000Z",
  status: 200,
  sha256: "0".repeat(64),
};

export function known<T>(value: T, excerpt = typeof value === "string" ? value : ""): Fact<T> {
  return { known: true, value, page: PAGE, excerpt };
}

export function unknown(reason: Reason): Fact<never> {
  return { known: false, reason, page: null };
}

/** A date as printed; `day` null where the text is no date. */
export function printed(text: string, day: CalendarDate | null = text as CalendarDate): Fact<PrintedDate> {
  return known({ text, day }, text);
}

/** An article of the example unit; by default complete, published today, the same day in list and page. */
export function item(facts: Partial<ItemFacts> = {}): ItemFacts {
  const day = facts.publishedOn?.known ? facts.publishedOn.value : TODAY;
  return {
    url: "http://portal.test/mzj/1.html",
    listTitle: facts.title?.known ? facts.title.value : "市民政局召开工作会议",
    publishedOn: known(TODAY),
    listDate: day ? printed(day) : known(null),
    pageDate: day ? printed(day) : known(null),
    writtenOn: known(null),
    addressDay: null,
    title: known("市民政局召开工作会议"),
    source: known("市民政局"),
    documentNumber: known(null),
    indexNumber: known(null),
    body: known("12月30日，市民政局召开会议。"),
    carriers: known([]),
    tags: { missing: [], empty: [], odd: {} },
    files: [],
    carriedFrom: null,
    ...facts,
  };
}

/** A column of category `code` (null: of none), read to its start; dates stand for items published then. */
export function column(
  code: string | null,
  items: readonly (CalendarDate | ItemFacts)[] | Reason,
  listing: Partial<Listing> & { readonly text?: Fact<string>; readonly id?: string } = {},
): ColumnFacts {
  const { text, id = code ?? "other", ...rest } = listing;
  const url = `http://portal.test/mzj/${id}/`;
  const name = CATALOGUE.categories.find((c) => c.code === code)?.name ?? id;
  const toItem = (entry: CalendarDate | ItemFacts, n: number): ItemFacts =>
    typeof entry === "string" ? item({ url: `${url}${n}.html`, publishedOn: known(entry) }) : entry;
  return {
    column: { name, url, category: code, origin: "listed", path: [] },
    listing:
      typeof items === "string"
        ? unknown(items)
        : known({
            items: items.map(toItem),
            readFrom: "start",
            readNowFrom: rest.readFrom === undefined ? "start" : rest.readFrom,
            fullReadAgo: 0,
            emptyNotice: null,
            bearsName: false,
            ...rest,
          }),
    ...PLAIN_COLUMN,
    text: text ?? (typeof items === "string" ? unknown(items) : known("栏目正文")),
  };
}

/** The same column as found in the navigation, not named by a person. */
export function discovered(facts: ColumnFacts): ColumnFacts {
  return { ...facts, column: { ...facts.column, origin: "discovered" } };
}

/** The same column, whose address answers that there is nothing. */
export function gone(facts: ColumnFacts, status = 404): ColumnFacts {
  const page: Page = { ...PAGE, url: facts.column.url, status };
  return { ...facts, listing: { known: false, reason: "unreachable", page } };
}

/** A unit with these columns, whose navigation was read whole and shows them. */
export function unit(
  columns: readonly ColumnFacts[],
  rest: {
    readonly navigation?: Fact<readonly Column[]>;
    readonly unit?: Partial<Unit>;
    readonly links?: UnitLinks;
  } = {},
): UnitSnapshot {
  return {
    unit: { ...UNIT, ...rest.unit },
    navigation: rest.navigation ?? known(columns.map((c) => c.column)),
    columns,
    vanished: [],
    links: rest.links ?? NO_LINKS,
  };
}

/** A unit with a single article, in a column of category `code`. */
export function article(facts: Partial<ItemFacts>, code: string | null = "05.01"): UnitSnapshot {
  return unit([column(code, [item(facts)])]);
}
