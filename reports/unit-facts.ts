import type { Category } from "../domain/catalogue.ts";
import { isOwed, type UnitDuties } from "../domain/category-state.ts";
import type { Text } from "../domain/outcome.ts";
import { addDays, type CalendarDate, calendarDate } from "../domain/time.ts";
import type { Composition, Volume } from "../domain/year-facts.ts";
import type { ReportContext } from "./context.ts";
import { isWholeFrom, type PublishedItems } from "./published-items.ts";

/** Fewer units to compare with say nothing. */
const LEAST_PEERS = 8;
const LOW_PERCENTILE = 0.1;

/** The nine key areas (重点领域) of disclosure, by what catalogues call their groups and categories. */
const KEY_AREAS: readonly { readonly id: string; readonly name: Text; readonly bears: RegExp }[] = [
  {
    id: "power",
    name: { zh: "行政权力", en: "administrative powers" },
    bears: /行政权力|权力清单|责任清单|行政许可|行政处罚/,
  },
  { id: "finance", name: { zh: "财政资金", en: "public funds" }, bears: /财政资金|财政信息|预算|决算/ },
  { id: "resources", name: { zh: "公共资源配置", en: "public resources" }, bears: /公共资源/ },
  { id: "services", name: { zh: "公共服务", en: "public services" }, bears: /公共服务|民生/ },
  { id: "projects", name: { zh: "重大项目", en: "major projects" }, bears: /重大(?:建设)?项目/ },
  { id: "environment", name: { zh: "环境保护", en: "environment" }, bears: /环境保护|环境质量/ },
  { id: "food", name: { zh: "食品药品安全", en: "food and drugs" }, bears: /食品|药品/ },
  { id: "safety", name: { zh: "安全生产", en: "work safety" }, bears: /安全生产/ },
  { id: "prices", name: { zh: "价格及收费", en: "prices and charges" }, bears: /价格|收费/ },
];

/** @param items Of the year up to `today`. */
export function compositionOf(
  unitId: string,
  items: readonly PublishedItems[],
  duties: readonly UnitDuties[],
  context: ReportContext,
  today: CalendarDate,
): Composition {
  const from = addDays(today, -365);
  const duty = duties.find((one) => one.unitId === unitId);
  const own = items.filter((one) => one.unitId === unitId && one.on >= from && one.on <= today);
  const owed = new Set((duty?.states ?? []).filter(isOwed).map(({ category }) => category));
  return {
    from,
    to: today,
    items: sum(own),
    news: sum(own.filter(({ category }) => category?.content === "news")),
    whole: duty !== undefined && isWholeFrom(duty, from, context),
    areas: KEY_AREAS.map(({ id, name }) => {
      const isOf = (category: Category) => areaOf(category) === id;
      return {
        id,
        name: name[context.lang],
        owed: context.catalogue.categories.some((category) => owed.has(category.code) && isOf(category)),
        items: sum(own.filter(({ category }) => category !== null && isOf(category))),
      };
    }),
  };
}

/** @param items Of the two quarters up to `today`, at least. */
export function volumeOf(
  unitId: string,
  items: readonly PublishedItems[],
  duties: readonly UnitDuties[],
  context: ReportContext,
  today: CalendarDate,
): Volume {
  const { from, to } = lastQuarter(today);
  const numberOf = (id: string) =>
    sum(items.filter((one) => one.unitId === id && one.on >= from && one.on <= to));
  const isWhole = (id: string) =>
    duties.some((duty) => duty.unitId === id && isWholeFrom(duty, from, context));
  const kind = context.portal.units.find(({ id }) => id === unitId)?.kind;
  const peers = context.portal.units
    .filter((unit) => unit.id !== unitId && unit.kind === kind && isWhole(unit.id))
    .map(({ id }) => numberOf(id));
  const enough = peers.length >= LEAST_PEERS;
  const tenthPercentile = enough ? percentile(peers, LOW_PERCENTILE) : null;
  const own = numberOf(unitId);
  const whole = isWhole(unitId);
  return {
    from,
    to,
    items: own,
    whole,
    peers: peers.length,
    median: enough ? percentile(peers, 0.5) : null,
    tenthPercentile,
    isLow: tenthPercentile === null || !whole ? null : own < tenthPercentile,
  };
}

/** The key area of a category: its group's, else its own name's; null: none. */
function areaOf({ name, group }: Category): string | null {
  const ofGroup = KEY_AREAS.find(({ bears }) => group !== null && bears.test(group));
  return (ofGroup ?? KEY_AREAS.find(({ bears }) => bears.test(name)))?.id ?? null;
}

function sum(items: readonly PublishedItems[]): number {
  return items.reduce((total, one) => total + one.items, 0);
}

/** The last quarter that has ended by `today`. */
function lastQuarter(today: CalendarDate): { readonly from: CalendarDate; readonly to: CalendarDate } {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const firstMonth = Math.floor((month - 1) / 3) * 3 + 1;
  const next = firstMonth === 10 ? firstOf(year + 1, 1) : firstOf(year, firstMonth + 3);
  if (today === addDays(next, -1)) return { from: firstOf(year, firstMonth), to: today };
  const from = firstMonth === 1 ? firstOf(year - 1, 10) : firstOf(year, firstMonth - 3);
  return { from, to: addDays(firstOf(year, firstMonth), -1) };
}

function firstOf(year: number, month: number): CalendarDate {
  return calendarDate(year, month, 1) ?? "1949-10-01"; // every month has a first
}

/** Between neighbours in proportion, as spreadsheets do. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return Number((below + (above - below) * (place - Math.floor(place))).toFixed(1));
}
