import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Catalogue,
  type Category,
  CONTENTS,
  DEFAULT_PERIODS,
  ELEMENTS,
  EMPTY_POLICIES,
  type Obliged,
  type Provenance,
} from "../domain/catalogue.ts";
import { InputError } from "../domain/input-error.ts";
import type { Text } from "../domain/outcome.ts";
import { UNIT_KINDS } from "../domain/portal.ts";
import { isPeriod, type Period } from "../domain/time.ts";
import type { Placed } from "./placed.ts";
import { type Lang, readText, YamlFile } from "./yaml-file.ts";

const SCHEMA = "xuncha/catalogue@1";

/** The catalogues that come with the product; each is a file of that name beside this one. */
const BUILT_IN = [
  { id: "hubei-basic-2016", name: "湖北省政府信息公开基本目录（2016年）" },
  { id: "regulation-2019", name: "政府信息公开条例（2019年修订）主动公开事项" },
] as const;

/** Id and name of every catalogue that comes with the product. */
export function builtInCatalogues(): { readonly id: string; readonly name: string }[] {
  return [...BUILT_IN];
}

/**
 * The file of a catalogue; null where there is none.
 * @param idOrPath A built-in id, or a path.
 * @param relativeTo The file that names it, which a path is relative to; null: the working directory.
 */
export function catalogueFile(idOrPath: string, relativeTo: string | null): string | null {
  if (BUILT_IN.some(({ id }) => id === idOrPath)) return builtInFile(idOrPath);
  const path = relativeTo === null ? resolve(idOrPath) : resolve(dirname(relativeTo), idOrPath);
  return existsSync(path) ? path : null;
}

/** Whether a file's name is that of a spreadsheet. */
export function isSpreadsheet(file: string): boolean {
  return [".xlsx", ".xls", ".csv", ".et"].includes(extname(file).toLowerCase());
}

/**
 * Reads a catalogue; the parameters are those of {@link catalogueFile}.
 * @throws InputError where there is none, or where its file has faults.
 */
export async function loadCatalogue(
  idOrPath: string,
  relativeTo: string | null,
  lang: Lang = "zh",
): Promise<Catalogue> {
  const file = catalogueFile(idOrPath, relativeTo);
  if (file === null) throw new InputError(idOrPath, null, "", noCatalogue(idOrPath)[lang]);
  return parseCatalogue(await readText(file, lang), file, lang);
}

/** The message that neither a built-in catalogue nor a file is so called. */
export function noCatalogue(idOrPath: string): Text {
  const ids = BUILT_IN.map(({ id }) => id);
  return {
    zh: `没有叫 ${idOrPath} 的内置目录，也没有这个文件；内置目录有：${ids.join("、")}`,
    en: `no built-in catalogue or file is called ${idOrPath}; built in: ${ids.join(", ")}`,
  };
}

/**
 * A catalogue from its YAML text. Periods are resolved; `version` is a digest of the text.
 * @param file How messages call it.
 * @throws InputError that names file, line, key and what was expected, for up to twenty faults at once.
 */
export function parseCatalogue(text: string, file: string, lang: Lang = "zh"): Catalogue {
  const yaml = new YamlFile(text, file, lang);
  const top = yaml.root.fields(["schema", "id", "name", "basis", "provenance", "categories"]);
  top.schema.oneOf([SCHEMA]);
  const provenance = top.provenance.oneOf(["official", "reconstructed"]);
  const seen = new Set<string>();
  const catalogue: Catalogue = {
    id: top.id.text(),
    name: top.name.text(),
    basis: top.basis.text(),
    provenance,
    version: createHash("sha256").update(text).digest("hex").slice(0, 16),
    categories: top.categories.list(
      (entry) => categoryFrom(entry, provenance === "official" ? "source" : "reconstructed", seen),
      1,
    ),
  };
  yaml.end();
  return catalogue;
}

/** @param seen Codes of the categories above it. */
function categoryFrom(entry: Placed, provenance: Provenance, seen: Set<string>): Category {
  const at = entry.fields(
    ["code", "name", "for", "content", "ifEmpty"],
    ["group", "aliases", "keywords", "updateWithin", "since", "requires", "basis", "provenance"],
  );
  const code = at.code.text({ zh: '带引号的编码，如 "02.01"', en: 'a code in quotes, as "02.01"' });
  if (code !== "" && seen.has(code))
    at.code.report({ zh: `编码 ${code} 重复`, en: `the code ${code} stands twice` });
  seen.add(code);
  const content = at.content.oneOf(CONTENTS);
  const told = at.provenance.or(null, (p) => p.fields([], ["duty", "period"]));
  const provenanceOf = (part: Placed | undefined) =>
    part?.or(provenance, (p) => p.oneOf(["source", "reconstructed"])) ?? provenance;
  return {
    code,
    name: at.name.text(),
    group: at.group.or(null, (g) => g.text()),
    aliases: at.aliases.or([], texts),
    keywords: at.keywords.or([], texts),
    for: at.for.list(obligedFrom, 1),
    content,
    updateWithin: at.updateWithin.or(DEFAULT_PERIODS[content], periodFrom),
    ifEmpty: at.ifEmpty.oneOf(EMPTY_POLICIES),
    since: at.since.or(null, (year) => year.number({ min: 1949, max: 9999, integer: true })),
    requires: at.requires.list((element) => element.oneOf(ELEMENTS)),
    basis: at.basis.or(null, (basis) => basis.text()),
    provenance: { duty: provenanceOf(told?.duty), period: provenanceOf(told?.period) },
  };
}

function texts(list: Placed): string[] {
  return list.list((item) => item.text());
}

function periodFrom(placed: Placed): Period | null {
  const value = placed.scalar();
  if (value === "none") return null;
  if (typeof value === "string" && isPeriod(value)) return value;
  placed.expected({
    zh: "none 或整天、整月、整年的时长，如 P14D、P6M、P1Y",
    en: "none, or a duration of whole days, months or years, as P14D, P6M, P1Y",
  });
  return null;
}

function obligedFrom(placed: Placed): Obliged {
  const value = placed.scalar();
  const kind = UNIT_KINDS.find((k) => k === value);
  if (kind) return kind;
  const [, by, rest = ""] = typeof value === "string" ? (/^(id|name):(.+)$/.exec(value) ?? []) : [];
  const names = rest.split("|").map((name) => name.trim());
  if (by === "id" && rest.trim() !== "") return `id:${rest.trim()}`;
  if (by === "name" && names.every((name) => name !== "")) return `name:${names.join("|")}`;
  placed.expected({
    zh: `单位类别（${UNIT_KINDS.join("、")}）、id:编号 或 name:名称|名称`,
    en: `a kind of unit (${UNIT_KINDS.join(", ")}), id:ID or name:NAME|NAME`,
  });
  return UNIT_KINDS[0];
}

/** Beside this file, in a checkout and in a compiled copy that has them; else where the package keeps them. */
function builtInFile(id: string): string {
  const beside = new URL(`./${id}.yaml`, import.meta.url);
  const packed = new URL(`../../catalogue/${id}.yaml`, import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : packed);
}
