import type { CategoryCode, Element } from "./catalogue.ts";
import type { Column, Unit } from "./portal.ts";
import type { CalendarDate, Instant } from "./time.ts";

export const REASONS = [
  "unreachable",
  "blocked",
  "robots",
  "timeout",
  "server-error",
  "too-large",
  "not-html",
  "soft-404",
  "maintenance",
  "needs-browser",
  "drifted",
  "unreadable",
  "no-dates",
  "incomplete",
  "no-history",
  "not-patrolled",
  "too-few-items",
  "not-enough-training",
  "rule-error",
] as const;

/** Why a fact could not be had. None of these is ever held against a unit. */
export type Reason = (typeof REASONS)[number];

/** One response as it was received. The bytes lie in the evidence file under `sha256`. */
export interface Page {
  readonly url: string;
  readonly fetchedAt: Instant;
  readonly status: number;
  readonly sha256: string;
  /** How many times in a row it was answered with this status, where it was asked more than once to be sure. */
  readonly tries?: number;
}

/** A fact that was read, and the page it was read from. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly page: Page;
  /** The words on the page that say so, as they stand there. */
  readonly excerpt: string;
}

/** A fact that could not be read. `page` is null when nothing answered. */
export interface Unknown {
  readonly known: false;
  readonly reason: Reason;
  readonly page: Page | null;
}

/**
 * Something read from the portal, or the reason why it could not be.
 *
 * `Fact<string | null>` with the value null says: the page was read and has no such thing.
 * That can accuse. `known: false` never can.
 */
export type Fact<T> = Known<T> | Unknown;

/** A date as it stands on a page. */
export interface PrintedDate {
  readonly text: string;
  /** null: what is printed is no day of the calendar, or lacks its year. */
  readonly day: CalendarDate | null;
}

export interface Attachment {
  readonly url: string;
  readonly name: string;
}

/** A file for download on an article's page, at a host of the portal. */
export interface ItemFile extends Attachment {
  /** HTTP status of its address. Of 404 and 410 the page says how many times in a row (`tries`). */
  readonly answer: Fact<number>;
}

/** Tags of 国办发〔2017〕47号 that a page of an article bears. */
export const TAG_NAMES = [
  "SiteName",
  "SiteDomain",
  "SiteIDCode",
  "ColumnName",
  "ColumnType",
  "ArticleTitle",
  "PubDate",
  "ContentSource",
] as const;
export type TagName = (typeof TAG_NAMES)[number];

/** How the tags of an article's page are out of order; most are not. The others are not kept: there are many pages. */
export interface ItemTags {
  readonly missing: readonly TagName[];
  /** Those that say nothing: empty, `null`, a variable of the template. */
  readonly empty: readonly TagName[];
  /** What tags say that seem to speak of another page, or are not in the form that is prescribed. */
  readonly odd: Readonly<Partial<Record<TagName, string>>>;
}

/** One published item: what its column's list says of it, and what its own page says. */
export interface ItemFacts {
  readonly url: string;
  /** As the list shows it, whole where the list gives the whole title. */
  readonly listTitle: string;
  /** The day the item is judged by: the list's date, or the page's where the list gives none. */
  readonly publishedOn: Fact<CalendarDate | null>;
  /** Its date in the list; null where the list shows none. */
  readonly listDate: Fact<PrintedDate | null>;
  /** Its date on the article page; null where the page shows none. */
  readonly pageDate: Fact<PrintedDate | null>;
  /** The day on which the document was signed (成文日期). */
  readonly writtenOn: Fact<CalendarDate | null>;
  /** The day embedded in the address (`t20161228_1.html`), null where there is none. */
  readonly addressDay: CalendarDate | null;
  /** The heading of the article page; empty where the page has none. */
  readonly title: Fact<string>;
  readonly source: Fact<string | null>;
  /** The item's own document number, never one that it cites. */
  readonly documentNumber: Fact<string | null>;
  readonly indexNumber: Fact<string | null>;
  /** Plain text, paragraphs separated by a newline. Empty where the page has none. */
  readonly body: Fact<string>;
  /** Anything but text that carries the content: attachments, pictures, embedded viewers. */
  readonly carriers: Fact<readonly Attachment[]>;
  /** null: its page was not read. Known with the title, from the same page. */
  readonly tags: ItemTags | null;
  /** Empty also where its page was not read. */
  readonly files: readonly ItemFile[];
  /**
   * When the oldest page that it is known from was fetched, where an earlier patrol did that and this one took
   * the facts over; null: this patrol read it.
   */
  readonly carriedFrom: Instant | null;
}

