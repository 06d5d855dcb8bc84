import { type CellStyle, colToLetter, type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { CategoryStateKind, UnitDuties } from "../domain/category-state.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { YearStatistics } from "../domain/year-facts.ts";
import { type ReportContext, sayIn } from "./context.ts";
import { ledgerRows } from "./csv.ts";
import { type Matrix, matrixOf, matrixRows } from "./matrix.ts";
import { plain } from "./plain-text.ts";
import { type ScoreView, scoreRows } from "./scores.ts";
import { statisticsRows } from "./year-statistics.ts";

/** A sheet of texts and numbers; the first row is its headings. */
export interface TextSheet {
  readonly name: string;
  readonly rows: readonly (readonly (string | number)[])[];
  /** In characters; the last holds for all further columns. */
  readonly widths: readonly number[];
  /** Columns that stay in view at the left. */
  readonly frozen: number;
  /** Background of a cell below the headings, RRGGBB; null: none. */
  readonly fill?: (row: number, column: number) => string | null;
}

/**
 * A patrol as a workbook: the ledger of findings, the matrix, and what else is given. Every cell is text or a
 * number, never a formula: titles come from foreign pages.
 * @param duties Empty where the patrol kept none: then there is no matrix.
 */
export async function reportXlsx(
  result: PatrolResult,
  context: ReportContext,
  duties: readonly UnitDuties[],
  more: readonly TextSheet[] = [],
): Promise<Uint8Array> {
  const say = sayIn(context.lang);
  const ledger: TextSheet = {
    name: say("整改台账", "Findings"),
    rows: ledgerRows(result, context),
    widths: [6, 16, 10, 16, 10, 18, 12, 40, 10, 10, 40, 40, 30, 30, 12, 12, 12, 30, 30],
    frozen: 2,
  };
  const sheets = duties.length === 0 ? [ledger] : [ledger, matrixSheet(matrixOf(duties, context), context)];
  return writeXlsx({ sheets: [...sheets, ...more].map(written) });
}

/** The ranking as a sheet. */
export function scoreSheet(
  scores: readonly ScoreView[],
  period: Parameters<typeof scoreRows>[1],
  context: ReportContext,
): TextSheet {
  const name = sayIn(context.lang)("得分排名", "Scores");
  return {
    name,
    rows: scoreRows(scores, period, context),
    widths: [8, 18, 10, 8, 12, 12, 80, 24],
    frozen: 2,
  };
}

/** A year's statistics as a sheet. */
export function statisticsSheet(statistics: YearStatistics, context: ReportContext): TextSheet {
  const name = sayIn(context.lang)(`${statistics.year}年统计`, `Year ${statistics.year}`);
  return {
    name,
    rows: statisticsRows(statistics, context),
    widths: [18, 10, 14, ...Array<number>(12).fill(7), 10],
    frozen: 1,
  };
}

/** Pale enough to be read in print; each cell says its state in words too. */
const FILLS: Readonly<Record<CategoryStateKind, string | null>> = {
  filled: "E6F2EA",
  empty: "F6D5D5",
  stale: "FBE7C6",
  cantTell: "E4E6EA",
  exempt: null,
  declared: null,
  notDemanded: null,
};

function matrixSheet(matrix: Matrix, context: ReportContext): TextSheet {
  const rows = matrixRows(matrix, context);
  const figures = (rows[0]?.length ?? 0) - matrix.categories.length;
  return {
    name: sayIn(context.lang)("目录矩阵", "Matrix"),
    rows,
    widths: [18, 10, ...Array<number>(figures - 2).fill(9), 14],
    frozen: 1,
    fill(row, column) {
      const cell = matrix.units[row]?.cells[column - figures];
      if (!cell || (cell.state === "empty" && cell.confidence === null)) return null;
      return FILLS[cell.state];
    },
  };
}

const HEADING: CellStyle = {
  font: { bold: true },
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "EEF2F7" } },
  alignment: { wrapText: true, vertical: "top" },
};

function written({ name, rows, widths, frozen, fill }: TextSheet): WriteSheet {
  const width = rows[0]?.length ?? 0;
  const cells = new Map<string, { style: CellStyle }>();
  for (let column = 0; column < width; column += 1) cells.set(`0,${column}`, { style: HEADING });
  for (const row of rows.slice(1).keys())
    for (let column = 0; column < width; column += 1) {
      const colour = fill?.(row, column) ?? null;
      const style: CellStyle = { alignment: { wrapText: true, vertical: "top" } };
      if (colour !== null) style.fill = { type: "pattern", pattern: "solid", fgColor: { rgb: colour } };
      cells.set(`${row + 1},${column}`, { style });
    }
  return {
    name,
    rows: rows.map((row) => row.map(cellValue)),
    columns: Array.from({ length: width }, (_, at) => ({ width: widths[at] ?? widths.at(-1) ?? 12 })),
    cells,
    freezePane: { rows: 1, columns: frozen },
    autoFilter: { range: `A1:${colToLetter(Math.max(width - 1, 0))}${Math.max(rows.length, 1)}` },
    pageSetup: {
      paperSize: "a3",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: "$1:$1",
    },
  };
}

/** Whole numbers as such, so that they can be summed; a code such as 02.01 stays text. */
function cellValue(value: string | number): string | number {
  if (typeof value === "number") return value;
  return /^(?:0|[1-9]\d{0,8})$/.test(value) ? Number(value) : plain(value);
}
