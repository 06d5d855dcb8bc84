import type { Field } from "./label-words.ts";
import { labelsIn } from "./line-labels.ts";
import { isBelowOthers } from "./of-link.ts";
import { type Block, isAged, type Line, type PageLines } from "./page-lines.ts";

/** A label and what stands behind it. */
export interface Labelled {
  readonly field: Field;
  /** 1 is the plainest way to say it; higher ranks are believed only where lower ones say nothing. */
  readonly rank: number;
  readonly label: string;
  /** Folded; "" where nothing stands there. */
  readonly value: string;
  /** `script`: only a script that could not be followed would fill it. */
  readonly state: "text" | "empty" | "script";
  /** Index of the line that the label stands on. */
  readonly line: number;
  /** Whether it stands in a cell, or in another place of its own: no prose. */
  readonly cell: boolean;
}

export interface Labels {
  readonly all: readonly Labelled[];
  /** Tables of labels (索引号, 文号, 发布机构 …): no part of a body, even where they stand inside it. */
  readonly tables: ReadonlySet<Block>;
  /** Lines that begin with a label, or hold several, or one behind a date or an age (3天前). */
  readonly lines: ReadonlySet<number>;
}

/** Field labels that only a table of an item's particulars has. */
const PARTICULARS =
  /索引|索取号|字号|文号|文件编号|发布机构|发文机关|主题分类|信息分类|成文日期|生成日期|公开日期|公开方式|体裁|主题词|有效性/;
const DATED = /^[（(【[]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d/;
const LONGEST_LABEL_LINE = 500;
const MUCH_PROSE = 200;
/** A table with more labels is a list. */
const MOST_PARTICULARS = 60;

/** Every label of the page with what stands behind it, in page order. */
export function labelsOf(page: PageLines): Labels {
  const all: Labelled[] = [];
  const lines = new Set<number>();
  const tables = new Map<Block, Labelled[]>();
  const below = new Set<Block>();
  let proseChars = 0;
  for (const line of page.lines) {
    if (isProse(line)) proseChars += line.text.length;
    if (line.text.length > LONGEST_LABEL_LINE) continue;
    const found = labelsIn(line, page);
    if (found.length === 0) continue;
    // In prose one colon may follow such a word; hardly two in a short line.
    const several = found.length >= 2 && line.text.length < 120;
    const starts = found.some((one) => one.starts);
    if (several || starts || isDated(line)) lines.add(line.index);
    for (const { entry } of found) all.push(entry);
    const table = starts ? tableOf(line.block) : null;
    if (!table) continue;
    const known = tables.get(table);
    if (!known && (proseChars >= MUCH_PROSE || isBelowOthers(page, table.first, 1))) below.add(table);
    if (known) known.push(...found.map(({ entry }) => entry));
    else
      tables.set(
        table,
        found.map(({ entry }) => entry),
      );
  }
  return {
    all,
    tables: new Set(
      [...tables]
        .filter(([table, found]) => !below.has(table) || isOfItem(page, table, found))
        .flatMap(([table, found]) => particulars(page, table, found)),
    ),
    lines,
  };
}

/** What stands below a text is a form or a list of its own, unless it gives one index number, and nothing but labels. */
function isOfItem(page: PageLines, table: Block, found: readonly Labelled[]): boolean {
  const [index, other] = found.filter(({ field }) => field === "index");
  return (
    index !== undefined &&
    other === undefined &&
    /\d/.test(index.value) &&
    table.end - table.first <= found.length * 2 + 1 &&
    page.lines.slice(table.first, table.end).every(({ linkChars }) => linkChars === 0)
  );
}

function isDated(line: Line): boolean {
  return (DATED.test(line.text) && line.text.length < 120) || isAged(line);
}

function isProse(line: Line): boolean {
  return line.text.length > 60 && !line.block.hidden && /[，。；]/.test(line.text) && line.linkChars < 20;
}

function tableOf(block: Block): Block | null {
  for (let at: Block | null = block; at; at = at.parent) {
    const name = at.element?.name;
    if (name === "table" || name === "dl" || name === "ul") return at;
  }
  return null;
}

/** The table where all of it tells of the item; where it lays out the article too, those of its rows that do. */
function particulars(page: PageLines, table: Block, found: readonly Labelled[]): readonly Block[] {
  const words = new Set(found.map(({ label }) => label));
  if (found.length > MOST_PARTICULARS || words.size < 2 || ![...words].some((word) => PARTICULARS.test(word)))
    return [];
  if (!found.some(({ state }) => state === "text")) return [];
  const lines = page.lines.slice(table.first, table.end);
  const chars = lines.reduce((sum, { text }) => sum + text.length, 0);
  const laidOut = lines.some(
    (line) => isProse(line) && !found.some((one) => line.index - one.line <= 1 && one.line <= line.index),
  );
  // A title above the labels, in a row of its own, is none of them.
  const labelsOnly = found[0]?.line === table.first;
  if (labelsOnly && !laidOut && chars < 1500 && words.size * 6 > lines.length - 12) return [table];
  return [...new Set(found.flatMap(({ line }) => rowOf(page.lines[line]?.block ?? null) ?? []))].filter(
    (row) => !page.lines.slice(row.first, row.end).some(isProse),
  );
}

function rowOf(block: Block | null): Block | null {
  for (let at = block; at; at = at.parent) if (/^(?:tr|li|dt|dd)$/.test(at.element?.name ?? "")) return at;
  return null;
}
