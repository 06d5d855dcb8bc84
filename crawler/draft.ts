import type { ArticleReading } from "./article-page.ts";
import { numberLine } from "./document-number.ts";
import { type Reading, read, unread } from "./reading.ts";
import { foldSpace } from "./text-of.ts";

/** What a text that is not published yet says; what only a page could show is left out, and judged by nobody. */
export type DraftReading = Omit<ArticleReading, "attachments" | "tags" | "places">;

/**
 * Reads a text without markup, by its lines: title, its own number, and the rest as body. A number, the head of a
 * document (`某市人民政府文件`), its urgency and who signs may stand above the title, which may take several lines.
 * A stretch of text may come by itself: its title is empty.
 * @param pictures How many pictures stand in it.
 */
export function readDraft(text: readonly string[], pictures = 0): DraftReading {
  const lines = text.map(foldSpace).filter((line) => line !== "");
  const head = headLength(lines);
  const title = isParagraph(lines[head] ?? "", lines.length - head === 1) ? null : titleAt(lines, head);
  const rest = lines.slice(head + (title?.lines ?? 0));
  const number = numberIn(lines.slice(0, head)) ?? numberIn(rest.slice(0, 2));
  const body = rest.join("\n");
  const unwritten = unread("not-patrolled");
  return {
    title: read(title?.text ?? ""),
    body: read(body, body.slice(0, 80)),
    carriers: read(Array.from({ length: pictures }, (_, n) => ({ url: `#picture-${n + 1}.png`, name: "" }))),
    publishedOn: unwritten,
    writtenOn: unwritten,
    source: unwritten,
    documentNumber: number ? read(number) : read(null),
    indexNumber: unwritten,
  } satisfies Record<string, Reading<unknown>>;
}

const ABOVE_TITLE =
  /^(?:[\p{Script=Han}（）()]{2,30}文件|(?:绝密|机密|秘密)(?:★.{0,10})?|特急|加急|平急|特提|急件|\d{6}|.{0,30}签发人[:：].{0,12}|[—―─_\-=*★\s]{2,}|(?:公开方式|信息公开选项|发布层次|索引号|密级|紧急程度)[:：].{0,30})$/u;

/** Lines above the title. A text that holds nothing else begins with its title all the same. */
function headLength(lines: readonly string[]): number {
  const first = lines
    .slice(0, 10)
    .findIndex((line, at) => !ABOVE_TITLE.test(line) && numberLine(line, lines[at - 1] ?? "") === null);
  return first < 0 ? 0 : first;
}

function numberIn(lines: readonly string[]): string | null {
  for (const [at, line] of lines.entries()) {
    const number = numberLine(line, lines[at - 1] ?? "");
    if (number) return number;
  }
  return null;
}

/** A line of whole sentences is no title; a title by itself is. */
function isParagraph(line: string, isAlone: boolean): boolean {
  if (NO_TITLE.test(line)) return true;
  return /[。！？；].{2}/.test(line) || (/[。：；]$/.test(line) && (isAlone || line.length > LONGEST_TITLE));
}
const LONGEST_TITLE = 60;

/** How the title of a document ends. */
const KIND =
  /(?:通知|意见|通报|公告|通告|决定|决议|办法|方案|报告|请示|批复|函|纪要|公示|规定|细则|计划|要点|答复)(?:（[^（）]{1,20}）)?$/;
const CONTINUES = /^[^。；：:;，]{1,40}$/;
const NO_TITLE =
  /^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|第[一二三四五六七八九十]+[章条])/;
/** A title takes at most so many lines. */
const MOST_LINES = 4;

function titleAt(lines: readonly string[], from: number): { readonly text: string; readonly lines: number } {
  let text = lines[from] ?? "";
  let count = text === "" ? 0 : 1;
  for (let ahead = 1; count > 0 && ahead < MOST_LINES; ahead++) {
    const following = lines.slice(from + count, from + ahead + 1);
    if (following.length === 0 || !following.every((line) => CONTINUES.test(line) && !NO_TITLE.test(line)))
      break;
    const whole = text + following.join("");
    if (!completes(text, whole, following.at(-1) ?? "")) continue;
    text = whole;
    count = ahead + 1;
  }
  return { text, lines: count };
}

/** Whether a title that ends in the middle of a phrase, or within a pair of marks, is whole with the lines below it. */
function completes(text: string, whole: string, last: string): boolean {
  if (openMarks(text) > 0) return openMarks(whole) === 0;
  if (KIND.test(text)) return false;
  return KIND.test(last) && /关于/.test(whole);
}

function openMarks(text: string): number {
  const count = (mark: RegExp) => text.match(mark)?.length ?? 0;
  return Math.max(
    count(/《/g) - count(/》/g),
    count(/“/g) - count(/”/g),
    count(/[（(]/g) - count(/[）)]/g),
    0,
  );
}
