import { Type } from "typebox";
import { SEVERITIES, type Severity } from "../domain/outcome.ts";
import { UNIT_KINDS, type UnitKind } from "../domain/portal.ts";
import { REASONS } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { OUTCOME_COUNTS, type OutcomeCounts, PATROL, type PatrolView } from "./patrol-schema.ts";
import { COUNT, component, DATE, keyed, listOf, oneOf, orNull, refTo } from "./shared-schema.ts";
import { COLUMN_STATES, type ColumnView } from "./unit-columns.ts";
import type { TimelineView } from "./unit-timeline.ts";

/** A unit with its counts. Whom to call stands in the portal file and nowhere here. */
export interface UnitView {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly url: string;
  readonly inspector: { readonly id: string; readonly name: string } | null;
  /** The last recorded patrol that visited it; null where none has. So are the three after it. */
  readonly lastPatrol: string | null;
  readonly columns: number | null;
  readonly items: number | null;
  readonly lastPublishedOn: CalendarDate | null;
  /** Confirmed findings that await rectification, by severity; what a person must look at; what cannot be undone. */
  readonly findings: Readonly<Record<Severity | "suspected" | "recorded", number>>;
  /** Of the patrol that the answer is of. */
  readonly outcomes: OutcomeCounts;
}

/** A unit with what it is excused from. */
export interface UnitDetailView extends UnitView {
  /** A person has checked on that day that its listed columns are all it has. */
  readonly columnsReviewedOn: CalendarDate | null;
  readonly exempt: readonly { readonly category: string; readonly name: string; readonly reason: string }[];
  readonly declared: readonly {
    readonly category: string;
    readonly name: string;
    readonly reason: string;
    readonly until: CalendarDate;
  }[];
}

const READ_FROM = Type.Union([DATE, Type.Literal("start"), Type.Null()], {
  description: "该日（含）以来的信息都已读到；start 为全部；null 为不能保证",
});

export const UNIT = component("Unit", {
  id: Type.String(),
  name: Type.String(),
  kind: oneOf(UNIT_KINDS),
  url: Type.String(),
  inspector: orNull(Type.Object({ id: Type.String(), name: Type.String() })),
  lastPatrol: Type.Union([Type.String(), Type.Null()], { description: "最近查看它的巡查" }),
  columns: orNull(COUNT),
  items: orNull(COUNT),
  lastPublishedOn: orNull(DATE),
  findings: Type.Object(keyed([...SEVERITIES, "suspected", "recorded"], COUNT).properties, {
    description: "按严重程度为待整改的确认问题；suspected 疑似；recorded 已记录、不可挽回的",
  }),
  outcomes: refTo<OutcomeCounts>(OUTCOME_COUNTS),
});

export const UNIT_DETAIL = component("UnitDetail", {
  ...UNIT.properties,
  columnsReviewedOn: orNull(DATE),
  exempt: Type.Array(Type.Object({ category: Type.String(), name: Type.String(), reason: Type.String() })),
  declared: Type.Array(
    Type.Object({ category: Type.String(), name: Type.String(), reason: Type.String(), until: DATE }),
  ),
});

export const COLUMN = component("Column", {
  name: Type.String(),
  url: Type.String(),
  path: Type.Array(Type.String()),
  origin: oneOf(["listed", "discovered"]),
  category: orNull(Type.Object({ code: Type.String(), name: Type.String() })),
  state: oneOf(COLUMN_STATES, { description: "有信息、读到头确为空、未能读全" }),
  reason: Type.Union([oneOf(REASONS), Type.Null()], { description: "未能读全的原因" }),
  items: orNull(COUNT),
  lastPublishedOn: orNull(DATE),
  readFrom: READ_FROM,
  emptyNotice: orNull(Type.String()),
  updateWithin: Type.Union([Type.String(), Type.Null()], { description: "更新期限，ISO 8601 时长" }),
  findings: Type.Array(Type.String(), { description: "有关问题的编号" }),
});

export const TIMELINE = component("Timeline", {
  from: DATE,
  to: DATE,
  readFrom: READ_FROM,
  unreadColumns: COUNT,
  undated: COUNT,
  days: Type.Array(Type.Object({ on: DATE, items: Type.Integer({ minimum: 1 }) })),
});

/** Something read out of one patrol, with that patrol. */
export interface OfPatrol<T> {
  readonly data: T;
  readonly patrol: PatrolView;
}

/** null, and no units, where no patrol is complete yet. */
export interface UnitListView {
  readonly data: readonly UnitView[];
  readonly patrol: PatrolView | null;
}

export const UNIT_LIST = component("UnitList", {
  data: listOf(refTo<UnitView>(UNIT)),
  patrol: orNull(refTo<PatrolView>(PATROL)),
});

export const COLUMN_LIST = component("ColumnList", {
  data: listOf(refTo<ColumnView>(COLUMN)),
  patrol: refTo<PatrolView>(PATROL),
});

export const TIMELINE_ANSWER = component("TimelineAnswer", {
  data: refTo<TimelineView>(TIMELINE),
  patrol: refTo<PatrolView>(PATROL),
});
