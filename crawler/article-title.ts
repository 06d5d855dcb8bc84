import type { Element } from "domhandler";
import { isBareNumber, numberLine } from "./document-number.ts";
import { isOfLink } from "./of-link.ts";
import type { Labels } from "./page-labels.ts";
import { type Block, cleaned, isWithinAny, type Line, type PageLines } from "./page-lines.ts";
import type { PageTags } from "./page-tags.ts";
import { printedDateIn } from "./printed-date.ts";
import { remembered } from "./remembered.ts";
import { squeeze } from "./text-of.ts";
import { columnNames, type Hints, hintsOf, likeness } from "./title-hints.ts";

/** The heading of an article as it stands on its page. */
export interface Heading {
  /** Folded. */
  readonly text: string;
  /** Its lines: `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
}

const TITLE_NAME =
  /title|(?:^|[\s_-])(?:tit|bt|biaoti|headline|subject|wzbt|xl-?tit|arti_?tit)(?:$|[\s_\d-])|ucaptitle/i;
const OTHER_TITLE = /site-?title|subtitle|sub-?tit|futit|fbt|head-title|nav|logo|lanmu|column/i;
const CHROME =
  /^(?:当前位置|您当前|您现在|首页|打印|关闭|分享|字体|来源|发布时间|今天|登录|注册|搜索|网站导航|友情链接|相关|上一篇|下一篇|附件|主办|版权|无障碍|扫一扫|长者|简体|繁体|English|政务公开|信息公开|相关信息|相关文章|热门|推荐|目录|正文|网站首页|(?:最新|最近|近期)(?:信息|动态|公告|发布|更新|文章|新闻)$)/;
const TITLE_END =
  /(?:通知|公告|公示|通告|意见|办法|规定|决定|方案|通报|批复|复函|的函|报告|细则|规划|要点|会议|简介|名单|说明|解读|预案|总结|计划|举行|召开|启动|开幕)(?:[（(].{1,20}[）)])?$/;
const SITE_NAME = /(?:人民政府|网站|门户|政府网|信息网|公众网|政务网|在线|信息公开网|欢迎您)[!！]?$/;
/** A window that bears nothing but an office's name bears it on every page. */
const OFFICE = /(?:局|委员会|厅|委|办公室|政府办|中心|学院|大学|学校|医院|镇|乡|街道)$/;
const LONGEST_TITLE = 220;
/** Below this a line is no more likely to be the heading than any other. */
const LEAST_SCORE = 4;

/** The heading of the page's article, or of a column's own text; null where no line is clearly it. */
export function headingOf(
  page: PageLines,
  labels: Labels,
  tags: PageTags,
  of: "article" | "column" = "article",
): Heading | null {
  const hints = hintsOf(tags, labels, of === "article" ? columnNames(page) : new Map());
  const below = firstParticular(page, labels);
  let best: { heading: Heading; score: number } | null = null;
  for (const line of page.lines) {
    const candidate = candidateAt(page, line, hints);
    if (!candidate) continue;
    const toBeat = best?.score ?? LEAST_SCORE - 0.001;
    const score = scoreOf(page, line, candidate, hints, labels, below, toBeat);
    if (score > toBeat) best = { heading: candidate, score };
  }
  return best?.heading ?? null;
}

/**
 * The heading where nothing but its place shows it: the last line above the text, its particulars passed over,
 * that a template or an editor sets off; or a heading element in which the text itself begins. Null where that line is part of a menu, or looks like any other.
 */
export function headingAbove(
  page: PageLines,
  first: number,
  isPassed: (line: Line) => boolean,
): Heading | null {
  const own = page.lines[first];
  const next = page.lines[first + 1];
  const isHead =
    own &&
    (headingBlock(own.block) || isCalledTitle(own.block) || (isEmphatic(own) && next && isPassed(next)));
  if (own && isHead && own.linkChars === 0 && !CHROME.test(own.text)) return candidateAt(page, own);
  for (let at = first - 1; at >= Math.max(0, first - 6); at--) {
    const line = page.lines[at];
    if (!line || isPassed(line)) continue;
    const plain = line.linkChars === 0 && !line.block.noise && !CHROME.test(line.text);
    const head = headingBlock(line.block, HEADINGS);
    const setOff = standing(line.block) >= 1 || isEmphatic(line) || head !== null;
    return plain && setOff ? candidateAt(page, (head && page.lines[head.first]) ?? line) : null;
  }
  return null;
}

const MAIN_HEADINGS: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4", "ucaptitle"]);
const HEADINGS: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

/** A block of one line, named as titles are. */
function isCalledTitle({ element, first, end }: Block): boolean {
  const { id = "", class: names = "" } = element?.attribs ?? {};
  const name = `${names} ${id}`;
  return end - first === 1 && TITLE_NAME.test(name) && !OTHER_TITLE.test(name);
}

/** Bold or large as a whole. */
function isEmphatic(line: Line): boolean {
  return line.runs.every((run) => {
    for (let at = run.element, up = 0; at && up < 3; at = at.parent as Element | null, up++) {
      if (at.name === "b" || at.name === "strong") return true;
      if (at.name === "font" && /^\+?[4-7]$/.test(at.attribs.size ?? "")) return true;
    }
    return run.text.trim() === "";
  });
}

/** The line as a heading; a heading element is taken whole, over all its lines, and what `hints` say is one title. */
function candidateAt(page: PageLines, line: Line, hints?: Hints): Heading | null {
  if (line.text.length < 2 || line.text.length > LONGEST_TITLE || isBareNumber(line.text)) return null;
  const block = headingBlock(line.block);
  if (block && block.first === line.index && block.end > line.index + 1 && block.end <= line.index + 5) {
    const lines = page.lines
      .slice(block.first, block.end)
      .filter((one) => !one.block.hidden && !isDateOnly(one.text));
    const text = lines.map(titleText).join(" ").trim();
    if (text.length <= LONGEST_TITLE) return { text, first: block.first, end: block.end };
  }
  const text = titleText(line);
  if (text === "") return null;
  const inOne = inOneElement(page, line);
  if (inOne) return inOne;
  return (hints && continued(page, line, text, hints)) ?? { text, first: line.index, end: line.index + 1 };
}

const MOST_TITLE_LINES = 4;

/** A title broken over lines, where the page's tag, its table or its window says it whole; null for any other line. */
function continued(page: PageLines, line: Line, start: string, hints: Hints): Heading | null {
  const { wholes } = hints;
  let text = start;
  const first = withoutBlanks(start);
  if (!wholes.some((whole) => whole !== first && whole.startsWith(first))) return null;
  for (let at = line.index + 1; at < line.index + MOST_TITLE_LINES; at++) {
    const next = page.lines[at];
    if (!next || next.block.hidden || next.linkChars > 0) return null;
    text += titleText(next);
    if (wholes.includes(squeeze(text))) return { text, first: line.index, end: at + 1 };
  }
  return null;
}

/** What `squeeze` gives of a text that is folded already. */
function withoutBlanks(folded: string): string {
  return folded.includes(" ") ? folded.replaceAll(" ", "") : folded;
}

function isParticular(text: string): boolean {
  return CHROME.test(text) || /[:：]/.test(text);
}

/** Lines that nothing but a line break parts within one element set off in print: they are one heading. */
function inOneElement(page: PageLines, line: Line): Heading | null {
  const element = line.runs[0]?.element;
  if (!element || element === line.block.element || !isEmphatic(line)) return null;
  const isOfIt = (one: Line | undefined) =>
    one !== undefined &&
    one.block === line.block &&
    one.linkChars === 0 &&
    !isDateOnly(one.text) &&
    one.runs.every((run) => run.element === element);
  if (!isOfIt(line) || isOfIt(page.lines[line.index - 1])) return null;
  let end = line.index + 1;
  for (let next = page.lines[end]; next && isOfIt(next) && !isParticular(next.text); next = page.lines[end])
    end++;
  const lines = page.lines.slice(line.index, end);
  const text = lines.map(titleText).join("");
  const isOne = lines.length > 1 && lines.length <= MOST_TITLE_LINES && text.length <= LONGEST_TITLE;
  return isOne ? { text, first: line.index, end } : null;
}

function headingBlock(block: Block, names: ReadonlySet<string> = MAIN_HEADINGS): Block | null {
  for (let at: Block | null = block, up = 0; at && up < 3; at = at.parent, up++)
    if (at.element && names.has(at.element.name)) return at;
  return null;
}

/** A heading without the date or the document number that some templates put into it, each in an element of its own. */
function titleText(line: Line): string {
  const [first] = line.runs;
  const kept = line.runs.filter(
    (run) =>
      !(mayBeDate(run.text) && isDateOnly(cleaned(run.text))) &&
      (run === first || run.element === first?.element || numberLine(cleaned(run.text), "") === null),
  );
  return kept.length === line.runs.length ? line.text : cleaned(kept.map((run) => run.text).join(""));
}

/** By its first signs: nothing that begins otherwise is a date alone. */
function mayBeDate(text: string): boolean {
  return text.length >= 6 && /^[\s（([【\ufdd0-\ufdd2]{0,40}[12]/.test(text);
}

function isDateOnly(text: string): boolean {
  return (
    text.length >= 6 &&
    text.length < 30 &&
    /^[\s（([【]*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\s)）\]】]*$/.test(
      text,
    )
  );
}

function scoreOf(
  page: PageLines,
  line: Line,
  heading: Heading,
  hints: Hints,
  labels: Labels,
  below: Below | null,
  toBeat: number,
): number {
  const text = withoutBlanks(heading.text);
  let score = likeness(text, hints) + standing(line.block);
  const place = Math.max(nearness(heading, below), isAboveTable(heading, labels) ? 2 : 0);
  // By its end and its letters a line gains no more than two points; all the rest only takes some away.
  if (score + place + 2.5 < toBeat) return Number.NEGATIVE_INFINITY;
  if (line.block.hidden) score -= 6;
  if (line.block.noise) score -= 4;
  if (line.linkChars > line.text.length * 0.6) score -= 4;
  if (CHROME.test(heading.text)) score -= 6;
  if (labels.lines.has(line.index) || isWithinAny(line.block, labels.tables)) score -= 6;
  if (text.length < 4) score -= 1.5;
  if (text.length > 8 && TITLE_END.test(text)) score += 1;
  if (isEmphatic(line)) score += 1;
  if (/[。；]$/.test(text) || text.length > 120) score -= 2;
  if (hints.notTitles.has(text)) score -= 5;
  // An article may be called as a column is, and then its particulars follow.
  else if ((hints.columns.get(text) ?? heading.first) < heading.first && below?.line !== heading.end)
    score -= 4;
  const isOwner = SITE_NAME.test(text) || (text === hints.window && OFFICE.test(text));
  if (isOwner && text.length < 20) {
    if (below?.line !== heading.end) score -= 4;
    // Above a bare date it signs a text.
    else if (!below.labelled && text === hints.window) score -= 10;
  }
  if (!/[\u4e00-\u9fffA-Za-z]/.test(text)) score -= 6;
  score += place;
  if (page.marked && heading.first >= page.marked.first && heading.first < page.marked.end) score -= 2;
  return score;
}

/** How much more a heading's element is than any other. */
const OF_ELEMENT: ReadonlyMap<string, number> = new Map([
  ["h1", 3],
  ["h2", 2.5],
  ["h3", 1.5],
  ["h4", 0.5],
  ["ucaptitle", 4],
]);

const NO_NAME = { title: false, other: false };

/** Whether an element's class and id are those of titles, and of titles of something else. */
const calledBy = remembered((name: string) => ({
  title: TITLE_NAME.test(name),
  other: OTHER_TITLE.test(name),
}));

function standing(block: Block): number {
  let score = 0;
  let named = false;
  for (let at: Block | null = block, up = 0; at && up < 3; at = at.parent, up++) {
    const element: Element | null = at.element;
    if (!element) break;
    if (up < 2) score += OF_ELEMENT.get(element.name) ?? 0;
    const { class: names, id, style = "", align } = element.attribs;
    const called = names === undefined && id === undefined ? NO_NAME : calledBy(`${names ?? ""} ${id ?? ""}`);
    const isOther = called.other && (up === 0 || !named);
    if (!named && !isOther && called.title) {
      score += 2 - up * 0.5;
      named = true;
    }
    if (up > 0) continue;
    if (isOther) score -= 2;
    if (style !== "" && /font-size\s*:\s*(?:1[89]|[2-4]\d)p[xt]/i.test(style)) score += 1;
    if (align === "center" || (style !== "" && /text-align\s*:\s*center/i.test(style))) score += 0.5;
  }
  return Math.min(score, 5.5);
}

/** A line that tells of the article and stands below its heading; `labelled` where it says what it tells. */
interface Below {
  readonly line: number;
  readonly labelled: boolean;
}

/** The first line with a publication date or a source; null where the page has none. */
function firstParticular(page: PageLines, labels: Labels): Below | null {
  for (const { field, line, rank, value, state } of labels.all) {
    const own = page.lines[line];
    if (!own || own.block.hidden || isOfLink(page, own)) continue;
    const dated = field === "published" && rank <= 3 && (state === "script" || printedDateIn(value) !== null);
    if (dated || (field === "source" && rank === 1)) return { line, labelled: true };
  }
  for (const line of page.lines) {
    if (line.block.hidden || line.text.length > 80 || line.linkChars > 0) continue;
    if (/^[\s（([【]*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}/.test(line.text))
      return { line: line.index, labelled: false };
  }
  return null;
}

function isAboveTable(heading: Heading, { tables }: Labels): boolean {
  for (const { first } of tables) if (first === heading.end) return true;
  return false;
}

/** A heading stands right above its date and source. A bare date may as well close a text, under its signer. */
function nearness(heading: Heading, below: Below | null): number {
  if (below === null) return 0;
  const gap = below.line - heading.end;
  if (gap < -8) return -1;
  if (gap < 0 || gap > 4) return 0;
  if (!below.labelled) return 2 - gap * 0.4;
  return gap === 0 ? 4 : 3 - gap * 0.4;
}
