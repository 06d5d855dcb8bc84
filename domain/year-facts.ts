import { CONTENTS, type Content } from "./catalogue.ts";
import type { UnitKind } from "./portal.ts";
import type { CalendarDate } from "./time.ts";

// What a year's items show of units: facts to talk about, none of them a fault.

/** What a unit published in the year up to the patrol: news beside the key areas. */
export interface Composition {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly items: number;
  readonly news: number;
  /** All lists were read back to `from`; else the numbers are at least that. */
  readonly whole: boolean;
  readonly areas: readonly {
    readonly id: string;
    readonly name: string;
    /** The unit owes a category of it. */
    readonly owed: boolean;
    readonly items: number;
  }[];
}

/** How much a unit published in the last full quarter, beside units of its kind. */
export interface Volume {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly items: number;
  readonly whole: boolean;
  /** Other units of its kind whose lists were read back to `from`. */
  readonly peers: number;
  /** Of their numbers; null where they are fewer than eight. */
  readonly median: number | null;
  readonly tenthPercentile: number | null;
  /** Below the tenth percentile: worth a call, no fault. null where it cannot be told. */
  readonly isLow: boolean | null;
}

/** A category that runs out of its period soon unless something is published. It is no finding. */
export interface Forecast {
  readonly unit: { readonly id: string; readonly name: string };
  readonly category: { readonly code: string; readonly name: string };
  readonly lastPublishedOn: CalendarDate;
  /** The last day that still passes. */
  readonly dueOn: CalendarDate;
  readonly daysLeft: number;
  /** Its own rhythm: the median of the days from one day of publication to the next, over a year; null: too few. */
  readonly usualGapDays: number | null;
  /** The day on which its rhythm lets the next item expect; today where that has passed. null without a rhythm. */
  readonly expectedOn: CalendarDate | null;
  /** By its rhythm it will be late; null without one. */
  readonly isLikely: boolean | null;
}

/** A unit's own page. */
export interface UnitFacts {
  readonly composition: Composition;
  readonly volume: Volume;
  readonly forecast: readonly Forecast[];
}

/** Contents, and what stands in columns that fit no category. */
export const COUNTED_CONTENTS = [...CONTENTS, "other"] as const;
export type CountedContent = Content | "other";

export interface ItemCounts {
  readonly items: number;
  /** January first. */
  readonly byMonth: readonly number[];
  readonly byContent: Readonly<Record<CountedContent, number>>;
}

/** What was published in a year, as the city's annual report on disclosure must state it. */
export interface YearStatistics extends ItemCounts {
  readonly year: number;
  readonly byKind: Readonly<Record<UnitKind, ItemCounts>>;
  /** In the portal file's order. */
  readonly byUnit: readonly (ItemCounts & {
    readonly unit: { readonly id: string; readonly name: string };
    readonly kind: UnitKind;
    /** All its lists were read back to the year's beginning: the numbers are all there is, else at least that. */
    readonly whole: boolean;
  })[];
}
