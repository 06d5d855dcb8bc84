import { GROUPS, type Group, type Param } from "../audit/rule.ts";
import type { FindingStatus } from "../domain/finding.ts";
import type { Confidence, Severity, Text } from "../domain/outcome.ts";
import type { UnitKind } from "../domain/portal.ts";

// The trade's words for what the program names in its own.

export const GROUP_NAMES: Readonly<Record<Group, Text>> = {
  "missing-categories": { zh: "缺失目录", en: "Missing categories" },
  "stale-units": { zh: "更新超期", en: "Overdue updates" },
  "burst-publishing": { zh: "突击发布", en: "Burst publishing" },
  "misfiled-items": { zh: "错放信息", en: "Misfiled items" },
  "malformed-items": { zh: "不规范信息", en: "Malformed items" },
  "site-health": { zh: "站点问题", en: "Site health" },
};

/** Of findings whose rule this version of the program does not know. */
export const OTHER_GROUP: Text = { zh: "其他", en: "Other" };

/** Groups in the order of every report; null stands for {@link OTHER_GROUP}. */
export const REPORT_GROUPS: readonly (Group | null)[] = [...GROUPS, null];

export function groupName(group: Group | null): Text {
  return group === null ? OTHER_GROUP : GROUP_NAMES[group];
}

export const SEVERITY_NAMES: Readonly<Record<Severity, Text>> = {
  critical: { zh: "严重", en: "critical" },
  major: { zh: "较重", en: "major" },
  minor: { zh: "一般", en: "minor" },
};

export const CONFIDENCE_NAMES: Readonly<Record<Confidence, Text>> = {
  confirmed: { zh: "确认", en: "confirmed" },
  suspected: { zh: "疑似", en: "suspected" },
};

export const STATUS_NAMES: Readonly<Record<FindingStatus, Text>> = {
  open: { zh: "待整改", en: "open" },
  notified: { zh: "已通知", en: "notified" },
  claimed: { zh: "单位报已整改，待复查", en: "claimed as rectified" },
  rectified: { zh: "已整改", en: "rectified" },
  disputed: { zh: "有异议，待核", en: "disputed" },
  waived: { zh: "不作问题处理", en: "waived" },
  removed: { zh: "信息已撤下", en: "removed" },
  recorded: { zh: "已记录", en: "recorded" },
  suspended: { zh: "暂不适用", en: "suspended" },
};

export const KIND_NAMES: Readonly<Record<UnitKind, Text>> = {
  department: { zh: "部门", en: "department" },
  town: { zh: "乡镇", en: "town" },
  subdistrict: { zh: "街道", en: "subdistrict" },
  government: { zh: "政府", en: "government" },
};

/** What a rule's parameter counts in. */
export const PARAM_UNITS: Readonly<Record<Param["unit"], Text>> = {
  days: { zh: "天", en: "days" },
  items: { zh: "条", en: "items" },
  characters: { zh: "字", en: "characters" },
  share: { zh: "", en: "" },
  attempts: { zh: "次", en: "attempts" },
};
