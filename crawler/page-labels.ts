import type { Field } from "./label-words.ts";
import { labelsIn } from "./line-labels.ts";
import type { Block, PageLines } from "./page-lines.ts";

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
  /** Lines that begin with a label, or hold several, or one behind a date. */
  readonly lines: ReadonlySet<number>;
}

/** Field labels that only a table of an item's particulars has. */
const PARTICULARS =
  /索引|索取号|字号|文号|文件编号|发布机构|发文机关|主题分类|信息分类|成文日期|生成日期|公开日期|公开方式|体裁|主题词|有效性/;
const DATED = /^[（(【[]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d/;
const LONGEST_LABEL_LINE = 500;

/** Every label of the page with what stands behind it, in page order. */
export function labelsOf(page: PageLines): Labels {
  const all: Labelled[] = [];
  const lines = new Set<number>();
  const perTable = new Map<Block, Set<string>>();
  for (const line of page.lines) {
    if (line.text.length > LONGEST_LABEL_LINE) continue;
    const found = labelsIn(line, page);
    if (found.length === 0) continue;
    // In prose one colon may follow such a word; hardly two in a short line.
    const several = found.length >= 2 && line.text.length < 120;
    if (several || found.some((one) => one.starts) || (DATED.test(line.text) && line.text.length < 120))
      lines.add(line.index);
    for (const { entry } of found) {
      all.push(entry);
      const table = tableOf(line.block);
      if (!table || !found[0]?.starts) continue;
      const words = perTable.get(table) ?? new Set();
      perTable.set(table, words.add(entry.label));
    }
  }
  const tables = new Set(
    [...perTable].filter(([table, words]) => isParticulars(page, table, words)).map(([t]) => t),
  );
  return { all, tables, lines };
}

function tableOf(block: Block): Block | null {
  for (let at: Block | null = block; at; at = at.parent) {
    const name = at.element?.name;
    if (name === "table" || name === "dl" || name === "ul") return at;
  }
  return null;
}

function isParticulars(page: PageLines, table: Block, words: ReadonlySet<string>): boolean {
  if (words.size < 2 || ![...words].some((word) => PARTICULARS.test(word))) return false;
  let chars = 0;
  for (let at = table.first; at < table.end; at++) chars += page.lines[at]?.text.length ?? 0;
  return chars < 1500 && words.size * 6 > table.end - table.first - 12;
}
