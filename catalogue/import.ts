import { createHash } from "node:crypto";
import { basename, extname } from "node:path";
import type { Catalogue, Obliged } from "../domain/catalogue.ts";
import { InputError } from "../domain/input-error.ts";
import type { Period } from "../domain/time.ts";
import { contentInWords } from "./content-words.ts";
import { periodInWords } from "./deadline-words.ts";
import { publishersInWords } from "./publisher-words.ts";
import { type CatalogueRow, rowsOf } from "./sheet-rows.ts";
import type { Spreadsheet } from "./spreadsheet.ts";

/** What a cell says that was not understood; for a person to decide. */
export interface NotUnderstood {
  /** `C12`. */
  readonly at: string;
  readonly problem: string;
}

/** A spreadsheet as a catalogue file. Where something was not understood the file does not pass as a catalogue yet. */
export interface ImportedCatalogue {
  readonly yaml: string;
  readonly categories: number;
  /** Must be decided by a person: the catalogue's loader refuses these places. */
  readonly open: readonly NotUnderstood[];
  /** Was left out, or taken in the way that accuses nobody. */
  readonly notes: readonly NotUnderstood[];
}

export interface ImportNames {
  /** null: from the file's name. */
  readonly id: string | null;
  /** null: from the title over the table, or the file's name. */
  readonly name: string | null;
}

/**
 * A catalogue file from a spreadsheet. Nothing is guessed: a 公开主体 or 公开时限 that is not understood stays
 * open in the file, with its words and cell beside it.
 * @param known Catalogues whose names tell what a category holds.
 * @throws InputError where no row of headings is found, or nothing stands below it.
 */
export function importCatalogue(
  sheet: Spreadsheet,
  file: string,
  names: ImportNames,
  known: readonly Catalogue[],
): ImportedCatalogue {
  const { title, rows, notes: skipped } = rowsOf(sheet, file);
  const open: NotUnderstood[] = [];
  const notes: NotUnderstood[] = [...skipped];
  const categories = withCodes(together(rows)).map(({ code, rows: own }) =>
    entryOf(code, own, known, open, notes),
  );
  if (categories.length === 0) throw new InputError(file, null, "", "表头以下没有任何事项");
  const plainFile = basename(file, extname(file));
  const name = names.name ?? title ?? plainFile;
  const id = names.id ?? idFrom(plainFile);
  const head = [
    `# 由 ${basename(file)}${sheet.sheet === null ? "" : `（工作表“${sheet.sheet}”）`}导入。每项的注释写明所在的行和原文。`,
    "# 表中没有的，取不会误判的一种：空栏目一律请人看（ifEmpty: review），不要求要素；content 由名称判断。",
    "# 核对以后，把 provenance 改为 official，或在门户文件里写 catalogueAdoptedOn；此前据此的问题只作“疑似”。",
    ...(open.length > 0 ? [`# 有 ${open.length} 处未能理解，标有“待定”；补写以前不能使用。`] : []),
    "schema: xuncha/catalogue@1",
    `id: ${scalar(id)}`,
    `name: ${scalar(name)}`,
    `basis: ${scalar(name)}`,
    "provenance: reconstructed",
    "categories:",
  ];
  return { yaml: `${[...head, ...categories].join("\n")}\n`, categories: categories.length, open, notes };
}

