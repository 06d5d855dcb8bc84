import { type Catalogue, type Category, type CategoryCode, isMeant } from "../domain/catalogue.ts";
import type { Column, Unit } from "../domain/portal.ts";

/** Below it a column counts as matching nothing: a wrong match would accuse a unit of another column's faults. */
export const THRESHOLD = 0.8;

/** The category that a column holds, and how sure its name makes us, from {@link THRESHOLD} to 1. */
export interface Match {
  readonly code: CategoryCode;
  readonly confidence: number;
}

const CONFIDENCE = { name: 1, alias: 0.95, nameWithin: 0.9, aliasWithin: 0.85, decided: 0.85 };

/**
 * The categories of one unit's columns, in their order. Sees them beside each other: what is "other" than the
 * rest (其他文件) is told only where the first category of the group has a column as well.
 * @param beside Categories that further columns of the unit are known to hold.
 */
export function matchColumns(
  columns: readonly Pick<Column, "name" | "path">[],
  catalogue: Catalogue,
  unit: WhoseColumn | null = null,
  beside: readonly (CategoryCode | null)[] = [],
): readonly (Match | null)[] {
  const matches = columns.map((column) => matchColumn(column, catalogue, unit));
  const taken = new Set([...beside, ...matches.map((match) => match?.code ?? null)]);
  return matches.map((match, at) => {
    const category = catalogue.categories.find(({ code }) => code === match?.code);
    if (!category || !RESIDUAL.test(category.name)) return match;
    if (plainName(columns[at]?.name ?? "") === plainName(category.name)) return match;
    const [main] = catalogue.categories.filter(
      (one) => one !== category && one.group === category.group && one.content === category.content,
    );
    return main && taken.has(main.code) ? match : null;
  });
}

/**
 * The categories that a page may hold by the names that stand on it. A heading above it that is called as the
 * catalogue's group of what the page itself holds says only where the page stands, though a category of that
 * group bears the same name: 机构概况 above 领导信息.
 */
export function categoriesNamed(
  names: readonly (Pick<Column, "name" | "path"> & { readonly isHeading: boolean })[],
  catalogue: Catalogue,
  unit: WhoseColumn,
): readonly CategoryCode[] {
  const held = names
    .filter(({ isHeading }) => !isHeading)
    .flatMap((name) => matchColumn(name, catalogue, unit)?.code ?? []);
  const groups = new Set(
    catalogue.categories
      .filter(({ code }) => held.includes(code))
      .flatMap(({ group }) => (group === null ? [] : plainName(group))),
  );
  const above = names
    .filter(({ name, isHeading }) => isHeading && !groups.has(plainName(name)))
    .flatMap((name) => matchColumn(name, catalogue, unit)?.code ?? []);
  return [...new Set([...held, ...above])];
}

/** What is left over when its group's other categories are told apart. */
const RESIDUAL = /^其[他它]/;

/** As much of a unit as tells which categories are its own. */
type WhoseColumn = Pick<Unit, "id" | "name" | "kind">;

/**
 * The category that a column holds, by its name and the menus above it; null where no category is certain
 * enough. A name that two categories bear counts only where the menus decide, or where only one of them is
 * this unit's duty; a name of two characters only where the menus confirm it.
 * @param unit Whose column it is: portals put its name before the column's. null: not known.
 */
export function matchColumn(
  column: Pick<Column, "name" | "path">,
  catalogue: Catalogue,
  unit: WhoseColumn | null = null,
): Match | null {
  if (column.path.some((menu) => ELSEWHERE.test(menu) || OTHER_BODIES.test(menu))) return null;
  const path = column.path.map(plainName).filter((menu) => menu !== "");
  const labels = labelsOf(catalogue);
  const name = plainName(column.name);
  const whole = labels.get(name);
  const place: Place = { path, labels, unit };
  if (whole) return decide(whole, name, place, CONFIDENCE.name, CONFIDENCE.alias);

  if (ELSEWHERE.test(name)) return null;
  for (const core of coresOf(name, path, unit)) {
    const found = labels.get(core);
    if (found) return decide(found, core, place, CONFIDENCE.nameWithin, CONFIDENCE.aliasWithin);
  }
  const disclosed = DISCLOSURE.test(name) ? labels.get(disclosureName(name)) : undefined;
  return disclosed ? decide(disclosed, name, place, CONFIDENCE.aliasWithin, CONFIDENCE.aliasWithin) : null;
}

