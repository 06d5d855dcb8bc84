import type { Element } from "domhandler";
import type { Attachment } from "../domain/snapshot.ts";
import { isWithin, type Region } from "./body-region.ts";
import { absolute } from "./dom.ts";
import type { Media, PageLines } from "./page-lines.ts";
import { foldSpace, textOf } from "./text-of.ts";

const FILE = /\.(?:pdf|docx?|xlsx?|wps|et|dps|pptx?|zip|rar|7z|ofd|txt|csv|rtf|ceb|gd|tif)$/i;
const DOWNLOAD =
  /downfile\.jsp|downloadattach|download\.jsp|\/download\b|attach(?:ment)?s?\/down|filedownload|downloadfile/i;
/** Pictures of the page's furniture: signs for file types, emoticons, spacers. */
const ICON =
  /filetypeimages|\/icons?[/_]|icon_\w+\.|emotion|spacer|\/(?:print|close|share|dot|line|bg)\w*\.(?:gif|png)|jiucuo|conac|qrcode|ewm/i;
const VIEWER =
  /showVsbpdfIframe\(\s*["']([^"']+)["']|["']([^"'\s]+\.(?:mp4|m3u8|flv|pdf))(?:\?[^"']*)?["']/gi;

/** Whether the link leads to a file for download. */
export function isAttachment(element: Element): boolean {
  const { href = "", title = "", appendix, oldsrc = "" } = element.attribs;
  if (appendix === "true") return true;
  const path = href.replace(/[?#].*$/, "");
  return (
    FILE.test(path) ||
    DOWNLOAD.test(href) ||
    FILE.test(oldsrc) ||
    FILE.test(foldSpace(title)) ||
    hasFileName(element)
  );
}

function hasFileName(element: Element): boolean {
  return element.children.length > 0 && FILE.test(textOf(element));
}

/** What the link calls its file: its text, or its `title` where the text is cut or empty. */
export function attachmentName(element: Element): string {
  const text = textOf(element);
  const title = foldSpace(element.attribs.title ?? "");
  return text === "" || (/(?:\.{3}|…)$/.test(text) && title !== "") ? title : text;
}

/** Files for download in the body and right below it, each address once. Absolute against `base`. */
export function attachmentsOf(page: PageLines, region: Region, base: string | null): readonly Attachment[] {
  const found = new Map<string, Attachment>();
  for (const link of page.links) {
    if (!near(link, page, region) || !isAttachment(link.element)) continue;
    const url = absolute(link.element.attribs.href ?? "", base);
    if (url !== null && !found.has(url)) found.set(url, { url, name: attachmentName(link.element) });
  }
  return [...found.values()];
}

/** Anything but text that carries the content: pictures, films, frames, viewers and attachments. */
export function carriersOf(page: PageLines, region: Region, base: string | null): readonly Attachment[] {
  const found: Attachment[] = [];
  for (const one of page.media) {
    if (one.block.hidden || one.block.noise || !inside(one, region)) continue;
    const { src = "", data = "", alt = "", title = "", style = "" } = one.element.attribs;
    const address = src || data || (one.element.attribs.orisrc ?? "") || innerSource(one.element);
    if (ICON.test(address) || /display\s*:\s*none/i.test(style)) continue;
    if (address === "" && one.element.name === "img") continue;
    found.push({ url: absolute(address, base) ?? address, name: foldSpace(title || alt) });
  }
  for (const { code, line } of page.scripts) {
    if (line < region.first || line > region.end) continue;
    for (const [, viewer, film] of code.matchAll(VIEWER)) {
      const address = viewer ?? film ?? "";
      found.push({ url: absolute(address, base) ?? address, name: "" });
    }
  }
  for (const link of page.links) {
    if (!near(link, page, region) || !isAttachment(link.element)) continue;
    // A dead address still says that there is a file which carries the content.
    const href = link.element.attribs.href ?? "";
    found.push({ url: absolute(href, base) ?? href, name: attachmentName(link.element) });
  }
  return found;
}

function innerSource(element: Element): string {
  const source = element.children.find(
    (child): child is Element => child.type === "tag" && child.name === "source",
  );
  return source?.attribs.src ?? "";
}

function inside(media: Media, region: Region): boolean {
  if (region.block) return isWithin(media.block, region.block);
  return media.line >= region.first && media.line <= region.end;
}

/** In the body, or within a few lines below it: templates list attachments there. */
function near(link: Media, page: PageLines, region: Region): boolean {
  if (link.block.hidden || link.block.noise) return false;
  if (inside(link, region)) return true;
  if (isNeighbour(link, page)) return false;
  return link.line >= region.end && link.line <= Math.min(region.end + 30, page.lines.length);
}

/** The items before and after it in its list may be files themselves; they are not its own. */
function isNeighbour({ line }: Media, { lines }: PageLines): boolean {
  const label = /^[\s【[(（]{0,3}(?:[上下前后]一?[篇条则])/;
  const [before, own] = [lines[line - 1]?.text.trim() ?? "", lines[line]?.text.trim() ?? ""];
  return label.test(own) || (label.test(before) && before.length <= 6);
}
