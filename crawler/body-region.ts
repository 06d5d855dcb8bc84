import type { Element } from "domhandler";
import type { Heading } from "./article-title.ts";
import { isBodyContainer } from "./body-container.ts";
import type { Labels } from "./page-labels.ts";
import { type Block, isAged, type Line, type PageLines } from "./page-lines.ts";
import { printedDateIn } from "./printed-date.ts";
import { squeeze } from "./text-of.ts";

/** The lines that hold an article's content: `first` up to, not including, `end`. */
export interface Region {
  readonly first: number;
  readonly end: number;
  readonly block: Block | null;
  /** The page itself says that this is the content: a known container, or marks around it. */
  readonly certain: boolean;
}

const LIKELY =
  /con(?:tent)?(?:$|[\s_\d-])|article|detail|text|txt|zhengwen|(?:^|[\s_-])(?:nr|neirong|zw|bd|main)(?:$|[\s_-])|jianjie|xiangxi/i;

const FOOT =
  /版权所有|ICP备|网站标识码|公网安备|公安备案|copyright|技术支持|网站地图|浏览器|分辨率|^(?:主办|承办|主管)(?:单位)?[:：]|^(?:运行维护|维护单位)|网站声明|转载或引用/i;
const BOILERPLATE =
  /扫一扫|^(?:【?打印|【?关闭|分享(?:到|至)?|字体|字号|上一[篇条页]|下一[篇条页]|返回(?:顶部|首页|列表)?|您?(?:当前|现在)(?:所在)?的?位置|当前位置|位置[:：]|相关(?:链接|信息|文章|新闻|阅读|附件|报道|稿件|文档)|我要(?:打印|纠错|推荐)|网站纠错|责任编辑|编辑[:：]|收藏|今天是|设为首页|加入收藏|附件下载|听全文|无障碍|长者|Produced By|【?\s*大\s*中\s*小|微信|微博|QQ空间|人人网|更多$|[-—_=]{3,}\S{0,8}[-—_=]{3,}$|腾讯微博|新浪微博)/i;
/** Whom to call stands in texts, and at the foot of every page. */
const CONTACT = /^(?:联系|单位|办公)?(?:地址|电话|邮编|邮箱|电子邮箱|传真)\s*[:：]|服务热线|Flash Player/;
const STRONG_BONUS = 300;
const LIKELY_BONUS = 40;
const LONGEST_COUNTED_LINE = 1500;
/** Fewer characters than this are a word somewhere on the page. */
const LEAST_SCORE = 10;

/** Where the content of an article stands; null where nothing on the page looks like it. */
export function bodyRegionOf(page: PageLines, labels: Labels, heading: Heading | null): Region | null {
  const weights = weightsOf(page, labels, heading);
  const { marked } = page;
  const shown = marked && page.media.some(({ line }) => line >= marked.first && line <= marked.end);
  if (marked && (sum(weights.positive, marked) > 0 || shown))
    return { ...marked, block: null, certain: true };
  const withMedia = blocksWithMedia(page);
  let best: { block: Block; score: number } | null = null;
  for (const block of page.blocks) {
    if (!block.element || block.hidden) continue;
    const score = scoreOf(withMedia, block, weights, heading);
    // Of equals the innermost: blocks stand in page order, parents first.
    if (best === null ? score > 0 : score >= best.score && score > 0) best = { block, score };
  }
  if (!best || best.score < LEAST_SCORE) return null;
  const { block } = best;
  if (isScrap(page, block)) return null;
  return { first: block.first, end: block.end, block, certain: isContainer(block) };
}

/** A few words in no place for a text: the heading of a list beside an article that has none. */
function isScrap(page: PageLines, block: Block): boolean {
  for (let at: Block | null = block; at; at = at.parent) if (isContainer(at) || isLikely(at)) return false;
  const lines = page.lines.slice(block.first, block.end).filter((line) => line.linkChars === 0);
  const chars = lines.reduce((total, { text }) => total + text.replace(/[^\p{L}\d]/gu, "").length, 0);
  return chars < A_FEW_WORDS && !lines.some(({ text }) => /[，。；！？]/.test(text));
}

/** Characters. */
const A_FEW_WORDS = 12;

/**
 * Where a content without text stands: below the heading, in the nearest block around it that holds a picture,
 * a frame or a link that `carries` content. Without any, the empty place below the heading.
 */
export function regionBelow(
  page: PageLines,
  labels: Labels,
  heading: Heading,
  carries: (link: Element) => boolean,
): Region {
  let first = heading.end;
  while (first < page.lines.length && isAboveText(page.lines[first], labels)) first++;
  const shown = [...page.media, ...page.links.filter(({ element }) => carries(element))].filter(
    ({ line, block }) => line >= heading.end && !block.hidden && !block.noise,
  );
  let block = page.lines[heading.first]?.block ?? null;
  for (let up = 0; block?.element && up < 7; block = block.parent, up++) {
    const around = block;
    if (shown.some((one) => isWithin(one.block, around)))
      return { first, end: Math.max(first, around.end), block: null, certain: false };
  }
  return { first, end: first, block: null, certain: false };
}

/** Whether a line tells of the article (date, source, size of type) in place of being its text. */
export function isAboveText(line: Line | undefined, labels: Labels): boolean {
  if (!line || line.text.length > 160) return false;
  if (labels.lines.has(line.index) || isFrame(line) || line.block.hidden || isAged(line)) return true;
  const date = printedDateIn(line.text);
  // 县林业局 2016年3月2日 文号：清林发〔2016〕5号
  if (date !== null && labels.all.some((one) => one.line === line.index && PARTICULARS.has(one.field)))
    return true;
  return date !== null && line.text.replace(BESIDE_A_DATE, "").length - date.text.length < 14;
}

