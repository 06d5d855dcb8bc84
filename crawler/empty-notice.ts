import type { Element } from "domhandler";
import { type Outline, type PageText, parentOf } from "./outline.ts";
import { isChrome } from "./page-chrome.ts";
import { tokensOf } from "./script-tokens.ts";
import { BLOCKS, foldSpace } from "./text-of.ts";

/** The page's word that there is nothing: one short sentence that stands alone. */
export interface EmptyNotice {
  /** Whole, as it stands in the page. */
  readonly text: string;
  readonly parent: Element | null;
  /** Indices into the outline's texts, half open. */
  readonly textFrom: number;
  readonly textTo: number;
}

/** Where the page says so, outside of links, and not as the value of some label. */
export function emptyNoticesOf(outline: Outline): readonly EmptyNotice[] {
  const found: EmptyNotice[] = [];
  outline.texts.forEach((piece, at) => {
    if (piece.link !== null || piece.text.length > LONGEST_NOTICE || !/[无没未]/.test(piece.text)) return;
    const notice = sentenceAround(outline, at);
    if (notice && found.at(-1)?.textFrom !== notice.textFrom && isEmptyNotice(notice.text))
      found.push(notice);
  });
  return found;
}

/**
 * The words by which the page says that there is nothing once its rows, which a script calls for, turn out to be
 * none: they stand in it, or in what the script writes then. null where it has none.
 */
export function wordsForNothing(outline: Outline): string | null {
  const standing = emptyNoticesOf(outline).find(({ parent }) => parent && !isChrome(outline, parent));
  if (standing) return standing.text;
  for (const { code } of outline.scripts) {
    if (code.length > LONGEST_SCRIPT || !/[无没未]/.test(code)) continue;
    for (const { kind, value } of tokensOf(code)) {
      if (kind !== "text" || !/[无没未]/.test(value)) continue;
      const text = foldSpace(value.replace(/<[^<>]{0,200}>/g, " "));
      if (isEmptyNotice(text)) return text;
    }
  }
  return null;
}

const LONGEST_SCRIPT = 100_000;

const LONGEST_NOTICE = 40;

