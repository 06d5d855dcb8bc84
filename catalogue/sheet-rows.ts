import { InputError } from "../domain/input-error.ts";
import type { NotUnderstood } from "./import.ts";
import type { SheetCell, Spreadsheet } from "./spreadsheet.ts";

/** One row of a catalogue in a spreadsheet, in its own words. */
export interface CatalogueRow {
  /** 1-based, as the spreadsheet counts. */
  readonly row: number;
  /** 一级事项, 二级事项, 三级事项, as deep as it goes; at least one. */
  readonly path: readonly string[];
  /** The cell of the deepest. */
  readonly nameAt: string;
  /** 公开内容; empty where there is none, as the next. */
  readonly holds: string;
  readonly basis: string;
  /** 公开时限; null where its cell is empty. So is the next. */
  readonly deadline: SheetCell | null;
  readonly publisher: SheetCell | null;
  /** 所属栏目: the last part of each. */
  readonly columns: readonly string[];
}

const HEADINGS = {
  code: /^(?:序号|编号|编码)$/,
  first: /^(?:一级(?:公开)?(?:事项|目录|类别|栏目)|公开事项(?:类别|一级)|事项类别)$/,
  second: /^(?:二级(?:公开)?(?:事项|目录|类别|栏目)|公开事项(?:名称|二级)|事项名称)$/,
  third: /^(?:三级(?:公开)?(?:事项|目录|类别|栏目)|公开事项三级)$/,
  holds: /^公开(?:的)?(?:内容|内容(?:和|及)?要素|要素|内容要求)$|^(?:内容|公开内容)\(要素\)$/,
  basis: /^(?:公开|法律|政策)?依据$/,
  deadline: /^(?:公开)?(?:时限|期限|时间)(?:要求)?$|^更新(?:时限|周期|频率)$/,
  publisher: /^(?:公开|责任|发布)(?:主体|单位|部门)$/,
  channel: /^公开(?:渠道|载体|方式|形式|渠道和载体|渠道及载体)$/,
  column: /^(?:所属|对应|发布|公开)?栏目(?:名称)?$/,
} as const;
type Heading = keyof typeof HEADINGS;
const HEADING_NAMES = Object.keys(HEADINGS) as Heading[]; // the keys are those of the constant

/** The heading must stand within these rows. */
const FIRST_ROWS = 30;

/**
 * The rows of a catalogue below its headings, merged cells and blanks in the tree of names filled in.
 * `title` is what stands over the headings; null where nothing does.
 * @throws InputError where there are no such headings.
 */
export function rowsOf(
  { rows }: Spreadsheet,
  file: string,
): {
  readonly title: string | null;
  readonly rows: readonly CatalogueRow[];
  readonly notes: readonly NotUnderstood[];
} {
  const head = rows.slice(0, FIRST_ROWS).findIndex((row) => {
    const found = placesIn(row);
    return (found.has("first") || found.has("second")) && found.size >= 3;
  });
  const headings = rows[head];
  if (!headings)
    throw new InputError(
      file,
      null,
      "",
      "找不到表头：应有“一级事项”“二级事项”“公开内容”“公开依据”“公开时限”“公开主体”等列，且在前 30 行之内",
    );
  const places = placesIn(headings);
  if (!places.has("publisher"))
    throw new InputError(file, head + 1, "", "表头缺少“公开主体”一列；没有它不知道由谁公开");
  const notes: NotUnderstood[] = headings
    .filter(({ text, merged }) => text !== "" && merged !== "across" && headingOf(text) === null)
    .map(({ at, text }) => ({ at, problem: `表头“${text}”不是已知的列，没有使用` }));
  const read: CatalogueRow[] = [];
  let above: readonly (string | null)[] = [];
  for (const [below, row] of rows.slice(head + 1).entries()) {
    if (row.every(({ text }) => text === "")) continue;
    const same = placesIn(row);
    if (same.size >= 3) continue; // the headings again, at the top of a printed page
    if (isNote(row)) {
      const [cell] = row.filter(({ text }) => text !== "");
      // The headings may take two rows; the second one's cells repeat the first's.
      if (cell && cell.text !== headings[0]?.text)
        notes.push({ at: cell.at, problem: `“${cell.text.slice(0, 40)}”横跨整行，作为说明，没有导入` });
      continue;
    }
    const levels = levelsOf(row, places, above);
    const line = catalogueRow(row, head + 2 + below, places, levels);
    if (line) {
      read.push(line);
      above = levels;
    } else {
      const [cell] = row.filter(({ text }) => text !== "");
      if (cell)
        notes.push({ at: cell.at, problem: `这一行没有事项名称，没有导入：“${cell.text.slice(0, 40)}”` });
    }
  }
  return { title: titleOver(rows.slice(0, head)), rows: read, notes };
}

