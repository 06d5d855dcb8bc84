import type { CategoryStateKind } from "../domain/category-state.ts";
import type { FindingStatus } from "../domain/finding.ts";
import type { Confidence, Severity } from "../domain/outcome.ts";
import type { UnitKind } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { Period } from "../domain/time.ts";
import type { GivenStatus, Group, Patrol, Role, Summary } from "./api-answers.ts";

// The trade's words, as the reports use them; a test holds both to the same.

export const GROUP_WORDS: Readonly<Record<Group, string>> = {
  "missing-categories": "缺失目录",
  "stale-units": "更新超期",
  "burst-publishing": "突击发布",
  "misfiled-items": "错放信息",
  "malformed-items": "不规范信息",
  "site-health": "站点问题",
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: "严重",
  major: "较重",
  minor: "一般",
};

export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  confirmed: "确认",
  suspected: "疑似",
};

export const STATUS_WORDS: Readonly<Record<FindingStatus, string>> = {
  open: "待整改",
  notified: "已通知",
  claimed: "单位报已整改，待复查",
  rectified: "已整改",
  disputed: "有异议，待核",
  waived: "不作问题处理",
  removed: "信息已撤下",
  recorded: "已记录",
  suspended: "暂不适用",
};

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: "查看",
  unit: "单位",
  inspector: "巡查员",
  admin: "管理员",
};

/** What an inspector does about a finding. */
export const DECISION_WORDS: Readonly<Record<GivenStatus, string>> = {
  open: "退回待整改",
  notified: "通知整改",
  claimed: "记为单位报已整改",
  disputed: "记为有异议",
  waived: "不作问题处理",
};

/** What a unit says of its own finding. */
export const CLAIM_WORDS: Readonly<Partial<Record<GivenStatus, string>>> = {
  claimed: "认领：已整改，请复查",
  disputed: "申诉：提出异议",
};

export const KIND_WORDS: Readonly<Record<UnitKind, string>> = {
  department: "部门",
  town: "乡镇",
  subdistrict: "街道",
  government: "政府",
};

export const STATE_WORDS: Readonly<Record<CategoryStateKind, string>> = {
  filled: "已公开",
  empty: "空缺",
  stale: "超期",
  cantTell: "未能核实",
  exempt: "免除",
  declared: "报备",
  notDemanded: "不要求",
};

export const PARAM_UNIT_WORDS: Readonly<Record<string, string>> = {
  days: "天",
  items: "条",
  characters: "字",
  share: "",
  attempts: "次",
};

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  unreachable: "页面无法连接",
  blocked: "页面被拦截",
  robots: "页面按 robots.txt 不允许访问",
  timeout: "页面响应超时",
  "server-error": "页面所在服务器出错",
  "too-large": "页面超出读取大小上限",
  "not-html": "页面不是网页，无法读取",
  "soft-404": "页面只返回“页面不存在”一类提示",
  maintenance: "页面正在维护",
  "needs-browser": "页面须用浏览器渲染才能读取",
  drifted: "页面版式有变，读取结果不可靠",
  unreadable: "页面内容无法识读",
  "no-dates": "页面未标日期",
  incomplete: "页面未读取完整",
  "no-history": "尚无以往巡查记录可比",
  "not-patrolled": "本次未巡查",
  "too-few-items": "信息条数过少，不足以判断",
  "not-enough-training": "可供比对的样本不足",
  "rule-error": "程序出错，与单位无关",
};

/** A word of the API that this version may not know is shown as it came, rather than hidden. */
export function wordOf(words: Readonly<Record<string, string>>, key: string): string {
  return words[key] ?? key;
}

/** `14 天`, `6 个月`. */
export function periodWords(period: Period): string {
  const units: Readonly<Record<string, string>> = { D: "天", M: "个月", Y: "年" };
  return `${period.slice(1, -1)} ${units[period.at(-1) ?? ""] ?? ""}`;
}

/** How a catalogue is named wherever it is relied on. */
export function catalogueWords({ name, provenance }: Summary["catalogue"], adopted: boolean): string {
  if (provenance === "official") return name;
  return adopted ? `${name}（重建，本级已确认采用）` : `${name}（重建，仅供参考）`;
}

/** What a patrol amounts to, in a few words. */
export function completenessWords({ complete, finishedAt, onlyUnits, outcomes }: Patrol): string {
  if (finishedAt === null) return "进行中或中断";
  // A unit is never told the outcomes, so that to it these two look the same.
  if (!complete) return outcomes === null ? "已取消或未完成" : "未完成";
  return onlyUnits === null ? "完整" : `完整（只查 ${onlyUnits.length} 个单位）`;
}

/** Why the program put a finding where it stands. */
export function statusReasonWords(reason: string, ruleTitle: (id: string) => string): string {
  if (reason === "goes on under another category") return "信息已归入另一类别，在那里继续跟踪";
  const [, excuse, why = ""] = /^(exempt|declared): (.+)$/s.exec(reason) ?? [];
  if (excuse === "exempt") return `已列为免于公开：${why}`;
  if (excuse === "declared") return `已申报本期无可公开：${why}`;
  const [, verb, what = ""] = /^(explained by|gone in|passed in) (.+)$/.exec(reason) ?? [];
  if (verb === "explained by") return `已由“${ruleTitle(what)}”说明`;
  if (verb === "gone in") return `巡查 ${what} 时信息已不存在`;
  if (verb === "passed in") return `巡查 ${what} 时已符合要求`;
  return REASONS_OF_STATUS[reason] ?? reason;
}

const REASONS_OF_STATUS: Readonly<Record<string, string>> = {
  inapplicable: "本次巡查中不再适用",
  "not-obliged": "目录不要求该单位公开",
  "not-yet": "目录尚未要求公开",
  "rule is off": "该规则已停用",
  "not in the catalogue": "目录已无此类别",
  empty: "栏目没有信息",
  "no-dates": "信息未标日期",
  "not-patrolled": "本次未巡查",
  "template-lacks": "全站模板都缺少，不计为单位问题",
  "norm-not-in-force": "依据当时尚未施行",
  "before-the-standard": "早于现行标准",
  "another-kind": "属其他文种",
};

/** What became of an item between patrols. */
export const CHANGE_WORDS: Readonly<Record<string, string>> = {
  changed: "改动",
  removed: "撤下",
  moved: "换了地址",
};

export const PART_WORDS: Readonly<Record<string, string>> = {
  title: "标题",
  body: "正文",
  publishedOn: "发布日期",
  source: "来源",
  documentNumber: "文号",
  carriers: "附件、图片",
};