/** 政府信息公开年报, 信息公开年报 and 公开年报 are one thing. */
const DISCLOSURE = /^(?:(?:政府|政务)?信息|政务|政府)?公开(?=.{2})/;

function disclosureName(name: string): string {
  return name.replace(DISCLOSURE, "公开:");
}

/** Topical columns, and what other organs publish: their columns bear the same names as the unit's own. */
const ELSEWHERE =
  /专题|历史|往期|归档|旧版|回顾|上级|国务院|中央|国家|省级|省政府|转载|外地|兄弟|下属|各地|县市区|区县|友情链接|相关链接/;

/** Menus of other bodies, whose columns bear the same names. As a column's own name they are a category's. */
const OTHER_BODIES =
  /^(?:(?:局|委)?(?:直属|下属|所属)|二级|局属|委属|基层|事业)(?:事业)?(?:单位|机构|学校|医院)$|^(?:乡镇|镇街|街道|部门)(?:之窗|网站|链接)$/;

/** Where a column stands. */
interface Place {
  readonly path: readonly string[];
  readonly labels: Labels;
  readonly unit: WhoseColumn | null;
}

interface Bearer {
  readonly category: Category;
  readonly by: "name" | "alias";
}

function decide(
  bearers: readonly Bearer[],
  label: string,
  { path, labels, unit }: Place,
  asName: number,
  asAlias: number,
): Match | null {
  const match = ({ category }: Bearer, confidence: number): Match => ({ code: category.code, confidence });
  const [only, ...others] = bearers;
  if (!only) return null;
  const supported = bearers.filter(({ category }) => supports(path, category, labels));
  if (others.length > 0 || label.length <= 2) {
    // Where the menu is a group of several of them, the unit's duty decides among those.
    const likely = supported.length > 0 ? supported : bearers;
    const owed = label.length > 2 && unit ? likely.filter((b) => means(b.category, unit)) : [];
    const decided = soleOf(supported) ?? soleOf(owed);
    return decided && match(decided, CONFIDENCE.decided);
  }
  if (only.by === "name") return match(only, asName);
  if (unit && isAnothers(only.category, unit, labels)) return null;
  // Another category's menu makes an alias mean something else: 招聘信息 under 就业创业. A static one does
  // not: 信息公开目录 and 机构概况 are menus of everything.
  const contradicted =
    supported.length === 0 &&
    path.some((menu) => bearersOf(menu, labels).some(({ category }) => category.content !== "static"));
  return contradicted ? null : match(only, asAlias);
}

/**
 * Whether a category is other units' duty, and this unit owes one of the same kind in its stead: a bureau's
 * 新闻中心 is not the government's news.
 */
function isAnothers(category: Category, unit: WhoseColumn, labels: Labels): boolean {
  if (category.content !== "news" || means(category, unit)) return false;
  return [...labels.values()]
    .flat()
    .some(
      (b) => b.category.group === category.group && b.category.content === "news" && means(b.category, unit),
    );
}

function means(category: Category, unit: WhoseColumn): boolean {
  return category.for.some((who) => isMeant(who, unit));
}

function soleOf<T>(all: readonly T[]): T | null {
  const [sole] = all;
  return all.length === 1 && sole !== undefined ? sole : null;
}

/** Whether a menu above the column is the category's group, or the category itself. */
function supports(path: readonly string[], category: Category, labels: Labels): boolean {
  const group = plainName(category.group ?? "");
  return path.some(
    (menu) => isGroup(menu, group) || bearersOf(menu, labels).some((bearer) => bearer.category === category),
  );
}