const PARTICULARS: ReadonlySet<string> = new Set(["source", "number", "index"]);

/** Time of day and counts of clicks, with which a date above a text goes on. */
const BESIDE_A_DATE =
  /\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|(?:阅读|点击|浏览|访问)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?|[\s|｜]/g;

/** Whether a line is part of the page's frame (share bar, font size, neighbours, footer) and of no article. */
export function isFrame(line: Line): boolean {
  return line.block.noise || BOILERPLATE.test(line.text) || (line.text.length < 120 && FOOT.test(line.text));
}

/** Whether the block is one that publishing systems put around a body. */
export function isContainer(block: Block): boolean {
  return block.element !== null && isBodyContainer(block.element);
}

/** A link and, beside it, nothing but a date: a row of a list. */
export function isListRow(line: Line): boolean {
  if (line.linkChars < 4 || line.text.length > 300) return false;
  let rest = "";
  for (const run of line.runs) if (!run.link) rest += run.text;
  return (
    squeeze(
      rest.replace(/[\d\-/.:：年月日时分[\]()（）【】·•>»|]|发布时间|发布日期|阅读次数|点击|浏览|次/g, ""),
    ).length < 4
  );
}

interface Weights {
  /** Running sums: of all lines before the index. */
  readonly all: Float64Array;
  readonly positive: Float64Array;
}

function weightsOf(page: PageLines, labels: Labels, heading: Heading | null): Weights {
  const count = page.lines.length;
  const all = new Float64Array(count + 1);
  const positive = new Float64Array(count + 1);
  const copy = new CopyWatch();
  for (const line of page.lines) {
    const weight = copy.weighed(line, weightOf(line, labels, heading));
    all[line.index + 1] = (all[line.index] ?? 0) + weight;
    positive[line.index + 1] = (positive[line.index] ?? 0) + Math.max(weight, 0);
  }
  return { all, positive };
}

/** Knows a second copy of the text, for telephones or for reading aloud: it is no part of the first. */
class CopyWatch {
  private readonly seen = new Set<string>();
  /** How firmly the lines are taken for a copy: up with each repeated line, down with each new one. */
  private repeated = 0;

  weighed(line: Line, weight: number): number {
    if (weight <= 0) return weight;
    const known = this.seen.size;
    const isNew = this.seen.add(squeeze(line.text).slice(0, 40)).size > known;
    if (weight > 20) this.repeated = Math.min(6, Math.max(0, this.repeated + (isNew ? -1 : 2)));
    if (isNew) return this.repeated >= 3 ? 0 : weight;
    return weight > 20 ? -10 : 0;
  }
}

function weightOf(line: Line, labels: Labels, heading: Heading | null): number {
  const chars = Math.min(line.text.length, LONGEST_COUNTED_LINE);
  if (line.block.hidden) return 0;
  if (line.block.noise) return -Math.min(chars, 30) - 5;
  if (heading && line.index >= heading.first && line.index < heading.end) return -30;
  if (isFrame(line)) return -25;
  if (line.linkChars > line.text.length * 0.6 || isListRow(line)) return -12 - Math.min(chars, 30);
  if (labels.lines.has(line.index) && chars < 160) return -20;
  if (chars < 30 && printedDateIn(line.text)?.text.length === line.text.length) return -3;
  if (CONTACT.test(line.text) && chars < 120) return 0;
  const weight = chars - line.linkChars + (/[。；，]/.test(line.text) ? 10 : 0);
  // Above its heading an article has nothing.
  return heading && line.index < heading.first ? Math.min(weight, 0) : weight;
}

function scoreOf(
  withMedia: ReadonlySet<Block>,
  block: Block,
  weights: Weights,
  heading: Heading | null,
): number {
  const text = sum(weights.positive, block);
  const total = sum(weights.all, block);
  if (heading && block.end <= heading.first) return 0;
  // Around its own heading no container is the body's alone: what stands below the heading counts.
  if (heading && block.first < heading.end) return sum(weights.all, { first: heading.end, end: block.end });
  const strong = isContainer(block);
  const named = strong || isLikely(block);
  if (!named) return total;
  const carries = text > 0 || withMedia.has(block);
  if (strong) return total + (carries ? STRONG_BONUS : STRONG_BONUS / 2);
  if (block.noise) return total;
  return total + (carries ? LIKELY_BONUS : 0);
}

function isLikely(block: Block): boolean {
  const { id = "", class: names = "" } = block.element?.attribs ?? {};
  return LIKELY.test(names) || LIKELY.test(id) || block.element?.name === "article";
}

/** Every block in which a picture, film or frame that is shown stands. */
function blocksWithMedia(page: PageLines): ReadonlySet<Block> {
  const found = new Set<Block>();
  for (const one of page.media) {
    if (one.block.hidden || one.block.noise) continue;
    for (let at: Block | null = one.block; at && !found.has(at); at = at.parent) found.add(at);
  }
  return found;
}

/** Whether the one block is the other or stands within it. */
export function isWithin(inner: Block, outer: Block): boolean {
  for (let at: Block | null = inner; at; at = at.parent) if (at === outer) return true;
  return false;
}

function sum(
  running: Float64Array,
  { first, end }: { readonly first: number; readonly end: number },
): number {
  return (running[end] ?? 0) - (running[first] ?? 0);
}