function headingOf(text: string): Heading | null {
  const plain = text.normalize("NFKC").replace(/\s+/g, "");
  return HEADING_NAMES.find((name) => HEADINGS[name].test(plain)) ?? null;
}

/** Where each heading stands, the first of each. */
function placesIn(row: readonly SheetCell[]): ReadonlyMap<Heading, number> {
  const places = new Map<Heading, number>();
  for (const [at, { text, merged }] of row.entries()) {
    const heading = merged === "across" ? null : headingOf(text);
    if (heading && !places.has(heading)) places.set(heading, at);
  }
  return places;
}

/** One text across at least half of the row, and nothing else. */
function isNote(row: readonly SheetCell[]): boolean {
  const filled = row.filter(({ text }) => text !== "");
  const [first] = filled;
  const across = filled.filter(({ merged }) => merged === "across");
  if (first && filled.length === 1 && /^(?:注|备注|说明|填表|附)[:：]?/.test(first.text)) return true;
  return (
    first !== undefined && across.length * 2 >= row.length && filled.every(({ text }) => text === first.text)
  );
}

function titleOver(rows: readonly (readonly SheetCell[])[]): string | null {
  for (const row of rows) {
    const texts = new Set(row.map(({ text }) => text).filter((text) => text !== ""));
    const [text] = texts;
    if (texts.size === 1 && text && text.length >= 4 && !/^附件/.test(text)) return text.replace(/\s+/g, "");
  }
  return null;
}

/** Its names by level. A name is written once and left out below it, as long as nothing above it changes. */
function levelsOf(
  row: readonly SheetCell[],
  places: ReadonlyMap<Heading, number>,
  above: readonly (string | null)[],
): readonly (string | null)[] {
  const own = levelCells(row, places).map((cell) => cell?.text ?? null);
  const deepest = own.findLastIndex((text) => text !== null);
  let unchanged = true;
  return own.map((text, at) => {
    if (at > deepest) return null;
    const level: string | null = text ?? (unchanged ? (above[at] ?? null) : null);
    unchanged &&= level === above[at];
    return level;
  });
}

function levelCells(
  row: readonly SheetCell[],
  places: ReadonlyMap<Heading, number>,
): readonly (SheetCell | null)[] {
  const levels = (["first", "second", "third"] as const).filter((level) => places.has(level));
  return levels.map((level) => cellAt(row, places, level));
}

/** null where nothing stands in it. */
function cellAt(
  row: readonly SheetCell[],
  places: ReadonlyMap<Heading, number>,
  heading: Heading,
): SheetCell | null {
  const at = places.get(heading);
  const found = at === undefined ? undefined : row[at];
  return found && found.text !== "" ? found : null;
}

function catalogueRow(
  row: readonly SheetCell[],
  number: number,
  places: ReadonlyMap<Heading, number>,
  levels: readonly (string | null)[],
): CatalogueRow | null {
  const cell = (heading: Heading) => cellAt(row, places, heading);
  const named = levelCells(row, places).findLast((one) => one !== null);
  if (!named) return null;
  const names = levels.filter((level) => level !== null).map(withoutNumber);
  // A name that is merged across two levels is one.
  const path = names.filter((name, at) => name !== names[at - 1]);
  return {
    row: number,
    path,
    nameAt: named.at,
    holds: cell("holds")?.text ?? "",
    basis: cell("basis")?.text ?? "",
    deadline: dashed(cell("deadline")),
    publisher: dashed(cell("publisher")),
    columns: columnsIn(cell("column")?.text ?? ""),
  };
}

/** A dash in a cell says that nothing stands there. */
function dashed(cell: SheetCell | null): SheetCell | null {
  return cell && /^[-—–/无\s]+$/.test(cell.text) ? null : cell;
}

/** 一、机构概况 and （一）机构概况 are called 机构概况. */
function withoutNumber(name: string): string {
  const plain = name.replace(
    /^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})*[、.．]\s?)\s*/,
    "",
  );
  return plain === "" ? name : plain;
}

/** 政务公开>机构概况；领导之窗: the last part of each way. */
function columnsIn(text: string): string[] {
  return text
    .split(/[;；、,，\n]/)
    .map(
      (way) =>
        way
          .split(/[>→»›\\/]|-(?=>)|—{1,2}/)
          .at(-1)
          ?.trim() ?? "",
    )
    .map((name) => name.replace(/^[“"「]|[”"」]$|栏目$/g, ""))
    .filter((name) => name !== "");
}
