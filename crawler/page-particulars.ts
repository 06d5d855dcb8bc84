import type { PrintedDate } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { Heading } from "./article-title.ts";
import type { Region } from "./body-region.ts";
import type { Labelled, Labels } from "./page-labels.ts";
import type { Line, PageLines } from "./page-lines.ts";
import { printedDateIn } from "./printed-date.ts";
import { type Reading, read, unread } from "./reading.ts";

/** How far above a heading particulars may stand, and how far below a body. */
const LINES_BELOW = 40;
/** 时间： or 日期： may stand anywhere in a text; near the heading it is the article's own. */
const COMMON_WORD_RANK = 3;

/** The day of publication as printed: labelled, or bare beside the heading. Null where none is printed. */
export function publishedIn(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  region: Region,
): Reading<PrintedDate | null> {
  const inBody = bodyLines(region, heading, labels);
  let waiting = false;
  let best: { labelled: Labelled; date: PrintedDate } | null = null;
  for (const labelled of labels.all) {
    if (labelled.field !== "published") continue;
    const line = page.lines[labelled.line];
    if (!line || line.block.hidden || inBody(line)) continue;
    if (labelled.rank === COMMON_WORD_RANK && !isNear(line.index, heading, region)) continue;
    const date = leadingDate(labelled.value);
    if (date && (best === null || labelled.rank < best.labelled.rank)) best = { labelled, date };
    if (!date && labelled.state === "script" && labelled.rank <= COMMON_WORD_RANK) waiting = true;
  }
  if (best && best.labelled.rank <= COMMON_WORD_RANK)
    return read(best.date, excerpt(page, best.labelled.line));
  const bare = bareDate(page, heading, region, inBody);
  if (bare) return bare;
  if (best) return read(best.date, excerpt(page, best.labelled.line));
  return waiting ? unread("needs-browser") : read(null);
}

/** The printed source; where several labels name one, the plainest label that is not empty. */
export function sourceIn(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  region: Region,
  body: readonly string[],
): Reading<string | null> {
  const inBody = bodyLines(region, heading, labels);
  let waiting = false;
  let best: Labelled | null = null;
  for (const labelled of labels.all) {
    if (labelled.field !== "source") continue;
    const line = page.lines[labelled.line];
    if (!line || line.block.hidden || line.block.noise || inBody(line)) continue;
    if (!isNear(line.index, heading, region) && !labelled.cell) continue;
    if (labelled.value !== "" && isSource(labelled.value)) {
      if (best === null || labelled.rank < best.rank) best = labelled;
    } else if (labelled.state === "script") waiting = true;
  }
  if (best) return read(best.value, excerpt(page, best.line));
  const atFoot = sourceAtFoot(body);
  if (atFoot) return read(atFoot);
  return waiting ? unread("needs-browser") : read(null);
}

/** 成文日期: labelled, or signed at the end of the text under the name of who wrote it. */
export function signedIn(labels: Labels, body: readonly string[]): Reading<CalendarDate | null> {
  let waiting = false;
  const written = labels.all.filter(({ field }) => field === "written");
  const issued = labels.all.filter(({ label }) => label === "发文日期" || label === "印发日期");
  for (const { value, state } of [...written, ...issued]) {
    const date = leadingDate(value);
    if (date?.day) return read(date.day, date.text);
    waiting ||= state === "script";
  }
  const signed = signatureDate(body);
  if (signed?.day) return read(signed.day, signed.text);
  return waiting ? unread("needs-browser") : read(null);
}

const SIGNER = /(?:局|委|府|厅|办|院|会|室|中心|组|部|处|站|公司|大学|学校|所|团|署|行|队|社|馆|校)$/;

function signatureDate(body: readonly string[]): PrintedDate | null {
  for (let at = body.length - 1; at > 0; at--) {
    const line = body[at] ?? "";
    const date = printedDateIn(line);
    if (!date || date.text.length < line.replace(/\s/g, "").length - 2) continue;
    const above = (body[at - 1] ?? "").trim();
    if (above.length < 40 && SIGNER.test(above)) return date;
  }
  return null;
}