/** 财政信息 for the group 财政资金: what it deals with is the same, however the portal calls it. */
function isGroup(menu: string, group: string): boolean {
  if (menu === group) return true;
  const topic = menu.replace(/(?:信息)?公开$|信息$|专栏$/, "");
  return topic !== menu && topic.length >= 2 && group.startsWith(topic);
}

/** The categories that a menu is called after. */
function bearersOf(menu: string, labels: Labels): readonly Bearer[] {
  return menu.length > 2 ? (labels.get(menu) ?? []) : [];
}

type Labels = ReadonlyMap<string, readonly Bearer[]>;

const known = new WeakMap<Catalogue, Map<string, Bearer[]>>();

/** Every normalised name and alias of a catalogue, with the categories that bear it. */
function labelsOf(catalogue: Catalogue): Labels {
  const earlier = known.get(catalogue);
  if (earlier) return earlier;
  const labels = new Map<string, Bearer[]>();
  const bear = (label: string, bearer: Bearer) => {
    const bearers = labels.get(label) ?? [];
    if (!bearers.some((b) => b.category === bearer.category)) bearers.push(bearer);
    labels.set(label, bearers);
  };
  for (const category of catalogue.categories)
    for (const [n, label] of [category.name, ...category.aliases].map(plainName).entries()) {
      bear(label, { category, by: n === 0 ? "name" : "alias" });
      // With its mark no column's name is like it: it is looked for as such.
      if (DISCLOSURE.test(label)) bear(disclosureName(label), { category, by: "alias" });
    }
  known.set(catalogue, labels);
  return labels;
}

/** What a unit's own column may carry before or after the category's name. */
const BEFORE =
  /^(?:[本我](?:局|委|办|院|站|处|所|中心|单位|部门|机关|镇|乡|街道|办事处|市|县|区)|部门|单位|机关|局|镇|乡|街道|办事处|政府信息公开|信息公开|政务公开)/;
/** 部门通知公告 in the menu of a government is its departments'. */
const BEFORE_OF_GOVERNMENT = /^(?:[本我](?:市|县|区)|政府信息公开|信息公开|政务公开)/;
const AFTER = /(?:信息公开|公开|信息|专栏|栏目|列表)$/;

/** The name without what may surround it, at least three characters of it; longest first. */
function coresOf(name: string, path: readonly string[], whose: WhoseColumn | null): string[] {
  const unit = plainName(whose?.name ?? "");
  const place = unit.search(/[市县区]/);
  const own = [unit, unit.slice(place), unit.slice(place + 1), ...path].filter((prefix) => prefix.length > 1);
  const fronts = [
    name,
    ...own.filter((prefix) => name.startsWith(prefix)).map((prefix) => name.slice(prefix.length)),
    name.replace(whose?.kind === "government" ? BEFORE_OF_GOVERNMENT : BEFORE, ""),
  ];
  const cores = fronts.flatMap((front) => [front, front.replace(AFTER, "")]);
  return [...new Set(cores)]
    .filter((core) => core !== name && core.length > 2)
    .sort((a, b) => b.length - a.length);
}

/** Before a name in a numbered menu: `1.`, `01`, `一、`, `（一）`, `①`. Numbers that belong to a name stand without a mark. */
const ORDINAL =
  /^\s*(?:[①-⑳]|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[一二三四五六七八九十]{1,3})[.．、,，:：)）\s]|0\d(?=[\u4e00-\u9fff]))\s*/;

/**
 * Full width, white space, brackets, counters, icons and the words and marks that join a list make no
 * difference.
 */
export function plainName(name: string): string {
  return name
    .replace(/^[\p{S}\p{Co}\s·•]+/u, "")
    .replace(ORDINAL, "")
    .normalize("NFKC")
    .replace(/\(\d+\)\s*$/, "")
    .replace(/[\p{P}\p{S}\p{Co}\s\u200b和与及]/gu, "")
    .replace(/(?:更多|new|hot)$/i, "");
}
