import { type TSchema, Type } from "typebox";
import { GROUPS } from "../audit/rule.ts";
import { ELEMENTS } from "../domain/catalogue.ts";
import { STATUSES } from "../domain/finding.ts";
import { SEVERITIES } from "../domain/outcome.ts";
import { DRIFT_KINDS, REASONS } from "../domain/snapshot.ts";
import { FINDING } from "./finding-schema.ts";
import { OUTCOME_COUNTS } from "./patrol-schema.ts";
import { COUNT, component, DATE, INSTANT, keyed, oneOf, orNull, refTo } from "./shared-schema.ts";

const HEADER = Type.Object({
  id: Type.String(),
  portal: Type.String(),
  catalogue: Type.String(),
  asOf: INSTANT,
  versions: Type.Object({ xuncha: Type.String(), rules: Type.String(), catalogue: Type.String() }),
  complete: Type.Boolean(),
  units: COUNT,
  columns: COUNT,
  items: COUNT,
  outcomes: refTo(OUTCOME_COUNTS),
  onlyUnits: Type.Optional(Type.Array(Type.String(), { description: "只巡查部分单位时才有" })),
});
const { id, rule, group, unit, category, column, item, evidence, evidenceOmitted } = FINDING.properties;
const UNDECIDED = Type.Object({
  id,
  rule,
  group,
  outcome: Type.Literal("cantTell"),
  unit,
  category,
  column,
  item,
  message: Type.String(),
  data: Type.Object({ reason: oneOf(REASONS) }),
  evidence,
  evidenceOmitted,
});

/** `findings.json`. */
export const REPORT = component("Report", {
  schema: Type.Literal("xuncha/findings@1"),
  patrol: HEADER,
  findings: Type.Array(refTo(FINDING)),
  undecided: Type.Array(UNDECIDED, { description: "未能核实的，不算问题" }),
});

const CONFIDENCES = Type.Object({ confirmed: COUNT, suspected: COUNT });
const BY_SEVERITY = keyed(SEVERITIES, COUNT);
const UNIT = Type.Object({ id: Type.String(), name: Type.String() });
const list = <T extends TSchema>(schema: T) => Type.Array(schema);

/** `summary.json`, and what comes next. */
export const SUMMARY = component("Summary", {
  schema: Type.Literal("xuncha/summary@1"),
  patrol: HEADER,
  findings: Type.Object({
    total: COUNT,
    confirmed: COUNT,
    suspected: COUNT,
    settled: Type.Integer({ minimum: 0, description: "已处理、不再计入的" }),
    fresh: Type.Integer({ minimum: 0, description: "本次新发现的" }),
    bySeverity: BY_SEVERITY,
    byGroup: keyed(GROUPS, CONFIDENCES),
    ofUnknownRules: CONFIDENCES,
    byStatus: Type.Partial(keyed(STATUSES, COUNT)),
  }),
  unitsToCall: list(Type.Object({ unit: UNIT, confirmed: BY_SEVERITY, suspected: COUNT, undecided: COUNT })),
  undecided: Type.Object({ total: COUNT, byReason: Type.Partial(keyed(REASONS, COUNT)) }),
  catalogue: Type.Object({
    id: Type.String(),
    name: Type.String(),
    basis: Type.String(),
    provenance: oneOf(["official", "reconstructed"]),
    version: Type.String(),
    adoptedOn: orNull(DATE),
    categories: COUNT,
    reconstructedDuties: COUNT,
    reconstructedPeriods: COUNT,
    obligesNobody: list(Type.Object({ name: Type.String(), categories: list(Type.String()) })),
  }),
  declared: list(Type.Object({ unit: UNIT, category: Type.String(), reason: Type.String(), until: DATE })),
  templateFaults: orNull(
    Type.Object({
      sharedDays: list(DATE),
      templateLacks: list(oneOf(ELEMENTS)),
      templateNotices: list(Type.String()),
      publishedUntil: orNull(DATE),
    }),
  ),
  drifted: list(
    Type.Object({
      unitId: Type.String(),
      columnUrl: Type.String(),
      name: Type.String(),
      kind: oneOf(DRIFT_KINDS),
    }),
  ),
  run: Type.Null({ description: "存储的巡查没有运行数据" }),
  nextPatrolAt: Type.Union([INSTANT, Type.Null()], {
    description: "已登记的下一次巡查；没有登记或没有队列时为 null",
  }),
});
