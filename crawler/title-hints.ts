import type { Labels } from "./page-labels.ts";
import { cleaned, type PageLines } from "./page-lines.ts";
import type { PageTags } from "./page-tags.ts";
import { squeeze } from "./text-of.ts";

/** What the rest of a page says of how its article is called, and how it is not. */
export interface Hints {
  /** Names that menus and the breadcrumb give to columns, with the line of the first. */
  readonly columns: ReadonlyMap<string, number>;
  readonly articleTitle: string;
  readonly window: string;
  readonly windowParts: readonly string[];
  /** Of both, what is long enough to be a whole title. */
  readonly wholes: readonly string[];
  readonly notTitles: ReadonlySet<string>;
}

const LEAST_WHOLE = 8;

/** The hints of a page. `columns` are the names of columns that it shows. */
export function hintsOf(
  { tags, windowTitle }: PageTags,
  labels: Labels,
  columns: ReadonlyMap<string, number>,
): Hints {
  const window = squeeze(windowTitle);
  const articleTitle = squeeze(tags.ArticleTitle || labelledTitle(labels));
  const windowParts = windowTitle.split(/\s*(?:[-_|—–>·»]|--)\s*/).map(squeeze);
  return {
    columns,
    articleTitle,
    window,
    windowParts,
    wholes: [articleTitle, ...windowParts].filter((whole) => whole.length >= LEAST_WHOLE),
    notTitles: new Set(
      [tags.SiteName, tags.ColumnName].map((name) => squeeze(name ?? "")).filter((name) => name !== ""),
    ),
  };
}

/** How much a line without white space is like what the hints call the article; 0 for not at all. */
export function likeness(text: string, hints: Hints): number {
  let score = 0;
  if (hints.articleTitle !== "" && text === hints.articleTitle) score += 7;
  else if (text.length >= 8 && hints.articleTitle.length >= 8 && similar(text, hints.articleTitle))
    score += 4;
  if (hints.window === "" || text.length < 2) return score;
  if (hints.window === text) return score + 4;
  if (text.length >= 5 && hints.window.startsWith(text) && mayEndAt(hints.window, text.length))
    return score + 5;
  if (hints.windowParts.includes(text)) return score + (text.length >= 5 ? 4 : 2);
  if (text.length >= 8 && (hints.window.includes(text) || similar(text, hints.window))) return score + 3;
  return score;
}

/** A short name at the start of the window's title may be that of an office, with which the title begins. */
function mayEndAt(window: string, length: number): boolean {
  return length >= 12 || !/[\u4e00-\u9fff\d]/.test(window[length] ?? "");
}

/** A title that one of both places cuts short. */
function similar(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const stem = short.replace(/(?:\.{2,}|…+)$/, "");
  return stem.length >= 8 && long.startsWith(stem);
}

/** What a table of particulars calls the item; "" where none does. */
function labelledTitle({ all, tables }: Labels): string {
  return tables.size === 0
    ? ""
    : (all.find(({ field, value }) => field === "title" && value.length > 4)?.value ?? "");
}

const LONGEST_COLUMN_NAME = 12;
const BREADCRUMB = /^(?:您?(?:当前|现在)(?:所在)?的?)?位置\s*[:：]|^首页\s*[>»›/-]/;

/** What the links of the page's head are called, and the steps of its breadcrumb: an article is called otherwise. */
export function columnNames(page: PageLines): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const add = (text: string, at: number) => {
    const name = squeeze(text);
    if (name.length >= 2 && name.length <= LONGEST_COLUMN_NAME && !names.has(name)) names.set(name, at);
  };
  for (const line of page.lines) {
    if (line.linkChars === 0 && !BREADCRUMB.test(line.text)) continue;
    for (const run of line.runs) if (run.link) add(cleaned(run.text), line.index);
    if (BREADCRUMB.test(line.text)) for (const step of line.text.split(/[>»›:：]/)) add(step, line.index);
  }
  return names;
}
