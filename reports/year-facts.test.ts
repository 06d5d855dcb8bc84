import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../audit/example.ts";
import type { CategoryState, ColumnDuty, UnitDuties } from "../domain/category-state.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import type { ReportContext } from "./context.ts";
import { portal } from "./example-patrol.ts";
import { forecastOf } from "./forecast.ts";
import { type DatedItems, inCategories } from "./published-items.ts";
import { compositionOf, volumeOf } from "./unit-facts.ts";
import { statisticsRows, yearStatistics } from "./year-statistics.ts";

const TODAY: CalendarDate = "2016-12-31";
const [ONE] = portal.units;
if (!ONE) throw new Error("the example portal has no unit");
const UNITS = Array.from({ length: 10 }, (_, n) => ({ ...ONE, id: `u${n}`, name: `市${n}局` }));
const CONTEXT: ReportContext = {
  rules: [],
  catalogue: {
    ...CATALOGUE,
    categories: CATALOGUE.categories.map((category) =>
      category.code === "04.01" ? { ...category, group: "财政资金" } : category,
    ),
  },
  portal: { ...portal, units: UNITS },
  portalFacts: null,
  lang: "zh",
  timezone: "Asia/Shanghai",
};

const cell = (category: string, rest: Partial<CategoryState> = {}): CategoryState => ({
  category,
  state: "filled",
  confidence: null,
  reason: null,
  excuse: null,
  lastPublishedOn: null,
  ...rest,
});
const COLUMNS: readonly ColumnDuty[] = [
  { url: "news", category: "05.01", readFrom: "start" },
  { url: "budget", category: "04.01", readFrom: "2015-01-01" },
  { url: "odd", category: null, readFrom: "start" },
  // A column of text has no list to read.
  { url: "duties", category: "02.01", readFrom: null },
];
const duties = (unitId: string, rest: Partial<UnitDuties> = {}): UnitDuties => ({
  unitId,
  states: [cell("04.01"), cell("05.01", { lastPublishedOn: "2016-12-28" })],
  columns: COLUMNS,
  ...rest,
});
const published = (unitId: string, on: CalendarDate, items: number, ...columns: string[]): DatedItems => ({
  unitId,
  on,
  items,
  columns,
});
const known = (days: readonly DatedItems[], all: readonly UnitDuties[]) => inCategories(days, all, CONTEXT);