type InBody = (line: Line) => boolean;

/** Lines of prose, where a label is a word of the text. Tables of particulars inside a body are none. */
function bodyLines(region: Region, heading: Heading | null, labels: Labels): InBody {
  const own = heading !== null && heading.first >= region.first && heading.end <= region.end;
  let first = region.first;
  if (own && !region.certain) {
    first = heading.end;
    while (first < region.end && labels.lines.has(first)) first++;
  }
  return (line) => {
    if (line.index < first || line.index >= region.end) return false;
    if (labels.tables.size > 0)
      for (let at: Line["block"] | null = line.block; at; at = at.parent)
        if (labels.tables.has(at)) return false;
    return !line.block.noise;
  };
}

function isNear(line: number, heading: Heading | null, region: Region): boolean {
  const top = heading ? Math.max(0, heading.first - 12) : Math.max(0, region.first - 25);
  return line >= Math.min(top, region.first) && line < region.end + LINES_BELOW;
}

function leadingDate(value: string): PrintedDate | null {
  const date = printedDateIn(value.slice(0, 60));
  return date && value.indexOf(date.text) <= 3 ? date : null;
}

/** A date that stands by itself: in or under the heading, or else right below the body. */
function bareDate(
  page: PageLines,
  heading: Heading | null,
  region: Region,
  inBody: InBody,
): Reading<PrintedDate> | null {
  const from = heading ? heading.first : Math.max(0, region.first - 6);
  const to = Math.min(heading && heading.first < region.first ? region.first : from + 8, from + 40);
  const head = page.lines.slice(from, Math.max(to, from + 1));
  const foot = page.lines.slice(region.end, region.end + 6);
  for (const line of [...head, ...foot]) {
    if (line.block.hidden || line.block.noise || line.text.length > 160) continue;
    if (line.index >= (heading?.end ?? from) && inBody(line)) continue;
    const inHeading = heading !== null && line.index >= heading.first && line.index < heading.end;
    for (const run of inHeading ? line.runs : [{ text: line.text, link: null }]) {
      if (run.link) continue;
      const date = fullDateAlone(run.text, !inHeading);
      if (date) return read(date, line.text);
    }
  }
  return null;
}

const BARE = /^[\s（([【|]*((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)(.*)$/;

/** A date at the start of a text that goes on, if at all, with a time of day or what else heads an article. */
function fullDateAlone(text: string, mayGoOn: boolean): PrintedDate | null {
  const found = BARE.exec(text);
  if (!found) return null;
  const rest = (found[2] ?? "").trim();
  const only =
    /^(?:星期.|周.)?\s*(?:\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*(?:\d{1,2}\s*秒?)?)?)?[\s)）\]】|]*$/.test(
      rest,
    );
  if (
    !only &&
    !(
      mayGoOn &&
      text.length < 120 &&
      /^\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\s|)）\]】]*\S{0,6}(?:来源|浏览|点击|阅读|作者|字体|字号|编辑|访问|次|打印|分享)/.test(
        rest,
      )
    )
  )
    return null;
  return printedDateIn(text);
}

function isSource(value: string): boolean {
  return value.length <= 60 && !/^\d+$/.test(value) && !/^(?:大|中|小)\b/.test(value);
}

const FOOT_SOURCE = /^[（(【]?(?:信息|文章|稿件|图文)?(?:来源|稿源)\s*[:：]\s*([^）)】]{2,40})[）)】]?$/;

/** 来源：… as the last line of a text, or its first. */
function sourceAtFoot(body: readonly string[]): string | null {
  for (const line of [...body.slice(-3).reverse(), ...body.slice(0, 1)]) {
    const found = FOOT_SOURCE.exec(line);
    if (found?.[1] && !/https?:/.test(found[1])) return found[1].trim();
  }
  return null;
}

function excerpt(page: PageLines, line: number): string {
  return (page.lines[line]?.text ?? "").slice(0, 120);
}
