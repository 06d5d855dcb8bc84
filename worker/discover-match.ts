import { matchColumn, matchColumns } from "../catalogue/match.ts";
import { type Candidate, nearestCategories } from "../catalogue/nearest.ts";
import type { ColumnPage } from "../crawler/column-page.ts";
import type { FoundColumn } from "../crawler/explore-unit.ts";
import { columnKey } from "../crawler/site.ts";
import { bodyNamed, coreOfBody, nameOfBody } from "../crawler/unit-name.ts";
import type { Catalogue, CategoryCode } from "../domain/catalogue.ts";
import type { Unit } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";

/** Why a column of a fitting name was left open all the same. */
export type Doubt =
  /** Its names speak for several categories. */
  | { readonly by: "names" }
  /** By its breadcrumb it lies elsewhere: in a special topic, or among other bodies' columns. */
  | { readonly by: "place" }
  /** Its page is titled as another body's. */
  | { readonly by: "body"; readonly body: string }
  /** Only beside a column of its group's other categories would it be what remains. */
  | { readonly by: "rest" };

/** A column as it is proposed. */
export interface ProposedColumn {
  readonly name: string;
  readonly url: string;
  /** The menus above it, outermost first. */
  readonly path: readonly string[];
  /** null: left open; `candidates` come nearest. */
  readonly category: CategoryCode | null;
  /** Of the category, from the matcher's threshold to 1; null where it is open. */
  readonly confidence: number | null;
  /** The name that the category rests on, where that is another than `name`: the menu that leads to it. */
  readonly matchedName: string | null;
  readonly candidates: readonly Candidate[];
  readonly doubt: Doubt | null;
  /** Why its own page could not be read; null where it was, or was not asked for. */
  readonly reason: Reason | null;
}

/** As much of a unit as its columns are judged by. */
export interface WhoseColumns {
  readonly unit: Unit;
  /** The parts of its home page's title. */
  readonly titleParts: readonly string[];
}

/** The page names itself otherwise than the menu that leads to it. */
const OTHER_NAME = 0.95;

/** Gives a unit's columns their categories, all their names and places considered; in the order given. */
export function proposeColumns(
  columns: readonly FoundColumn[],
  whose: WhoseColumns,
  catalogue: Catalogue,
): readonly ProposedColumn[] {
  const kept = withoutCopies(columns);
  const decided = kept.map((column) => decide(column, whose, catalogue));
  const beside = decided.map(({ category }) => category);
  return kept.flatMap((column, at) => {
    const one = decided[at];
    if (!one) return [];
    const proposed = leftToRest(one, column, beside, whose, catalogue);
    return proposed.category === null && isVoid(column) ? [] : proposed;
  });
}

/** No list and no text, or no page of the site at all: with no category either, it is no column to look after. */
function isVoid({ page, reason }: FoundColumn): boolean {
  if (page) return page.holds === "nothing";
  return reason !== null && ["unreachable", "soft-404", "not-html", "not-patrolled"].includes(reason);
}

/** A menu's root often leads on to its first column: both are that column, by both names. */
function withoutCopies(columns: readonly FoundColumn[]): readonly FoundColumn[] {
  const byPage = new Map<string, FoundColumn>();
  for (const column of columns) {
    const key = columnKey(column.page?.url ?? column.url);
    const known = byPage.get(key);
    if (!known) {
      byPage.set(key, column);
      continue;
    }
    const [own, other] = columnKey(column.url) === key ? [column, known] : [known, column];
    byPage.set(key, { ...own, named: [...own.named, ...other.named], page: own.page ?? other.page });
  }
  return [...byPage.values()];
}

interface Named {
  readonly name: string;
  readonly path: readonly string[];
}

/** Every name of a column with the menus above; where a menu says nothing of its place, its breadcrumb does. */
function namesOf({ named, page }: FoundColumn): readonly Named[] {
  const menus = named.map(({ name, path }) => ({ name, path: path.length > 0 ? path : (page?.path ?? []) }));
  const last = page?.crumbs.at(-1);
  const own =
    last && page && columnKey(last.url) === columnKey(page.url) ? [{ name: last.name, path: page.path }] : [];
  return [...menus, ...own];
}

