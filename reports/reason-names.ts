import type { Evidence, FindingSubject } from "../domain/finding.ts";
import type { Text } from "../domain/outcome.ts";
import type { Reason } from "../domain/snapshot.ts";
import { type Lang, sayIn } from "./context.ts";

interface ReasonName extends Text {
  /** Said of the page that was asked for, which then stands before it. */
  readonly ofPage: boolean;
}

const ofPage = (zh: string, en: string): ReasonName => ({ zh, en, ofPage: true });
const ofPatrol = (zh: string, en: string): ReasonName => ({ zh, en, ofPage: false });

/** Why something could not be decided, in plain words. None of them is a unit's fault. */
export const REASON_NAMES: Readonly<Record<Reason, ReasonName>> = {
  unreachable: ofPage("无法连接", "could not be reached"),
  blocked: ofPage("被拦截", "refused the visit"),
  robots: ofPage("按 robots.txt 不允许访问", "may not be visited (robots.txt)"),
  timeout: ofPage("响应超时", "did not answer in time"),
  "server-error": ofPage("所在服务器出错", "answered with a server error"),
  "too-large": ofPage("超出读取大小上限", "is larger than the limit"),
  "not-html": ofPage("不是网页，无法读取", "is not a web page"),
  "soft-404": ofPage("只返回“页面不存在”一类提示", "only says that the page does not exist"),
  maintenance: ofPage("正在维护", "is under maintenance"),
  "needs-browser": ofPage("须用浏览器渲染才能读取", "can only be read with a browser"),
  drifted: ofPage("版式有变，读取结果不可靠", "changed its layout, so the reading is not reliable"),
  unreadable: ofPage("内容无法识读", "could not be understood"),
  "no-dates": ofPage("未标日期", "shows no dates"),
  incomplete: ofPage("未读取完整", "was not read far enough"),
  "no-history": ofPatrol("尚无以往巡查记录可比", "there is no earlier patrol to compare with"),
  "not-patrolled": ofPatrol("本次未巡查", "not visited in this patrol"),
  "too-few-items": ofPatrol("信息条数过少，不足以判断", "too few items to judge by"),
  "not-enough-training": ofPatrol("可供比对的样本不足", "too few samples to compare with"),
  "rule-error": ofPatrol("程序出错，与单位无关", "an error of the program, not of the unit"),
};

/** The name of a reason by itself: `页面被拦截`. A reason of another version is printed as it stands. */
export function reasonName(reason: Reason, lang: Lang): string {
  const say = sayIn(lang);
  const name = nameOf(reason);
  if (!name) return reason;
  return name.ofPage ? say(`页面${name.zh}`, `page ${name.en}`) : say(name.zh, name.en);
}

/** One sentence for a person: `未能核实：栏目页面被拦截（HTTP 412）`. */
export function undecidedMessage(
  {
    reason,
    evidence,
    category,
    column,
    item,
  }: FindingSubject & {
    readonly reason: Reason;
    readonly evidence: readonly Evidence[];
  },
  lang: Lang,
): string {
  const say = sayIn(lang);
  const name = nameOf(reason);
  if (!name) return say(`未能核实：${reason}`, `Could not be verified: ${reason}`);
  if (!name.ofPage) return say(`未能核实：${name.zh}`, `Could not be verified: ${name.en}`);
  const page = item
    ? say("信息页面", "the item's page")
    : column || category
      ? say("栏目页面", "the column's page")
      : say("单位页面", "the unit's pages");
  const status = evidence.find((e) => e.status !== 200)?.status;
  const answer = status === undefined ? "" : say(`（HTTP ${status}）`, ` (HTTP ${status})`);
  return say(`未能核实：${page}${name.zh}${answer}`, `Could not be verified: ${page} ${name.en}${answer}`);
}

// A stored patrol may be older or newer than this list.
function nameOf(reason: Reason): ReasonName | undefined {
  return (REASON_NAMES as Readonly<Record<string, ReasonName>>)[reason];
}
