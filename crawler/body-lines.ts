import type { Heading } from "./article-title.ts";
import { attachmentName, isAttachment } from "./attachments.ts";
import { isFrame, type Region } from "./body-region.ts";
import type { Labels } from "./page-labels.ts";
import { cleaned, isWithinAny, type Line, type PageLines } from "./page-lines.ts";
import { textRange } from "./page-zones.ts";
import { foldSpace } from "./text-of.ts";

/** Says where a viewer is to be had, in place of the document that it would show. */
const VIEWER_EXCUSE =
  /^(?:如果您?无法在线浏览|下载免费小巧的|下载免费的|下载此|您的浏览器不支持|当前浏览器不支持|Your browser does not support)|PDF 阅读器"?,?安装后|^PDF 文件$|Flash Player。?$|^附件【.*】(?:已下载)?/i;
const ATTACHMENT_LEAD =
  /^[\s\d一二三四五六七八九十.、:：（）()【】[\]]*(?:附件|附|相关附件|附件下载|文件下载|下载)?[\s\d一二三四五六七八九十.、:：（）()【】[\]已下载次]*$/;
/** Parts of the frame that end an article where no container does. */
const AFTER =
  /^(?:上一[篇条页]|下一[篇条页]|相关(?:链接|信息|文章|新闻|阅读|报道|稿件|文档)|扫一扫|分享(?:到|至)|【?打印|【?关闭|责任编辑|返回顶部|版权所有)/;

/** The body's text, paragraphs as lines, cells of a row on one; without the frame and attachments' names. */
export function bodyLinesOf(
  page: PageLines,
  region: Region,
  labels: Labels,
  heading: Heading | null,
): readonly string[] {
  const { first, end } = textRange(page, labels, heading, region);
  const texts: { text: string; row: unknown }[] = [];
  for (let at = first; at < end; at++) {
    const line = page.lines[at];
    if (!line || line.block.hidden || line.block.noise) continue;
    if (!region.certain && AFTER.test(line.text)) break;
    if (isFrame(line) || VIEWER_EXCUSE.test(line.text) || isWithinAny(line.block, labels.tables)) continue;
    const text = withoutAttachments(line);
    if (text !== "") texts.push({ text, row: rowOf(line) });
  }
  return joinedRows(texts);
}

function withoutAttachments(line: Line): string {
  if (line.linkChars === 0 || !line.runs.some((run) => run.link && isAttachment(run.link))) return line.text;
  const rest = line.runs.map((run) => (run.link && isAttachment(run.link) ? "" : run.text)).join("");
  if (ATTACHMENT_LEAD.test(cleaned(rest))) return "";
  // A name of a file goes; a word of the sentence that happens to be a link stays.
  const kept = line.runs.filter(
    (run) => !(run.link && isAttachment(run.link) && /\.\w{2,4}$/.test(attachmentName(run.link))),
  );
  return cleaned(kept.map((run) => run.text).join(""));
}

/** The row of a table whose cells hold a line each. */
function rowOf(line: Line): unknown {
  const { element } = line.block;
  const cell = element?.name === "p" ? line.block.parent : line.block;
  if (!cell?.element || !/^t[dh]$/.test(cell.element.name) || cell.end - cell.first !== 1) return null;
  return cell.element.parent;
}

function joinedRows(texts: readonly { readonly text: string; readonly row: unknown }[]): readonly string[] {
  const lines: string[] = [];
  let open: unknown = null;
  for (const { text, row } of texts) {
    if (row !== null && row === open) lines[lines.length - 1] += ` ${text}`;
    else lines.push(foldSpace(text));
    open = row;
  }
  return lines;
}
