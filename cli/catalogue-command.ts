import { writeFile } from "node:fs/promises";
import { type CategoryChange, compareCatalogues } from "../catalogue/compare.ts";
import type { ImportedCatalogue, ImportNames } from "../catalogue/import.ts";
import { builtInCatalogues, isSpreadsheet, loadCatalogue, parseCatalogue } from "../catalogue/load.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import { InputError } from "../domain/input-error.ts";
import type { Lang } from "../reports/context.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";

export interface ImportArguments extends ImportNames {
  readonly file: string;
  /** Name of the sheet; null: the first. */
  readonly sheet: string | null;
  /** null: to stdout. */
  readonly out: string | null;
}

/** `xuncha catalogue import`: a spreadsheet as a catalogue file; what was not understood goes to stderr. */
export async function catalogueImport(args: ImportArguments, output: Output): Promise<ExitCode> {
  const imported = await importFrom(args.file, args.sheet, args);
  if (args.out === null) output.result(imported.yaml);
  else await write(args.out, imported.yaml);
  process.stderr.write(`${importText(imported).join("\n")}\n`);
  return EXIT.complete;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw new UsageError(`${file} 已存在，没有覆盖`);
    throw new UsageError(`${file} 写不了：${error instanceof Error ? error.message : String(error)}`);
  }
}

async function importFrom(
  file: string,
  sheet: string | null,
  names: ImportNames,
): Promise<ImportedCatalogue> {
  // A reader of spreadsheets is loaded by whoever has one.
  const { importCatalogue } = await import("../catalogue/import.ts");
  const { readSpreadsheet } = await import("../catalogue/spreadsheet.ts");
  const known = await Promise.all(builtInCatalogues().map(({ id }) => loadCatalogue(id, null)));
  return importCatalogue(await readSpreadsheet(file, sheet), file, names, known);
}

function importText({ categories, open, notes }: ImportedCatalogue): string[] {
  return [
    `导入 ${categories} 个类别；${open.length === 0 ? "公开主体和公开时限都已理解" : `${open.length} 处未能理解，文件中标有“待定”，补写以前不能使用：`}`,
    ...open.map(({ at, problem }) => `  ${at}　${problem}`),
    ...(notes.length > 0 ? ["另请留意："] : []),
    ...notes.map(({ at, problem }) => `  ${at}　${problem}`),
  ];
}

/**
 * A catalogue as a user names it: a built-in id, a file of ours, or a spreadsheet.
 * @throws InputError naming each cell that was not understood.
 */
export async function namedCatalogue(idOrFile: string, lang: Lang): Promise<Catalogue> {
  if (!isSpreadsheet(idOrFile)) return loadCatalogue(idOrFile, null, lang);
  const { yaml, open } = await importFrom(idOrFile, null, { id: null, name: null });
  const [first, ...more] = open.map(({ at, problem }) => ({ line: null, key: at, problem }));
  if (first) throw new InputError(idOrFile, null, first.key, first.problem, more);
  return parseCatalogue(yaml, idOrFile, lang);
}

/** `xuncha catalogue diff`: what the later of two versions changes, in an inspector's words. */
export async function catalogueDiff(
  [earlier, later]: readonly [string, string],
  { json, lang }: { readonly json: boolean; readonly lang: Lang },
  output: Output,
): Promise<ExitCode> {
  const [before, after] = await Promise.all([namedCatalogue(earlier, lang), namedCatalogue(later, lang)]);
  const changes = compareCatalogues(before, after);
  output.result(json ? JSON.stringify(changes, null, 2) : diffText(before, after, changes));
  return EXIT.complete;
}

function diffText(before: Catalogue, after: Catalogue, changes: readonly CategoryChange[]): string {
  const head = `${before.name}（${before.categories.length} 个类别）→ ${after.name}（${after.categories.length} 个类别）`;
  if (changes.length === 0) return `${head}\n没有变化`;
  const parts = (
    [
      ["added", "新增"],
      ["removed", "删去"],
      ["changed", "修改"],
    ] as const
  ).map(([kind, title]) => ({ title, of: changes.filter((change) => change.kind === kind) }));
  return [
    head,
    parts.map(({ title, of }) => `${title} ${of.length} 个`).join("，"),
    ...parts.flatMap(({ title, of }) =>
      of.length === 0
        ? []
        : ["", title, ...of.map(({ code, name, words }) => `  ${code}　${name}：${words.join("；")}`)],
    ),
  ].join("\n");
}
