import { CHANGE_COMPONENTS } from "./change-schema.ts";
import { DRY_RUN } from "./dry-run.ts";
import { FINDING, FINDING_DETAIL, FINDING_EVENT, FINDING_HISTORY, FINDING_LIST } from "./finding-schema.ts";
import { MATRIX, MATRIX_ANSWER } from "./matrix-schema.ts";
import { OUTCOME_COUNTS, PATROL, PATROL_LIST } from "./patrol-schema.ts";
import { CATALOGUE, CATALOGUE_LIST, CATALOGUE_SUMMARY, RULE, RULE_LIST } from "./reference-schema.ts";
import { REPORT, SUMMARY } from "./report-schema.ts";
import { SCORE, SCORE_ANSWER } from "./score-schema.ts";
import { SESSION } from "./session.ts";
import { PAGE, PROBLEM } from "./shared-schema.ts";
import {
  COLUMN,
  COLUMN_LIST,
  TIMELINE,
  TIMELINE_ANSWER,
  UNIT,
  UNIT_DETAIL,
  UNIT_LIST,
} from "./unit-schema.ts";
import {
  FORECAST,
  FORECAST_LIST,
  STATISTICS,
  STATISTICS_ANSWER,
  UNIT_FACTS,
  UNIT_FACTS_ANSWER,
} from "./year-schema.ts";

/** Every schema with a name, as the OpenAPI document lists them. */
export const COMPONENTS = [
  PROBLEM,
  PAGE,
  OUTCOME_COUNTS,
  PATROL,
  PATROL_LIST,
  FINDING,
  FINDING_DETAIL,
  FINDING_LIST,
  FINDING_EVENT,
  FINDING_HISTORY,
  UNIT,
  UNIT_LIST,
  UNIT_DETAIL,
  COLUMN,
  COLUMN_LIST,
  TIMELINE,
  TIMELINE_ANSWER,
  ...CHANGE_COMPONENTS,
  DRY_RUN,
  MATRIX,
  FORECAST,
  FORECAST_LIST,
  UNIT_FACTS,
  UNIT_FACTS_ANSWER,
  STATISTICS,
  STATISTICS_ANSWER,
  SCORE,
  SCORE_ANSWER,
  MATRIX_ANSWER,
  RULE,
  RULE_LIST,
  CATALOGUE_SUMMARY,
  CATALOGUE_LIST,
  CATALOGUE,
  REPORT,
  SUMMARY,
  SESSION,
];