/** A column's list of items. */
export interface Listing {
  /** In page order. */
  readonly items: readonly ItemFacts[];
  /**
   * How far the list was read. Every item dated on or after that day is in `items`; `"start"`: every item
   * there is. null: absence from `items` proves nothing (unordered, undated, or not one page read whole).
   */
  readonly readFrom: CalendarDate | "start" | null;
  /** The same, as far as this patrol itself read it: what lies before was carried over from earlier patrols. */
  readonly readNowFrom: CalendarDate | "start" | null;
  /**
   * Patrols since the list was last read as far back as a full reading goes: 0, this one did. null: no reading
   * that this one could go on from reached as far.
   */
  readonly fullReadAgo: number | null;
  /** The page's own word that there is nothing to publish (`暂无信息`). */
  readonly emptyNotice: string | null;
  /** Of a list without items: its page calls the column by its name. */
  readonly bearsName: boolean;
}

/** A row of a list, by which a later patrol knows it again. */
export interface RowMark {
  readonly url: string;
  readonly title: string;
  /** Its date as printed; null where the list shows none. */
  readonly date: string | null;
}

export interface ColumnFacts {
  readonly column: Column;
  readonly listing: Fact<Listing>;
  /** The text of the column's own page without menus and footers; what a static column is read for. */
  readonly text: Fact<string>;
  /** Whether a browser was needed to read it. */
  readonly rendered: boolean;
  /** Rows of a page where several units publish that are surely another unit's. */
  readonly othersRows: readonly RowMark[];
  /** Categories that its page's own words speak for. It is not judged by them; but they do not lack a column. */
  readonly mayHold: readonly CategoryCode[];
  /** Its page leads to columns below it, and holds no items of its own. */
  readonly isOverview: boolean;
}

/** What is noted of a column besides its list and its text, where there is nothing to note. */
export const PLAIN_COLUMN = {
  rendered: false,
  othersRows: [],
  mayHold: [],
  isOverview: false,
} as const satisfies Partial<ColumnFacts>;

/** A link of the unit's home page, or of its columns' list pages, to a host of the portal. */
export interface UnitLink {
  readonly url: string;
  /** What a visitor clicks on; empty for a picture. */
  readonly name: string;
  /** Address of the first column that shows it; null: the unit's home page does. */
  readonly column: string | null;
  /** On how many of those pages it stands. */
  readonly pages: number;
  /** HTTP status of its address, behind redirects. Of one that was not asked by this patrol the last that is known. */
  readonly answer: Fact<number>;
  /** What an address that answered 404 or 410 answered when the patrol's end asked once more. */
  readonly again: Fact<number>;
}

/** What became of a unit's links to hosts of the portal. Pages of the unit that this patrol read are not among them. */
export interface UnitLinks {
  /** Pages that were looked through. */
  readonly pages: number;
  readonly asked: readonly UnitLink[];
  /** Columns on which links stand whose turn has not come; null: the unit's home page. */
  readonly unasked: readonly (string | null)[];
}

/** All that a patrol learned of one unit. The same bytes give the same snapshot. */
export interface UnitSnapshot {
  readonly unit: Unit;
  /** The columns that the unit's navigation shows; unknown where it was not read whole. */
  readonly navigation: Fact<readonly Column[]>;
  readonly columns: readonly ColumnFacts[];
  /** Items on which open findings rest and that no list shows any more, asked for once again. */
  readonly vanished: readonly VanishedItem[];
  readonly links: UnitLinks;
}

export const NO_LINKS: UnitLinks = { pages: 0, asked: [], unasked: [] };

/** What became of an item that left its list. */
export interface VanishedItem {
  readonly url: string;
  /** HTTP status of its own address; unknown where nothing answered. */
  readonly answer: Fact<number>;
}

export const DRIFT_KINDS = ["same-page", "list-gone", "addresses-changed", "many-changed"] as const;

/**
 * Why a column is not judged although it answered:
 * - `same-page`: many columns of its host, or pages that are no columns, show the very same
 * - `list-gone`: it held a list, and now shows nothing that can be read as one
 * - `addresses-changed`: none of its items was there before, and their addresses are built otherwise
 * - `many-changed`: a good part of its host's columns were emptied, refilled or lost their list at once
 */
export type DriftKind = (typeof DRIFT_KINDS)[number];

/** A column that is not what it was, or was not what answered. For whoever maintains the portal file. */
export interface DriftedColumn {
  readonly unitId: string;
  readonly columnUrl: string;
  readonly name: string;
  readonly kind: DriftKind;
}

