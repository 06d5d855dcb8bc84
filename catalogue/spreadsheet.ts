import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parseCsv } from "hucre/csv";
import { type Cell, colToLetter, readXls, readXlsx, type Sheet } from "hucre/xlsx";
import { InputError } from "../domain/input-error.ts";

/** A cell with its place as a spreadsheet calls it: `C12`. */
export interface SheetCell {
  readonly at: string;
  /** White space joined; empty where nothing stands in it. Of a merged area each cell holds its text. */
  readonly text: string;
  /** The text is that of a merged area which began above, or to the left of, this cell. */
  readonly merged: "down" | "across" | null;
}

export interface Spreadsheet {
  /** Name of the sheet that was read; null for CSV. */
  readonly sheet: string | null;
  /** By row, every row as wide as the widest. */
  readonly rows: readonly (readonly SheetCell[])[];
}

/** More would not be a catalogue. */
const MOST_ROWS = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The cells of one sheet of an xlsx or xls file, or of a CSV file in UTF-8 or GB 18030.
 * @param sheet Its name; null: the first that is not hidden and not empty.
 * @throws InputError where there is no such file or sheet, or it is none of these.
 */
export async function readSpreadsheet(file: string, sheet: string | null): Promise<Spreadsheet> {
  const bytes = await bytesOf(file);
  const extension = extname(file).toLowerCase();
  if (extension === ".csv") return { sheet: null, rows: cellsOf(rowsOfCsv(bytes), []) };
  if (extension !== ".xlsx" && extension !== ".xls")
    throw new InputError(file, null, "", "应为 xlsx、xls 或 csv 文件；WPS 的 et 文件请另存为 xlsx");
  const options = { maxRows: MOST_ROWS };
  let sheets: readonly Sheet[];
  try {
    sheets = (extension === ".xls" ? await readXls(bytes, options) : await readXlsx(bytes, options)).sheets;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(file, null, "", `不是可读的表格文件（${why}）；请用 Excel 或 WPS 另存为 xlsx`);
  }
  const shown = sheets.filter((one) => !one.hidden && !one.veryHidden && one.rows.length > 0);
  const found = sheet === null ? shown[0] : sheets.find(({ name }) => name === sheet);
  if (!found) {
    const names = shown.map(({ name }) => name).join("、") || "无";
    throw new InputError(
      file,
      null,
      "",
      `没有${sheet === null ? "有内容的" : `名为“${sheet}”的`}工作表；可选：${names}`,
    );
  }
  return {
    sheet: found.name,
    rows: cellsOf(
      found.rows.map((row) => row.map(textOf)),
      found.merges ?? [],
    ),
  };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(file, null, "", `无法读取（${why}）`);
  }
  if (bytes.length > MOST_BYTES) throw new InputError(file, null, "", "文件超过 64 MB，不是目录");
  return bytes;
}

function rowsOfCsv(bytes: Uint8Array): string[][] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // What Chinese editions of Excel write.
    text = new TextDecoder("gb18030").decode(bytes);
  }
  return parseCsv(text, { skipEmptyRows: false }).map((row) =>
    row.map((value) => joined(String(value ?? ""))),
  );
}

function textOf(value: Cell["value"] | undefined): string {
  if (value === null || value === undefined) return "";
  return joined(value instanceof Date ? value.toISOString().slice(0, 10) : String(value));
}

function joined(text: string): string {
  return text.replace(/[\s\u200b\ufeff]+/g, " ").trim();
}

interface Area {
  readonly startRow: number;
  readonly startCol: number;
  readonly endRow: number;
  readonly endCol: number;
}

function cellsOf(rows: readonly (readonly string[])[], areas: readonly Area[]): SheetCell[][] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const cells = rows.map((row, y) =>
    Array.from(
      { length: width },
      (_, x): SheetCell => ({ at: `${colToLetter(x)}${y + 1}`, text: row[x] ?? "", merged: null }),
    ),
  );
  for (const { startRow, startCol, endRow, endCol } of areas) {
    const text = cells[startRow]?.[startCol]?.text ?? "";
    for (let y = startRow; y <= Math.min(endRow, cells.length - 1); y += 1)
      for (let x = startCol; x <= Math.min(endCol, width - 1); x += 1) {
        const row = cells[y];
        const cell = row?.[x];
        if (!row || !cell || (x === startCol && y === startRow)) continue;
        row[x] = { at: cell.at, text, merged: x > startCol ? "across" : "down" };
      }
  }
  return cells;
}
