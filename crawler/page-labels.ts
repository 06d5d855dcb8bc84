import type { Element } from "domhandler";
import { type Block, cleaned, GAP, isTemplate, type Line, type PageLines, SLOT } from "./page-lines.ts";
import { UNKNOWN_TEXT } from "./script-text.ts";
import { squeeze } from "./text-of.ts";

/** What a label announces. `other`: something that no reader asks for, but where another value ends. */
export type Field = "published" | "written" | "source" | "number" | "index" | "title" | "other";

/** A label and what stands behind it. */
export interface Labelled {
  readonly field: Field;
  /** 1 is the plainest way to say it; higher ranks are believed only where lower ones say nothing. */
  readonly rank: number;
  readonly label: string;
  /** Folded; "" where nothing stands there. */
  readonly value: string;
  /** `script`: only a script that could not be followed would fill it. */
  readonly state: "text" | "empty" | "script";
  /** Index of the line that the label stands on, and of the one after which its value ends. */
  readonly line: number;
  /** Whether it stands in a cell, or in another place of its own: no prose. */
  readonly cell: boolean;
}

export interface Labels {
  readonly all: readonly Labelled[];
  /** Tables of labels (索引号, 文号, 发布机构 …): no part of a body, even where they stand inside it. */
  readonly tables: ReadonlySet<Block>;
  /** Lines that begin with a label, or hold several, or one behind a date. */
  readonly lines: ReadonlySet<number>;
}

const DICTIONARY: readonly (readonly [Field, number, string])[] = [
  [
    "published",
    1,
    "发布时间 发布日期 时间发布 信息发布时间 信息发布日期 发表时间 发表日期 上网时间 上网日期 公布日期 公布时间 发布于 发稿时间 刊发时间 信息时间 信息日期 文章发布时间 上传时间 上传日期 稿件时间 出处时间",
  ],
  ["published", 2, "公开日期 公开时间 录入时间 录入日期 添加时间 创建时间 加入时间 发文时间"],
  ["published", 3, "日期 时间"],
  ["published", 5, "更新时间 更新日期 最后更新 最后更新时间 生成日期 生成时间"],
  ["published", 6, "发文日期 印发日期 印发时间"],
  ["written", 1, "成文日期 成文时间 签署日期 签发日期 制发日期 落款日期"],
  [
    "source",
    1,
    "来源 信息来源 文章来源 稿件来源 内容来源 新闻来源 消息来源 稿源 来源单位 来源部门 信息来源单位 文章出处 出处 转自",
  ],
  ["source", 2, "供稿 供稿单位 来稿单位 供稿部门 信息提供 信息提供单位 稿件提供 报送单位"],
  [
    "source",
    3,
    "发布机构 发布单位 发布机关 发布部门 公开机构 公开单位 公开主体 信息公开单位 责任部门 责任单位 公开责任部门",
  ],
  ["source", 4, "发文机关 发文单位 发文机构 发文部门 制发机关 制发单位 发布者 发布人"],
  [
    "number",
    1,
    "文号 发文字号 文件编号 文件字号 发文文号 文件文号 公文文号 发文编号 公文字号 发文号 文件号 公文编号",
  ],
  ["index", 1, "索引号 索取号 信息索引号 信息索取号 索引编号 索引码 信息索引"],
  ["title", 1, "名称 标题 信息名称 文件名称 信息标题 公开标题 文件标题"],
  [
    "other",
    1,
    "作者 编辑 责任编辑 责编 审核 校对 审稿 初审 复审 终审 监制 摄影 撰稿 记者 通讯员 浏览次数 浏览量 浏览 点击数 点击量 点击率 点击次数 点击 阅读次数 阅读量 阅读数 阅读 访问量 访问次数 访问 人气 查看 字体 字号 字体大小 字体颜色 打印 关闭 分享 分享到 视力保护色 保护视力色 视力保护 选择字体 主题分类 信息分类 信息类别 主题词 体裁分类 体裁 公开方式 公开范围 公开形式 公开类别 公开程序 公开时限 公开属性 有效性 效力状态 文件状态 是否有效 生效时间 生效日期 实施日期 施行日期 废止时间 废止日期 失效时间 失效日期 关键词 关键字 语种 信息格式 载体类型 内容概述 内容概要 内容摘要 摘要 备注 服务对象 服务对象分类 所属栏目 栏目 所属分类 类别 类型 类型 组配分类 文种 题材分类 听全文 语音播报 二维码 收藏 下载 扫一扫 文件有效性 时效 时效性",
  ],
];