/** A name in Latin letters and digits is an id; others are told apart by their digest. */
function idFrom(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return /[a-z]/.test(plain)
    ? plain
    : `imported-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** Several rows of one name in one place of the tree are one category: they list what it holds. */
function together(rows: readonly CatalogueRow[]): (readonly CatalogueRow[])[] {
  const groups = new Map<string, CatalogueRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.path);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Numbers by the place in the tree, as they stand: `02.01`, `02.01.03`. */
function withCodes(
  groups: readonly (readonly CatalogueRow[])[],
): { readonly code: string; readonly rows: readonly CatalogueRow[] }[] {
  const numbers = new Map<string, Map<string, number>>();
  return groups.map((rows) => {
    const path = rows[0]?.path ?? [];
    const code = path.map((step, depth) => {
      const above = JSON.stringify(path.slice(0, depth));
      const beside = numbers.get(above) ?? new Map<string, number>();
      numbers.set(above, beside);
      if (!beside.has(step)) beside.set(step, beside.size + 1);
      return String(beside.get(step)).padStart(2, "0");
    });
    return { code: code.join("."), rows };
  });
}

function entryOf(
  code: string,
  rows: readonly CatalogueRow[],
  known: readonly Catalogue[],
  open: NotUnderstood[],
  notes: NotUnderstood[],
): string {
  const [first] = rows;
  if (!first) return "";
  const { path } = first;
  const name = path.at(-1) ?? "";
  const content = contentInWords(name, path.slice(0, -1), known);
  if (content === null)
    notes.push({
      at: first.nameAt,
      problem: `从“${name}”看不出内容类型，按发生时公布（event）处理，不查更新节奏`,
    });
  const who = publishersOf(rows, open);
  const period = periodOf(rows, open);
  const basis = [...new Set(rows.map((row) => row.basis).filter((words) => words !== ""))].join("；");
  const aliases = [...new Set(rows.flatMap((row) => row.columns))].filter((alias) => alias !== name);
  const holds = [...new Set(rows.map((row) => row.holds).filter((words) => words !== ""))].join("；");
  return [
    `  - code: ${JSON.stringify(code)} # 第 ${rows.map((row) => row.row).join("、")} 行${holds === "" ? "" : `：${oneLine(holds)}`}`,
    `    name: ${scalar(name)}`,
    ...(path.length > 1 ? [`    group: ${scalar(path.at(-2) ?? "")}`] : []),
    ...(aliases.length > 0 ? [`    aliases: [${aliases.map(scalar).join(", ")}]`] : []),
    `    for: ${who}`,
    `    content: ${content ?? "event"}`,
    `    updateWithin: ${period}`,
    "    ifEmpty: review",
    ...(basis === "" ? [] : [`    basis: ${scalar(basis)}`]),
  ].join("\n");
}

function publishersOf(rows: readonly CatalogueRow[], open: NotUnderstood[]): string {
  const who = new Set<Obliged>();
  const words = new Set<string>();
  let understood = true;
  for (const { publisher } of rows) {
    const read = publisher && publishersInWords(publisher.text);
    if (publisher) words.add(publisher.text);
    for (const one of read ?? []) who.add(one);
    if (read) continue;
    understood = false;
    open.push(
      publisher
        ? { at: publisher.at, problem: `公开主体“${publisher.text}”未能理解` }
        : {
            at: rows[0]?.nameAt ?? "",
            problem: "没有写公开主体（CSV 不保留合并单元格，合并过的请存为 xlsx）",
          },
    );
  }
  const told = `公开主体：${oneLine([...words].join("；")) || "（空）"}`;
  if (!understood) return `[] # 待定。${told}`;
  return `[${[...who].map((one) => JSON.stringify(one)).join(", ")}] # ${told}`;
}

function periodOf(rows: readonly CatalogueRow[], open: NotUnderstood[]): string {
  const deadlines = rows.map(({ deadline }) => deadline).filter((deadline) => deadline !== null);
  const told = oneLine([...new Set(deadlines.map(({ text }) => text))].join("；"));
  // No word about it is no period.
  if (deadlines.length === 0) return "none # 没有写公开时限";
  const before = open.length;
  const periods = new Set<Period>();
  for (const { at, text } of deadlines) {
    const period = periodInWords(text);
    if (period === undefined) open.push({ at, problem: `公开时限“${text}”未能理解` });
    else if (period !== null) periods.add(period);
  }
  if (periods.size > 1)
    open.push({ at: deadlines[0]?.at ?? "", problem: `同一事项有几种更新周期（${told}）` });
  if (open.length > before) return `待定 # 公开时限：${told}；请写 none 或 P14D、P6M、P1Y 之类的时长`;
  const [period = "none"] = periods;
  return `${period} # 公开时限：${told}`;
}

/** Quoted wherever YAML might take it for something else than text. */
function scalar(text: string): string {
  return /^[\u4e00-\u9fffA-Za-z][\u4e00-\u9fff\w（）《》〔〕、，。；“”-]*$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
