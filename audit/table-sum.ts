/** A total of a table that its parts do not come to, while the rest of the table proves how it is added up. */
export interface TableSum {
  readonly total: number;
  readonly sum: number;
  /** As they stand: `甲镇120`. */
  readonly parts: readonly string[];
  /** The row of the total, and the head of its column. */
  readonly row: string;
  readonly column: string;
  /** The line of the total. */
  readonly excerpt: string;
}

interface Row {
  readonly line: string;
  readonly label: string;
  readonly cells: readonly string[];
}

interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
  readonly total: Row;
}

const FIGURE = /^(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,4})?$/;
const TOTAL = /^(?:合\s?计|总\s?计)$/;
/** Rows that are parts of another row, or no parts at all. */
const NO_PART =
  /其中|小\s?计|合\s?计|总\s?计|以上|上述|平均|人均|累计|占|比|率|增|减|降|结转|结余|扣|净|上年|去年|^[（(]?[一二三四五六七八九十]+[、）)]|^[\d.]+[、.]/;
/** Columns that are not added up. */
const NO_SUM =
  /率|比|均|价|标准|名次|排名|位次|得分|评分|增|减|降|[%％]|年龄|年份|序|号|码|日|天|期|时间|占|度|距|最|类|级/;
const TOTAL_HEAD = /^(?:合计|总计|小计|总数)(?:[（(].{1,8}[）)])?$/;
/** What says that a total is not of all that stands above it. */
const LEFT_OUT = /剔除|不重复|去重|重复计|扣除重复|部分[镇县乡单项]|只列/;
const FEWEST_ROWS = 3;
const MOST_ROWS = 500;
/** How far a wrong total may lie from the sum, as a share of it. */
const FARTHEST = 0.1;

/**
 * Looks at plain tables alone: one line a row, figures in every cell, a single total below. A column is held to add up
 * only where another column of the same rows does; a row's total only where that of all other rows is right.
 */
export function tableSumsIn(text: string): readonly TableSum[] {
  if (!/[合总]\s?计/.test(text) || LEFT_OUT.test(text)) return [];
  const lines = text.split("\n").map((line) => line.trim());
  return lines.flatMap((line, at) => {
    const table = tableAbove(lines, line, at);
    return table ? [...rowFaults(table), ...columnFaults(table)] : [];
  });
}

function tableAbove(lines: readonly string[], line: string, at: number): Table | null {
  const total = rowOf(line);
  if (!total || !TOTAL.test(total.label) || total.cells.length < 2) return null;
  const rows: Row[] = [];
  let above = at - 1;
  for (; above >= 0; above--) {
    const row = rowOf(lines[above] ?? "");
    if (!row) break;
    if (row.cells.length !== total.cells.length || NO_PART.test(row.label)) return null;
    if (rows.length === MOST_ROWS) return null;
    rows.push(row);
  }
  rows.reverse();
  const heads = (lines[above] ?? "").split(/\s+/).slice(-total.cells.length);
  if (rows.length < FEWEST_ROWS || heads.length < total.cells.length || heads.some((head) => /\d/.test(head)))
    return null;
  return { heads, rows, total };
}

/** A name, perhaps behind its number in the list, and figures to the line's end. */
function rowOf(line: string): Row | null {
  if (line.length > LONGEST_ROW) return null;
  const words = line.split(/\s+/);
  const names = words.findLastIndex((word) => !FIGURE.test(word)) + 1;
  const label = words.slice(FIGURE.test(words[0] ?? "") ? 1 : 0, names).join(" ");
  const cells = words.slice(names);
  return label !== "" && cells.length > 0 ? { line, label, cells } : null;
}

const LONGEST_ROW = 200;

function columnFaults({ heads, rows, total }: Table): readonly TableSum[] {
  const columns = heads.map((head, at) => ({
    head,
    at,
    ...comparison(
      total.cells[at] ?? "",
      rows.map(({ cells }) => cells[at] ?? ""),
    ),
  }));
  const right = columns.filter(({ isRight, filled }) => isRight && filled >= 2);
  const wrong = columns.filter(({ isRight }) => !isRight);
  const [fault] = wrong;
  if (!fault || wrong.length > 1 || right.length === 0 || NO_SUM.test(fault.head) || !isNear(fault))
    return [];
  const parts = rows.map(({ label, cells }) => label + (cells[fault.at] ?? ""));
  return [
    { total: fault.total, sum: fault.sum, parts, row: total.label, column: fault.head, excerpt: total.line },
  ];
}

function rowFaults({ heads, rows, total }: Table): readonly TableSum[] {
  const at = heads.findIndex((head) => TOTAL_HEAD.test(head));
  if (at < 0 || heads.length < 3 || heads.some((head) => NO_SUM.test(head))) return [];
  const compared = [...rows, total].map((row) => ({
    row,
    ...comparison(
      row.cells[at] ?? "",
      row.cells.filter((_, cell) => cell !== at),
    ),
  }));
  const wrong = compared.filter(({ isRight }) => !isRight);
  const [fault] = wrong;
  if (!fault || wrong.length > 1 || !isNear(fault)) return [];
  const { row } = fault;
  const parts = heads.flatMap((head, cell) => (cell === at ? [] : [head + (row.cells[cell] ?? "")]));
  return [
    {
      total: fault.total,
      sum: fault.sum,
      parts,
      row: row.label,
      column: heads[at] ?? "",
      excerpt: row.line,
    },
  ];
}

interface Comparison {
  readonly total: number;
  readonly sum: number;
  readonly isRight: boolean;
  /** How many parts are more than nothing. */
  readonly filled: number;
  readonly most: number;
}

function comparison(written: string, parts: readonly string[]): Comparison {
  const decimals = [written, ...parts].map((figure) => figure.split(".")[1]?.length ?? 0);
  const values = parts.map(numberIn);
  const total = numberIn(written);
  const sum = Number(values.reduce((all, value) => all + value, 0).toFixed(Math.max(...decimals)));
  // What is written without decimals may have been rounded to that.
  const tolerance = 0.5 * 10 ** -Math.min(...decimals) * (parts.length + 1) + 1e-9;
  return {
    total,
    sum,
    isRight: Math.abs(total - sum) <= tolerance,
    filled: values.filter((value) => value > 0).length,
    most: Math.max(...values),
  };
}

/** A slip leaves a total near the sum; an average, or the end of works that run side by side, is far from it. */
function isNear({ total, sum, most, filled }: Comparison): boolean {
  return filled >= 2 && total > most && Math.abs(total - sum) <= sum * FARTHEST;
}

function numberIn(figure: string): number {
  return Number(figure.replaceAll(",", ""));
}