interface Word {
  readonly field: Field;
  readonly rank: number;
}

const WORDS: ReadonlyMap<string, Word> = new Map(
  DICTIONARY.flatMap(([field, rank, words]) =>
    words.split(" ").map((word) => [word, { field, rank }] as const),
  ),
);
const LONGEST_WORD = 7;
/** Field labels that only a table of an item's particulars has. */
const PARTICULARS =
  /索引|索取号|字号|文号|文件编号|发布机构|发文机关|主题分类|信息分类|成文日期|生成日期|公开日期|公开方式|体裁|主题词|有效性/;
const DATED = /^[（(【[]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d/;
const LONGEST_LABEL_LINE = 500;
const LONGEST_VALUE = 120;

/** Every label of the page with what stands behind it, in page order. */
export function labelsOf(page: PageLines): Labels {
  const all: Labelled[] = [];
  const lines = new Set<number>();
  const perTable = new Map<Block, Set<string>>();
  for (const line of page.lines) {
    if (line.text.length > LONGEST_LABEL_LINE) continue;
    const found = labelsIn(line, page);
    if (found.length === 0) continue;
    // In prose one colon may follow such a word; hardly two in a short line.
    const several = found.length >= 2 && line.text.length < 120;
    if (several || found.some((one) => one.starts) || (DATED.test(line.text) && line.text.length < 120))
      lines.add(line.index);
    for (const { entry } of found) {
      all.push(entry);
      const table = tableOf(line.block);
      if (!table || !found[0]?.starts) continue;
      const words = perTable.get(table) ?? new Set();
      perTable.set(table, words.add(entry.label));
    }
  }
  const tables = new Set(
    [...perTable].filter(([table, words]) => isParticulars(page, table, words)).map(([t]) => t),
  );
  return { all, tables, lines };
}

/** Whether `text`, all of it, is a label, with or without its colon. */
export function isLabel(text: string): boolean {
  return wordOf(text) !== null;
}

interface Found {
  readonly entry: Labelled;
  readonly starts: boolean;
}

function labelsIn(line: Line, page: PageLines): readonly Found[] {
  const raw = line.runs.map((run) => run.text).join(GAP);
  const whole = wordOf(raw);
  if (whole && standsAlone(line, whole)) return [{ entry: fromNeighbour(whole, line, page), starts: true }];
  const places = placesIn(raw, line);
  return places.map((place, at) => {
    const end = places[at + 1]?.from ?? raw.length;
    const { value, state } = valueIn(raw.slice(place.to, end), place.word.field);
    const last = at === places.length - 1;
    const elsewhere = last && state === "empty" ? neighbour(line, page) : null;
    const entry = {
      ...{ field: place.word.field, rank: place.word.rank, label: place.word.word, line: line.index },
      ...(elsewhere && elsewhere.state !== "empty" ? elsewhere : { value, state }),
      cell: isCell(line.block.element),
    };
    return { entry, starts: place.from <= 2 };
  });
}

interface NamedWord extends Word {
  readonly word: string;
}
interface Place {
  readonly word: NamedWord;
  readonly from: number;
  readonly to: number;
}

function wordOf(text: string): NamedWord | null {
  if (text.length > 40) return null;
  const word = squeeze(text.replace(/[\ufdd0-\ufdd2]/g, ""))
    .replace(/^[【[(（]|[】\])）]$/g, "")
    .replace(/[:：]$/, "");
  const found = WORDS.get(word);
  return found ? { ...found, word } : null;
}

const BEFORE_LABEL = /[\s\ufdd0-\ufdd2【[(（|｜,，;；>»/·•●\]】)）]/;

/** Where labels stand in a line: in front of each colon; and at its start, in an element of its own. */
function placesIn(raw: string, line: Line): readonly Place[] {
  const places: Place[] = [];
  let end = 0;
  for (let at = 0; at < raw.length; at++) {
    const sign = raw.charCodeAt(at);
    if (sign !== 58 && sign !== 0xff1a) continue;
    const place = wordBefore(raw, at, end);
    if (!place) continue;
    places.push(place);
    end = place.to;
  }
  const first =
    places.length === 0 || (places[0]?.from ?? 0) > 2
      ? line.runs.find((run) => run.text.trim() !== "")
      : null;
  const word = first && line.runs.length > 1 && first.text.length < 12 ? wordOf(first.text) : null;
  // 索引号 in a tag of its own needs no colon; 时间 or 来源 alone may be any word.
  if (first && word && word.word.length >= 3) {
    const from = raw.indexOf(first.text);
    places.unshift({ word, from, to: from + first.text.length });
  }
  return places;
}

/** The label that ends right before the colon at `colon`; white space may stand between its characters. */
function wordBefore(raw: string, colon: number, notBefore: number): Place | null {
  let word = "";
  let best: Place | null = null;
  for (let at = colon - 1, gaps = 0; at >= notBefore && word.length < LONGEST_WORD; at--) {
    const sign = raw[at] ?? "";
    if (sign === " " || sign === GAP) {
      if (++gaps > 12) break;
      continue;
    }
    if (sign < "\u3400") break;
    word = sign + word;
    const found = WORDS.get(word);
    if (!found) continue;
    const before = raw[at - 1];
    const bounded = at === notBefore || before === undefined || BEFORE_LABEL.test(before);
    // A label that only ends another value may follow it without a gap.
    if (bounded || found.field === "other" || /\d/.test(before))
      best = { word: { ...found, word }, from: at, to: colon + 1 };
  }
  return best;
}

const VALUE_ENDS =
  /[【[（(]?\s*(?:字体|字号|打印|关闭|分享|收藏|浏览|点击|阅读|访问|作者|责任编辑|编辑：|大\s*中\s*小|【|\||｜)/;

function valueIn(raw: string, field: Field): Pick<Labelled, "value" | "state"> {
  if (isTemplate(raw)) return { value: "", state: "script" };
  const script = raw.includes(UNKNOWN_TEXT) || raw.includes(SLOT);
  const lead = /^[\s\ufdd0-\ufdd2:：]*/.exec(raw)?.[0].length ?? 0;
  let text = raw.slice(lead);
  if (field === "source" || field === "number" || field === "index") {
    const gap = text.indexOf(GAP);
    if (gap > 0) text = text.slice(0, gap);
    const end = VALUE_ENDS.exec(text);
    if (end) text = text.slice(0, end.index);
  }
  // What precedes an unknown piece is only a part of the value.
  const value = trimmed(cleaned(text));
  if (value !== "")
    return { value, state: script && raw.slice(0, lead).includes(UNKNOWN_TEXT) ? "script" : "text" };
  return { value: "", state: script ? "script" : "empty" };
}

const NOTHING = /^(?:[-—–/／.。]+|&nbsp;|null|undefined)$/;

function trimmed(value: string): string {
  let text = value.replace(/^[\]】)）,，;；、\s]+/, "").replace(/[\s,，;；、|｜【[(（]+$/, "");
  for (const [open, close] of ["【】", "[]", "()", "（）"])
    if (open && close && text.endsWith(close) && !text.includes(open)) text = text.slice(0, -1).trim();
  return NOTHING.test(text) ? "" : text;
}

/** A label without a value on its own line counts where its place says so, or where it is no common word. */
function standsAlone(line: Line, word: NamedWord): boolean {
  if (/[:：]/.test(line.text)) return true;
  return isCell(line.block.element) || word.word.length >= 3;
}

function fromNeighbour(word: NamedWord, line: Line, page: PageLines): Labelled {
  const found = neighbour(line, page) ?? { value: "", state: "empty" as const };
  return {
    ...found,
    field: word.field,
    rank: word.rank,
    label: word.word,
    line: line.index,
    cell: isCell(line.block.element),
  };
}

type Value = Pick<Labelled, "value" | "state">;

/** What stands beside the block of a label: the next cell or sibling, or the cell below in a table of columns. */
function neighbour(line: Line, page: PageLines): Value | null {
  const block = line.block;
  const element = block.element;
  if (!element || block.end - block.first > 1) return null;
  const next = nextElement(element);
  const cell = element.name === "td" || element.name === "th";
  const beside = next ? blockValue(next, page, line.index) : null;
  if (beside && !(cell && beside.isLabel)) return beside;
  return cell ? valueBelow(element, page, line.index) : beside?.isLabel ? null : beside;
}

function nextElement(element: Element): Element | null {
  for (let next = element.next; next; next = next.next)
    if ("attribs" in next && next.type === "tag") return next;
  return null;
}

function blockValue(
  element: Element,
  page: PageLines,
  after: number,
): (Value & { readonly isLabel: boolean }) | null {
  const block = blockOf(element, page, after);
  if (!block) return null;
  const lines = page.lines.slice(block.first, block.end);
  if (lines.length > 3) return null;
  const raw = lines.flatMap((one) => one.runs.map((run) => run.text)).join(GAP);
  if (raw.length > LONGEST_VALUE) return null;
  return { ...valueIn(raw, "other"), isLabel: wordOf(raw) !== null || placesStart(raw) };
}

function placesStart(raw: string): boolean {
  const colon = raw.search(/[:：]/);
  return colon > 0 && colon < 20 && (wordBefore(raw, colon, 0)?.from ?? 9) <= 2;
}

/** Blocks stand in page order, so that the one of an element is near those that begin at its label's line. */
function blockOf(element: Element, page: PageLines, after: number): Block | null {
  const blocks = page.blocks;
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.first ?? 0) < after) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < blocks.length && at < low + 60; at++)
    if (blocks[at]?.element === element) return blocks[at] ?? null;
  return null;
}

function valueBelow(cell: Element, page: PageLines, after: number): Value | null {
  const row = cell.parent as Element | null;
  if (!row || !("children" in row)) return null;
  const cells = cellsOf(row);
  const below = nextRow(row);
  // Only a row of nothing but labels heads columns.
  if (!below || cells.length < 3) return null;
  const values = cellsOf(below);
  const target = values[cells.indexOf(cell)];
  return target && values.length === cells.length ? blockValue(target, page, after) : null;
}

function cellsOf(row: Element): Element[] {
  return row.children.filter(
    (child): child is Element => child.type === "tag" && (child.name === "td" || child.name === "th"),
  );
}

function nextRow(row: Element): Element | null {
  const next = nextElement(row);
  if (next) return next.name === "tr" ? next : firstRow(next);
  // A head of its own (thead) is followed by the rows beside it.
  const parent = row.parent as Element | null;
  const after = parent?.name === "thead" ? nextElement(parent) : null;
  return after ? (after.name === "tr" ? after : firstRow(after)) : null;
}

function firstRow(element: Element): Element | null {
  return (
    element.children.find((child): child is Element => child.type === "tag" && child.name === "tr") ?? null
  );
}

function isCell(element: Element | null): boolean {
  return element !== null && /^(?:td|th|dt|dd|li)$/.test(element.name);
}

function tableOf(block: Block): Block | null {
  for (let at: Block | null = block; at; at = at.parent) {
    const name = at.element?.name;
    if (name === "table" || name === "dl" || name === "ul") return at;
  }
  return null;
}

function isParticulars(page: PageLines, table: Block, words: ReadonlySet<string>): boolean {
  if (words.size < 2 || ![...words].some((word) => PARTICULARS.test(word))) return false;
  let chars = 0;
  for (let at = table.first; at < table.end; at++) chars += page.lines[at]?.text.length ?? 0;
  return chars < 1500 && words.size * 6 > table.end - table.first - 12;
}
