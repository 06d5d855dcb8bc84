import { columnPlaceOf, type Range } from "./column-place.ts";
import { type ListReading, readList } from "./list-page.ts";
import { mainTextOf } from "./main-text.ts";
import { type MenuColumn, readNavigation } from "./navigation.ts";
import type { Outline } from "./outline.ts";
import type { PageDocument } from "./page-document.ts";
import { columnKey } from "./site.ts";
import { titleParts } from "./site-name.ts";
import { foldSpace, squeeze } from "./text-of.ts";
import { bodyNamed } from "./unit-name.ts";

/** What a column's own page says of where it stands. */
export interface ColumnPage {
  /** Where the address led in the end. */
  readonly url: string;
  /** What the page calls its column. White space removed. */
  readonly names: ReadonlySet<string>;
  /** The breadcrumb's menus above the column, outermost first; without 首页 and names of bodies. */
  readonly path: readonly string[];
  /** The columns that the breadcrumb leads to, the page's own among them. */
  readonly crumbs: readonly MenuColumn[];
  /** The parts of its window's title: 公示公告 and 某市民政局. */
  readonly titleParts: readonly string[];
  /** Columns that its menus lead to, and which of them stand in what it calls a menu. */
  readonly menu: readonly { readonly column: MenuColumn; readonly inMenu: boolean }[];
  /** `nothing`: the page plainly shows neither list nor text. */
  readonly holds: "list" | "text" | "nothing" | "unknown";
  /** The records of its list; empty where it has none or it could not be read. */
  readonly rows: readonly { readonly title: string; readonly url: string }[];
}

/** A name that stands on a column's page for what the page is, or for what it stands under. */
export interface NameOnPage extends Pick<MenuColumn, "name" | "path"> {
  /** A menu above the page that leads nowhere: no page of that name can be reached from there. */
  readonly isHeading: boolean;
}

/** What a page calls its column, and the names in its breadcrumb, each with the menus above. */
export function namesOnPage({ outline }: PageDocument, url: string): readonly NameOnPage[] {
  const { names, crumb } = columnPlaceOf(outline);
  const crumbs = trailOf(outline, crumb, url);
  const trail = crumbs.map(({ name }) => name);
  const path = trail.slice(0, -1);
  return [
    ...[...names].map((name) => ({
      name,
      path: path.filter((menu) => menu !== name),
      isHeading: false,
    })),
    ...crumbs.map(({ name, url: to }, at) => ({
      name,
      path: trail.slice(0, at),
      isHeading: to === null && at < trail.length - 1 && !names.has(name),
    })),
  ];
}

/** Reads a column's page, or an article's, for its place among the columns of the unit that lives at `home`. */
export function readColumnPage(document: PageDocument, url: string, home: string): ColumnPage {
  const { outline } = document;
  const { names, crumb } = columnPlaceOf(outline);
  const trail = trailOf(outline, crumb, url);
  const crumbs = trail.flatMap(({ name, url: to }, at) =>
    to === null ? [] : [{ name, url: to, path: trail.slice(0, at).map((one) => one.name) }],
  );
  const list = readList(document);
  const { columns, alsoNamed, inMenu } = readNavigation(document, home);
  return {
    url,
    names,
    path: trail.slice(0, -1).map(({ name }) => name),
    crumbs,
    titleParts: titleParts(document.tags.windowTitle),
    menu: [...columns, ...alsoNamed].map((column) => ({ column, inMenu: inMenu.has(columnKey(column.url)) })),
    holds: holdingOf(document, list),
    rows: list.items.known ? list.items.value.map((row) => ({ title: row.title, url: row.url })) : [],
  };
}

function holdingOf(document: PageDocument, { items }: ListReading): ColumnPage["holds"] {
  if (items.known && items.value.length > 0) return "list";
  const text = mainTextOf(document);
  if (text.known && text.value.trim() !== "") return "text";
  return items.known && text.known ? "nothing" : "unknown";
}

interface Crumb {
  readonly name: string;
  readonly url: string | null;
}

/** The breadcrumb from the first menu on: 首页, the unit and 正文 left out. */
function trailOf(outline: Outline, crumb: Range | null, url: string): readonly Crumb[] {
  if (crumb === null) return [];
  return outline.texts
    .slice(crumb.textFrom, crumb.textTo)
    .flatMap(({ text, link }): Crumb[] => {
      if (link !== null) return [{ name: squeeze(text), url: link.href === "" ? url : link.url }];
      const said = text.replace(/^.*?位置[:：]?/, "");
      return said.split(/[>»›/→\\|]+|(?<=\S)\s-\s/).map((name) => ({ name: squeeze(name), url: null }));
    })
    .filter(({ name }) => name.length >= 2 && name.length <= 16 && !NO_CRUMB.test(foldSpace(name)))
    .filter(({ name }) => bodyNamed(name)?.strong !== true);
}

const NO_CRUMB =
  /^(?:[>»›:：]|网?站?首页$|主页$|正文$|列表$|内容$|详情$|信息详情$|当前|您|所在)|网$|网站$|^[\d\s>»›:：-]+$/;
