import { plain } from "./plain-text.ts";

/** Without it Excel and WPS take a file for another encoding than UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** One line of CSV (RFC 4180); no cell that a spreadsheet would run as a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(inert(plain(cell)))).join(",")}\r\n`;
}

/** A whole file of such lines. */
export function csvFile(rows: readonly (readonly (string | number)[])[]): string {
  return `${BYTE_ORDER_MARK}${rows.map((row) => csvLine(row.map(String))).join("")}`;
}

// The full-width signs too: East Asian editions of spreadsheets take them for the narrow ones.
function inert(cell: string): string {
  return /^\s*[=+\-@＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
