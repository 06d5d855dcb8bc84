import { Type } from "typebox";
import { GROUPS } from "../audit/rule.ts";
import { type FindingStatus, STATUSES } from "../domain/finding.ts";
import { type Confidence, type Data, SEVERITIES, type Severity } from "../domain/outcome.ts";
import type { CalendarDate, Instant } from "../domain/time.ts";
import type { FindingView } from "../reports/finding-view.ts";
import { GIVEN, type GivenStatus } from "./finding-status.ts";
import { PATROL, type PatrolView } from "./patrol-schema.ts";
import { component, DATE, INSTANT, listOf, oneOf, orNull, PAGE, type Page, refTo } from "./shared-schema.ts";

const SEVERITY = oneOf(SEVERITIES);
const CONFIDENCE = oneOf(["confirmed", "suspected"], { description: "确认或疑似；疑似须人工查看" });
const STATUS = oneOf(STATUSES);
const DATA = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null(), Type.Array(Type.String())]),
  { description: "规则的数值，见 /rules" },
);

export const FINDING = component("Finding", {
  id: Type.String({ description: "同一问题在历次巡查中不变" }),
  rule: Type.String(),
  group: Type.Union([oneOf(GROUPS), Type.Null()], { description: "本版本没有该规则时为 null" }),
  outcome: Type.Literal("failed"),
  confidence: CONFIDENCE,
  severity: SEVERITY,
  unit: Type.Object({ id: Type.String(), name: Type.String() }),
  category: orNull(Type.Object({ code: Type.String(), name: Type.String() })),
  column: orNull(Type.Object({ url: Type.String(), name: Type.String() })),
  item: orNull(Type.Object({ url: Type.String(), title: Type.String(), publishedOn: orNull(DATE) })),
  message: Type.String(),
  expected: Type.String(),
  actual: Type.String(),
  remedy: Type.String(),
  basis: Type.Array(Type.Object({ document: Type.String(), clause: Type.String() }), {
    description: "只列判断当日有效的依据",
  }),
  data: DATA,
  evidence: Type.Array(
    Type.Object({
      url: Type.String(),
      fetchedAt: INSTANT,
      status: Type.Integer(),
      sha256: Type.String(),
      excerpt: Type.String(),
    }),
  ),
  evidenceOmitted: Type.Optional(Type.Integer({ minimum: 1, description: "未列出的证据数" })),
  firstSeen: INSTANT,
  lastSeen: INSTANT,
  status: STATUS,
  statusReason: Type.Optional(Type.String()),
});

/** One finding, with the term that a person set for it. */
export interface FindingDetailView extends FindingView {
  /** null where none is set. */
  readonly dueOn: CalendarDate | null;
  /** What the caller may make of it; the present state among them: a note or term may be added. */
  readonly nextStatuses: readonly GivenStatus[];
  /** Places in `evidence` of the pages of which there is a picture. */
  readonly screenshots: readonly number[];
}

export const FINDING_DETAIL = component("FindingDetail", {
  ...FINDING.properties,
  dueOn: Type.Union([DATE, Type.Null()], { description: "整改期限；没有定期限时为 null" }),
  nextStatuses: Type.Array(oneOf(GIVEN), { description: "提问的人可以把它改为什么" }),
  screenshots: Type.Array(Type.Integer(), { description: "有截图的证据，按其在 evidence 中的位置，从 0 起" }),
});

/** A page of findings and the patrol that they are of. */
export interface FindingListView {
  readonly data: readonly FindingView[];
  readonly page: Page;
  /** null where no patrol is complete yet. */
  readonly patrol: PatrolView | null;
}

export const FINDING_LIST = component("FindingList", {
  data: listOf(refTo<FindingView>(FINDING)),
  page: refTo<Page>(PAGE),
  patrol: orNull(refTo<PatrolView>(PATROL)),
});

/** A change in a finding's state or numbers. */
export interface FindingEventView {
  readonly patrol: string | null;
  readonly at: Instant;
  readonly from: FindingStatus | null;
  readonly to: FindingStatus;
  readonly by: string | null;
  readonly note: string | null;
  /** The term that the decision set; null where it set none. */
  readonly dueOn: CalendarDate | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly data: Data;
}

export const FINDING_EVENT = component("FindingEvent", {
  patrol: Type.Union([Type.String(), Type.Null()], { description: "带来变化的巡查；人所作的为 null" }),
  at: INSTANT,
  from: Type.Union([STATUS, Type.Null()], { description: "新问题为 null" }),
  to: STATUS,
  by: Type.Union([Type.String(), Type.Null()], { description: "决定的人；程序所作的为 null" }),
  note: orNull(Type.String()),
  dueOn: Type.Union([DATE, Type.Null()], { description: "这次决定定下的整改期限" }),
  severity: SEVERITY,
  confidence: CONFIDENCE,
  data: DATA,
});

export const FINDING_HISTORY = component("FindingHistory", {
  data: listOf(refTo<FindingEventView>(FINDING_EVENT)),
});