/** Whether a sentence says of a column that it holds nothing: `暂无信息`, `我局今年以来暂无行政处罚事项。` */
export function isEmptyNotice(text: string): boolean {
  if (text.length < 2 || text.length > LONGEST_NOTICE) return false;
  const bare = text.replace(/^[\s(（【[“"*·]+|[\s)）】\]”"*·!！。.…~～]+$/g, "");
  const clauses = bare.split(/[,，:：!！\s]+/).filter((clause) => clause !== "");
  const at = clauses.findIndex(saysNothing);
  if (at < 0 || /[。；;?？]/.test(bare)) return false;
  return (
    clauses.slice(0, at).every((clause) => LEAD.test(clause) || NOT_DONE.test(clause)) &&
    clauses
      .slice(at + 1)
      .every((clause) => saysNothing(clause) || REQUEST.test(clause) || UNFINISHED.test(clause))
  );
}

function saysNothing(clause: string): boolean {
  return SAYS_NOTHING.some((form) => form.test(clause)) && !OTHER_NOTHING.test(clause);
}

/** Whether a few words say of a column that it is being made: they hold nothing, nor do they say why. */
export function isUnderWay(text: string): boolean {
  return text.length <= LONGEST_NOTICE && UNDER_WAY.test(text.replace(/[\s!！。.…~～]+$/, ""));
}

const UNDER_WAY =
  /^(?:[本该此]?(?:栏目|频道|页面|内容|信息)?)(?:正在|尚在)?(?:建设|更新|完善|整理|筹备|制作|编辑|录入|上传)(?:之?中)?(?:[,，]?(?:敬请期待|请稍[候后]))?$/;

const WHEN =
  "(?:截[至止](?:目前|今日?|本[年月日期]|[\\d年月日]{2,11})|(?:到)?目前(?:为止)?|现在|当前|今年(?:以来)?|近期|本(?:期|年度?|月|季度|周)|[\\d]{4}年度?(?:[上下]半年|[\\d一二三四]{1,2}(?:月|季度))?)";
const SELF =
  "(?:您?(?:所)?(?:访问|查询|查看)的|[该本此我])?(?:栏目|频道|页面|目录|分类|类别?|列表|部门|单位|地区|[\\u4e00-\\u9fff]{0,10}(?:局|委|办|厅|镇|乡|街道|办事处|政府|中心|院|校|县|市|区|村|社区|科|机关|机构))?(?:下|中|内|里)?";
const OF_WHAT =
  "(?:相关|有关|任何|该|此|[此该本]项|此类|这类|符合条件的?|您?查询的?|(?:需要?|应予?|可)?(?:主动)?公开的?|对应的?|栏目|文章|新闻|政务|政府)*";
const NOUN =
  "(?:信息|数据|内容|记录|文章|资料|文件|新闻|公告|公示|动态|结果|事项|项目|情况|案件|任免|处罚|许可|资金|变动|支出|预算|收费|采购|计划|规划|活动|单位|机构|人员|决定|建议|提案|职能|政策)";
const SHOWN = "(?:可供?显示|显示|发布|公开|更新|公布)?";

const LEAD = new RegExp(`^(?:对不起|很?抱歉|温馨提示|提示|说明|注|您好|经查询?|${WHEN}|${SELF})$`);
/** What politely follows: a request, or the promise to publish once there is something. */
const REQUEST =
  /^(?:敬?请.{1,12}|如有需要.{0,12}|[\d-]{5,20}|谢谢.{0,6}|感谢.{0,8}|(?:如[有遇]|若有|一[旦经有]|待|今后|以后|届时|我[局委办厅镇乡院校]?将|将).{0,14}(?:公开|公布|发布|公示|更新|补充))$/;
/** Why there is nothing: it was not done, or it is being done. */
const NOT_DONE =
  /^[\u4e00-\u9fff\d]{0,16}?(?:没有|未|不)(?:作出|发生|产生|开展|组织|实施|承办|收到|办理|涉及|制定|出台|具有|具备|承担)[\u4e00-\u9fff\d、]{0,14}$/;
const UNFINISHED =
  /^[\u4e00-\u9fff\d]{0,12}?(?:正在|尚在|还在)(?:编制|修订|制定|审批|审核|汇总|整理|收集|筹备|完善|更新|办理|建设)(?:之?中|过程中)?$/;
/** Sentences, by how surely their words say that there is nothing to list. */
const SAYS_NOTHING = [
  // 暂无: whatever it is that there is none of for the time being.
  /^[\u4e00-\u9fff\d]{0,16}?(?:暂时?(?:无|没有)|暂没有|尚(?:无|没有)|还没有)[\u4e00-\u9fff\d、《》“”（）]{0,18}$/,
  /^[\u4e00-\u9fff\d]{0,16}?(?:暂时?未|尚未)(?:发布|公布|公开|产生|发生|作出|收到|涉及|制定|出台|形成|查询到|检索到|找到)[\u4e00-\u9fff\d、]{0,14}$/,
  // 没有 alone says it of what columns hold, or of what the unit itself has.
  new RegExp(
    `^${SELF}${WHEN}?(?:并)?(?:无|没有|未有|没有找到|未找到|未查询到|没有查询到|未发布|没有发布|未检索到)${OF_WHAT}${NOUN}(?:内容|信息)?${SHOWN}$`,
  ),
  new RegExp(
    `^(?![无没未])(?:${SELF}${WHEN}|${WHEN}${SELF}|${SELF})(?:没有|无|未有|未发生|未产生|未作出|未收到|未承办|未开展|不涉及)[\\u4e00-\\u9fff\\d、]{0,10}${NOUN}$`,
  ),
] as const;
/** What has none without being empty for it; and words that make a duty or a condition of it. */
const OTHER_NOTHING =
  /更多|评论|留言|回复|附件|图片|照片|简介|摘要|标签|权限|正文|下一|上一|(?<![暂尚])无(?:需|须|法|障|偿|论|故|效|人(?![事员])|线|缝|害|烟|公害|证|照|固定|纸|关|锡|不)|不得|不能|应当|应该|必须|否则|如果|禁止|严禁|从未|未经|[者的]$/;

/** The piece with those that make one sentence with it; null where it is but a part of a row or of a labelled line. */
function sentenceAround(outline: Outline, index: number): EmptyNotice | null {
  const piece = outline.texts[index];
  if (!piece) return null;
  const block = blockOf(piece);
  const isPart = (at: number) => {
    const other = outline.texts[at];
    return other !== undefined && blockOf(other) === block;
  };
  let [from, to] = [index, index + 1];
  while (isPart(from - 1) && index - from < MOST_PIECES) from--;
  while (isPart(to) && to - index < MOST_PIECES) to++;
  if (to - from >= MOST_PIECES) return null;
  const pieces = outline.texts.slice(from, to);
  if (pieces.some(({ link }) => link !== null)) return null;
  const row = block && rowOf(block);
  const span = row && outline.spans.get(row);
  if (span && (span.textFrom < from || span.textTo > to)) return null;
  const text = foldSpace(pieces.map(({ raw }) => raw).join(""));
  return { text, parent: piece.parent, textFrom: from, textTo: to };
}

const MOST_PIECES = 10;

function blockOf({ parent }: PageText): Element | null {
  let at = parent;
  while (at && !BLOCKS.has(at.name)) at = parentOf(at);
  return at;
}

/** The row that a cell is part of. */
function rowOf(block: Element): Element | null {
  if (!/^(?:td|th|dd|dt)$/.test(block.name)) return null;
  const row = /^t/.test(block.name) ? "tr" : "dl";
  for (let at = parentOf(block); at; at = parentOf(at)) if (at.name === row) return at;
  return null;
}
