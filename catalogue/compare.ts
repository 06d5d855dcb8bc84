import type { Catalogue, Category, Element, EmptyPolicy, Obliged } from "../domain/catalogue.ts";
import { CONTENT_NAMES, ELEMENT_NAMES } from "../domain/names.ts";
import type { Period } from "../domain/time.ts";

/** What became of one category between two versions of a catalogue. */
export interface CategoryChange {
  readonly kind: "added" | "removed" | "changed";
  /** Its code and name in the later version; of a removed one in the earlier. */
  readonly code: string;
  readonly name: string;
  /** What it means for those who must publish, a sentence each. */
  readonly words: readonly string[];
}

/**
 * What a later version of a catalogue changes, as an inspector would say it: removed, added, then changed
 * ones in the later one's order. A category is known again by its name within its group, else by a name that
 * only it bears, else by its code where both names are gone from the other version.
 */
export function compareCatalogues(before: Catalogue, after: Catalogue): readonly CategoryChange[] {
  const pairs = pairsOf(before.categories, after.categories);
  const kept = new Set(pairs.values());
  const removed = before.categories
    .filter((category) => !kept.has(category))
    .map(
      (category): CategoryChange => change("removed", category, [`不再要求${publishers(category.for)}公开`]),
    );
  const added = after.categories
    .filter((category) => !pairs.has(category))
    .map((category): CategoryChange => change("added", category, demandsOf(category)));
  const changed = after.categories.flatMap((category): CategoryChange[] => {
    const earlier = pairs.get(category);
    const words = earlier ? differencesOf(earlier, category) : [];
    return words.length > 0 ? [change("changed", category, words)] : [];
  });
  return [...removed, ...added, ...changed];
}

function change(
  kind: CategoryChange["kind"],
  { code, name }: Category,
  words: readonly string[],
): CategoryChange {
  return { kind, code, name, words };
}

/** Later category → the earlier one that it was. */
function pairsOf(before: readonly Category[], after: readonly Category[]): ReadonlyMap<Category, Category> {
  const pairs = new Map<Category, Category>();
  const taken = new Set<Category>();
  const pair = (likeness: (one: Category, other: Category) => boolean) => {
    for (const category of after) {
      if (pairs.has(category)) continue;
      const [only, ...others] = before.filter((one) => !taken.has(one) && likeness(one, category));
      const rivals = after.filter(
        (one) => one !== category && !pairs.has(one) && only && likeness(only, one),
      );
      if (!only || others.length > 0 || rivals.length > 0) continue;
      pairs.set(category, only);
      taken.add(only);
    }
  };
  pair((one, other) => one.code === other.code && one.name === other.name);
  pair((one, other) => one.name === other.name && one.group === other.group);
  pair((one, other) => one.name === other.name);
  pair((one, other) => one.code === other.code && one.group === other.group);
  return pairs;
}

function demandsOf(category: Category): string[] {
  const { updateWithin, ifEmpty, requires, since } = category;
  return [
    `${publishers(category.for)}须公开`,
    updateWithin === null ? "没有更新期限" : `须在${length(updateWithin)}内更新`,
    EMPTY[ifEmpty],
    ...(requires.length > 0 ? [`每条信息须有${elements(requires)}`] : []),
    ...(since === null ? [] : [`${since}年起适用`]),
  ];
}

function differencesOf(before: Category, after: Category): string[] {
  const words: string[] = [];
  if (before.name !== after.name) words.push(`由“${before.name}”改名为“${after.name}”`);
  if (before.code !== after.code)
    words.push(`编码由 ${before.code} 改为 ${after.code}，门户文件中的须一并改`);
  if (before.group !== after.group)
    words.push(`由“${before.group ?? "（无类别）"}”改列“${after.group ?? "（无类别）"}”`);
  const newly = after.for.filter((who) => !before.for.includes(who));
  const nolonger = before.for.filter((who) => !after.for.includes(who));
  if (newly.length > 0) words.push(`${publishers(newly)}也须公开`);
  if (nolonger.length > 0) words.push(`不再要求${publishers(nolonger)}公开`);
  if (before.updateWithin !== after.updateWithin)
    words.push(periodChange(before.updateWithin, after.updateWithin));
  if (before.ifEmpty !== after.ifEmpty)
    words.push(`空栏目：原为“${EMPTY[before.ifEmpty]}”，改为“${EMPTY[after.ifEmpty]}”`);
  if (before.content !== after.content)
    words.push(`内容由${CONTENT_NAMES[before.content].zh}改为${CONTENT_NAMES[after.content].zh}`);
  const asked = after.requires.filter((element) => !before.requires.includes(element));
  const spared = before.requires.filter((element) => !after.requires.includes(element));
  if (asked.length > 0) words.push(`每条信息还须有${elements(asked)}`);
  if (spared.length > 0) words.push(`不再要求每条信息有${elements(spared)}`);
  if (before.since !== after.since)
    words.push(after.since === null ? "不再限定起始年份" : `${after.since}年起适用`);
  if (before.basis !== after.basis) words.push(`依据改为：${after.basis ?? "（未写）"}`);
  for (const part of ["duty", "period"] as const)
    if (before.provenance[part] !== after.provenance[part])
      words.push(
        `${part === "duty" ? "公开要求" : "更新期限"}${after.provenance[part] === "source" ? "有了出处" : "改为重建，据此的问题只作疑似"}`,
      );
  const aliases = after.aliases.filter((alias) => !before.aliases.includes(alias));
  const dropped = before.aliases.filter((alias) => !after.aliases.includes(alias));
  if (aliases.length > 0) words.push(`名为${quoted(aliases)}的栏目也算`);
  if (dropped.length > 0) words.push(`名为${quoted(dropped)}的栏目不再算`);
  return words;
}

function periodChange(before: Period | null, after: Period | null): string {
  if (before === null) return `原无更新期限，现须在${after === null ? "" : length(after)}内更新（收紧）`;
  if (after === null) return `原须在${length(before)}内更新，现无更新期限（放宽）`;
  const tighter = daysOf(after) < daysOf(before);
  return `更新期限由${length(before)}改为${length(after)}${daysOf(after) === daysOf(before) ? "" : tighter ? "（收紧）" : "（放宽）"}`;
}

/** About; only to tell which of two is longer. */
function daysOf(period: Period): number {
  const days = { D: 1, M: 365.25 / 12, Y: 365.25 }[period.at(-1) ?? "D"] ?? 1;
  return Number(period.slice(1, -1)) * days;
}

function length(period: Period): string {
  const units: Readonly<Record<string, string>> = { D: "天", M: "个月", Y: "年" };
  return ` ${period.slice(1, -1)} ${units[period.at(-1) ?? "D"]}`;
}

function publishers(all: readonly Obliged[]): string {
  return all.map(publisher).join("、");
}

function publisher(who: Obliged): string {
  if (who.startsWith("id:")) return `编号为 ${who.slice("id:".length)} 的单位`;
  if (who.startsWith("name:")) return `名称含${quoted(who.slice("name:".length).split("|"))}的单位`;
  return KINDS[who] ?? who;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join("或");
}

function elements(all: readonly Element[]): string {
  return all.map((element) => ELEMENT_NAMES[element].zh).join("、");
}

const KINDS: Readonly<Record<string, string>> = {
  department: "部门",
  town: "乡镇",
  subdistrict: "街道",
  government: "市政府",
};

const EMPTY: Readonly<Record<EmptyPolicy, string>> = {
  finding: "空着算缺失",
  review: "空着请人查看",
  "allowed-with-note": "写明“暂无”可以空着",
  allowed: "可以空着",
};