describe("a year's statistics", () => {
  const days = [
    published("u0", "2016-01-05", 3, "news"),
    // In two columns: once, under the first in catalogue order.
    published("u0", "2016-02-01", 2, "news", "budget"),
    published("u1", "2016-02-01", 1, "odd"),
    published("u0", "2015-12-31", 9, "news"),
    // Of a unit that has left the portal file.
    published("gone", "2016-02-01", 7, "news"),
  ];
  const all = [
    duties("u0"),
    duties("u1", { columns: [...COLUMNS, { url: "x", category: "05.02", readFrom: "2016-06-01" }] }),
  ];
  const statistics = yearStatistics(2016, days, all, CONTEXT);

  test("count each item once by month, unit, kind and content", () => {
    expect(statistics).toMatchObject({
      year: 2016,
      items: 6,
      byContent: { news: 3, finance: 2, other: 1, notice: 0 },
      byKind: { department: { items: 6 }, town: { items: 0 } },
    });
    expect(statistics.byMonth).toEqual([3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(statistics.byUnit[0]).toMatchObject({ unit: { id: "u0" }, items: 5, whole: true });
  });

  test("say where a list was not read back to the year's beginning, or nothing is known", () => {
    expect(statistics.byUnit.slice(0, 3).map(({ whole }) => whole)).toEqual([true, false, false]);
    const rows = statisticsRows(statistics, CONTEXT);
    expect(rows[0]?.slice(-4)).toEqual(["工作动态", "财政信息", "未归类栏目", "是否读全"]);
    expect(rows.at(3 + 1)?.at(-1)).toBe("未读全，至少此数");
  });
});

describe("the composition of a unit's year", () => {
  test("sets news beside the key areas that the unit owes", () => {
    const all = [duties("u0")];
    const items = known(
      [published("u0", "2016-03-01", 8, "news"), published("u0", "2016-04-01", 2, "budget")],
      all,
    );
    const { areas, ...rest } = compositionOf("u0", items, all, CONTEXT, TODAY);
    expect(rest).toEqual({ from: "2016-01-01", to: TODAY, items: 10, news: 8, whole: true });
    expect(areas).toHaveLength(9);
    expect(areas.filter(({ owed }) => owed)).toEqual([
      { id: "finance", name: "财政资金", owed: true, items: 2 },
    ]);
  });
});

describe("a quarter's volume beside units of its kind", () => {
  const volume = (own: number, others: readonly number[], rest: Partial<UnitDuties> = {}) => {
    const numbers = [own, ...others];
    const all = numbers.map((_, n) => duties(`u${n}`, n === 0 ? rest : {}));
    const items = known(
      numbers.map((items, n) => published(`u${n}`, "2016-11-01", items, "news")),
      all,
    );
    return volumeOf("u0", items, all, CONTEXT, TODAY);
  };

  test("below the tenth percentile of eight others it is worth a call", () => {
    expect(volume(1, [10, 20, 30, 40, 50, 60, 70, 80])).toMatchObject({
      from: "2016-10-01",
      to: "2016-12-31",
      items: 1,
      peers: 8,
      median: 45,
      tenthPercentile: 17,
      isLow: true,
    });
    expect(volume(17, [10, 20, 30, 40, 50, 60, 70, 80]).isLow).toBe(false);
  });

  test("nothing is said beside fewer than eight, or where a list was not read whole", () => {
    expect(volume(1, [10, 20, 30, 40, 50, 60, 70])).toMatchObject({ peers: 7, median: null, isLow: null });
    const unread = { columns: [{ url: "news", category: "05.01", readFrom: null }] };
    expect(volume(1, [10, 20, 30, 40, 50, 60, 70, 80], unread)).toMatchObject({ whole: false, isLow: null });
  });
});

describe("the forecast", () => {
  const everyDays = (gap: number, last: CalendarDate) =>
    Array.from({ length: 8 }, (_, n) => published("u0", addDays(last, -gap * n), 1, "news"));
  const forecast = (days: readonly DatedItems[], state: Partial<CategoryState>, within = 14) => {
    const all = [duties("u0", { states: [cell("05.01", state)] })];
    return forecastOf(known(days, all), all, CONTEXT, TODAY, within);
  };

  test("tells by a column's own rhythm whether it will be late", () => {
    const last = "2016-12-28"; // fourteen days: due on 11 January
    expect(forecast(everyDays(20, last), { lastPublishedOn: last })).toMatchObject([
      { dueOn: "2017-01-11", daysLeft: 11, usualGapDays: 20, expectedOn: "2017-01-17", isLikely: true },
    ]);
    expect(forecast(everyDays(3, last), { lastPublishedOn: last })).toMatchObject([
      { usualGapDays: 3, expectedOn: TODAY, isLikely: false },
    ]);
  });

  test("knows no rhythm by a few days of publication", () => {
    const days = everyDays(3, "2016-12-28").slice(0, 5);
    expect(forecast(days, { lastPublishedOn: "2016-12-28" })).toMatchObject([
      { usualGapDays: null, isLikely: null },
    ]);
  });

  test("the day of the limit itself is still to come; what lies further off is not told", () => {
    expect(forecast([], { lastPublishedOn: "2016-12-17" })).toMatchObject([{ daysLeft: 0 }]);
    expect(forecast([], { lastPublishedOn: "2016-12-28" }, 10)).toEqual([]);
  });

  test.each(["stale", "cantTell", "exempt", "declared", "notDemanded", "empty"] as const)(
    "says nothing of what is %s",
    (state) => {
      expect(forecast([], { state, lastPublishedOn: "2016-12-28" })).toEqual([]);
    },
  );
});