/** What only the whole portal shows. Derived from all snapshots of a complete patrol. */
export interface PortalFacts {
  /** Days on which many units or columns jump at once: migration, redesign, first fill. They count for nobody. */
  readonly sharedDays: readonly CalendarDate[];
  /** Elements that the portal's templates lack everywhere: nobody's fault. */
  readonly templateLacks: readonly Element[];
  readonly elements: ElementFacts;
  /** Empty notes that stand word for word on nearly all empty columns: the template's, not a unit's word. */
  readonly templateNotices: readonly string[];
  readonly tags: TagFacts;
  /** Hosts at which some file of an article opened. Where none does, the files may lie where we cannot reach. */
  readonly fileHosts: readonly string[];
  readonly links: LinkFacts;
  /**
   * The portal was read some days after the day that it is judged by: it plainly goes on publishing until
   * then. null where it does not: a date ahead is then just that.
   */
  readonly publishedUntil: CalendarDate | null;
  /** Columns that are not judged: an outage that was answered with 200, a redesign. By unit and address. */
  readonly drifted: readonly DriftedColumn[];
  /** What shows word for word at many addresses of items: none of them is judged by its own page. */
  readonly alikePages: readonly string[];
}

/** Elements that the catalogue requires. Of those in neither list too few pages were read to say. */
export interface ElementFacts {
  /** Those that nearly all pages that should have them surely lack, in what they carry as well. */
  readonly lacking: readonly Element[];
  /** Those that more than a few pages show. */
  readonly shown: readonly Element[];
}

/** Which tags stand on the portal's pages. All lists are empty where too few pages were read to say. */
export interface TagFacts {
  /** Those that are there, and in order, on most pages of the portal. */
  readonly usual: readonly TagName[];
  /** Those that lack, or are out of order, nearly everywhere: no unit's fault, but one of the portal's. */
  readonly templateLacks: readonly TagName[];
  /** Unit → usual tags that are so on nearly all of its own pages: one fault, not one of each page. */
  readonly unitLacks: Readonly<Record<string, readonly TagName[]>>;
  /** The government itself, which keeps the portal; null where no unit is it. */
  readonly keeper: string | null;
}

/** What the portal's links say together. */
export interface LinkFacts {
  /** Hosts that answer most of what they are asked for. At any other it may be the host's own fault that a link is dead. */
  readonly hosts: readonly string[];
  /** Dead links of the templates that many units share: no unit's fault, but one of the portal's. */
  readonly templates: readonly string[];
}

/** One earlier reading of a column's list. */
export interface Reading {
  readonly on: CalendarDate;
  /** As far as that patrol itself read it; what it carried over from others does not count. */
  readonly readFrom: CalendarDate | "start" | null;
  /** Items that it knew; null where the list was not read. */
  readonly items: number | null;
  /** Day of the newest of them that was not dated after the patrol; null where there is none. */
  readonly newestOn: CalendarDate | null;
  /** HTTP status of the column's page; null where nothing answered, and for patrols of before this was kept. */
  readonly status: number | null;
}

/** A column as earlier patrols knew it: what a later one may go on from. */
export interface EarlierColumn {
  readonly rendered: boolean;
  /** The last reading that went, or was carried, as far back as a full one goes; null where none did. */
  readonly listing: Known<Listing> | null;
  /** Items that later, shorter readings showed besides. */
  readonly further: readonly ItemFacts[];
  readonly othersRows: readonly RowMark[];
}

/** What earlier patrols knew of a unit. Empty on the first. */
export interface History {
  /** Item url → the day on which a patrol first saw it. */
  readonly firstSeen: Readonly<Record<string, CalendarDate>>;
  /** Column url → its readings, oldest first. */
  readonly readings: Readonly<Record<string, readonly Reading[]>>;
  /** Column url → what the last patrols that read the unit knew of it. Rules look at titles alone: what was put up again. */
  readonly columns: Readonly<Record<string, EarlierColumn>>;
  /** Link → its last answer that was known. */
  readonly links: Readonly<Record<string, Known<number>>>;
  /** Recorded patrols that read the unit. */
  readonly patrols: number;
  /** Id of the last of them, whose evidence holds what it received; null where there is none. */
  readonly lastPatrol: string | null;
}

/** The history of a unit that was never visited before. */
export const NO_HISTORY: History = {
  firstSeen: {},
  readings: {},
  columns: {},
  links: {},
  patrols: 0,
  lastPatrol: null,
};