function decide(
  column: FoundColumn,
  { unit, titleParts }: WhoseColumns,
  catalogue: Catalogue,
): ProposedColumn {
  const names = namesOf(column);
  const [first] = column.named;
  const plain = {
    name: first?.name ?? "",
    url: column.url,
    path: names[0]?.path ?? [],
    reason: column.reason,
  };
  const open = (doubt: Doubt | null, certain: readonly CategoryCode[] = []): ProposedColumn => ({
    ...plain,
    category: null,
    confidence: null,
    matchedName: null,
    candidates: candidatesFor(names, certain, unit, catalogue),
    doubt,
  });
  const matches = names.map((one) => ({ ...one, match: matchColumn(one, catalogue, unit) }));
  const found = matches.flatMap(({ name, match }) => (match ? [{ name, ...match }] : []));
  const codes = [...new Set(found.map(({ code }) => code))];
  const best = found.reduce<(typeof found)[number] | null>(
    (a, b) => (a === null || b.confidence > a.confidence ? b : a),
    null,
  );
  if (best === null) return open(null);
  if (codes.length > 1) return open({ by: "names" }, codes);
  if (isElsewhere(column, best.name, unit, catalogue)) return open({ by: "place" }, codes);
  const body = otherBody(column.page, unit, titleParts, names);
  if (body !== null) return open({ by: "body", body }, codes);
  const saysOther = column.page !== null && column.page.names.size > 0 && !isNamedSo(column.page, names);
  const confidence = Math.round(best.confidence * (saysOther ? OTHER_NAME : 1) * 100) / 100;
  return {
    ...plain,
    category: best.code,
    confidence,
    matchedName: best.name === plain.name ? null : best.name,
    candidates: [],
    doubt: null,
  };
}

/** Whether a name that fits by itself does not where the breadcrumb puts it. */
function isElsewhere({ page }: FoundColumn, name: string, unit: Unit, catalogue: Catalogue): boolean {
  return (
    page !== null && page.path.length > 0 && matchColumn({ name, path: page.path }, catalogue, unit) === null
  );
}

function isNamedSo(page: ColumnPage, names: readonly Named[]): boolean {
  return names.some(({ name }) => page.names.has(name.replace(/\s+/g, "")));
}

/** The other body that a page's title is of: a branch's, a library's. null where it is the unit's own. */
function otherBody(
  page: ColumnPage | null,
  { name }: Unit,
  titleParts: readonly string[],
  names: readonly Named[],
): string | null {
  const own = [name, ...titleParts].map(nameOfBody);
  const core = coreOfBody(name);
  const foreign = (page?.titleParts ?? []).find((part) => {
    const said = nameOfBody(part);
    const body = bodyNamed(part);
    if (body === null || body.kind === "government" || names.some((one) => one.name === part)) return false;
    return !own.some((mine) => mine.includes(said)) && !said.endsWith(core);
  });
  return foreign === undefined ? null : nameOfBody(foreign);
}

function candidatesFor(
  names: readonly Named[],
  certain: readonly CategoryCode[],
  unit: Unit,
  catalogue: Catalogue,
): readonly Candidate[] {
  const near = names.flatMap((one) => nearestCategories(one, catalogue, unit));
  const first = certain.flatMap((code) => {
    const category = catalogue.categories.find((one) => one.code === code);
    return category ? [{ code, name: category.name, confidence: 0.75 }] : [];
  });
  const all = [...first, ...near].sort((a, b) => b.confidence - a.confidence);
  return all.filter(({ code }, at) => all.findIndex((one) => one.code === code) === at).slice(0, 3);
}

/** A category of what remains (其他文件) only where the unit's other columns hold the rest. */
function leftToRest(
  proposed: ProposedColumn,
  column: FoundColumn,
  beside: readonly (CategoryCode | null)[],
  { unit }: WhoseColumns,
  catalogue: Catalogue,
): ProposedColumn {
  if (proposed.category === null) return proposed;
  const name = proposed.matchedName ?? proposed.name;
  const [match] = matchColumns([{ name, path: proposed.path }], catalogue, unit, beside);
  if (match !== null) return proposed;
  const candidates = candidatesFor(namesOf(column), [proposed.category], unit, catalogue);
  return {
    ...proposed,
    category: null,
    confidence: null,
    matchedName: null,
    candidates,
    doubt: { by: "rest" },
  };
}
