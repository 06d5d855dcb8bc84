import { absolute } from "./dom.ts";
import { aspnetPager } from "./families/aspnet.ts";
import { epointPager } from "./families/epoint.ts";
import { jcmsSearchPager } from "./families/jcms-search.ts";
import { builtPager } from "./families/jpaas.ts";
import { jpagePager } from "./families/jpage.ts";
import { lonsunFragment, lonsunPager } from "./families/lonsun.ts";
import type { PagerClue } from "./families/pager-clue.ts";
import { selectPager } from "./families/select-pager.ts";
import { trsPager } from "./families/trs.ts";
import { vsbNext } from "./families/vsb.ts";
import type { Outline, PageLink } from "./outline.ts";
import { got, type PageAddress } from "./page-request.ts";
import { addressIn, inPager, NEXT_SIGN, NEXT_WORD, numberedPagers, numberIn, wordOf } from "./pager-links.ts";
import { hasUnreadPager } from "./unread-pager.ts";

/** Where a list goes on, and what its page says of the whole. */
export interface Pager {
  /** The next page; its address absolute (as written where the page's own is not known). */
  readonly next: PageAddress | null;
  /** A further page follows: `next` is set, or its address could not be had. */
  readonly moreFollows: boolean;
  readonly pageCount: number | null;
  readonly total: number | null;
  /** How many texts stand before the pager; null where the page has none. */
  readonly at: number | null;
}

/** Reads the pager of a list page, whatever writes it. `form`: what was posted to get it. */
export function pagerOf(outline: Outline, form: string | null = null): Pager {
  const counts = printedCounts(outline);
  const clues = [
    trsPager(outline),
    epointPager(outline),
    builtPager(outline, form),
    jcmsSearchPager(outline, form, counts.pageCount),
    lonsunPager(outline, form) ?? lonsunFragment(outline, form, counts),
    jpagePager(outline, form),
    aspnetPager(outline),
    linkedPager(outline, counts),
    selectPager(outline),
  ];
  const found = clues.filter((clue): clue is PagerClue => clue !== null);
  const followed = found.find(({ next }) => next !== null) ?? found[0];
  const next = addressOf(followed?.next ?? null, outline.url);
  const pageCount = found.find((clue) => clue.pageCount !== null)?.pageCount ?? counts.pageCount;
  return {
    next,
    moreFollows:
      next !== null ||
      found.some((clue) => clue.moreFollows === true) ||
      counts.moreFollows ||
      // That a list ends here must be shown: a pager that was not understood may lead on.
      (!isShownToEnd(found, counts) && hasUnreadPager(outline)),
    pageCount,
    total: found.find((clue) => clue.total !== null)?.total ?? counts.total,
    at: found.find(({ at }) => at !== null)?.at ?? counts.at,
  };
}

/** Whether what was understood of the pager says that this page is the last. */
function isShownToEnd(found: readonly PagerClue[], { page, pageCount }: Counts): boolean {
  if (page !== null && pageCount !== null) return page >= pageCount;
  return found.some((clue) => clue.moreFollows === false || clue.pageCount === 1 || clue.pageCount === 0);
}

function addressOf(next: PagerClue["next"], url: string | null): PageAddress | null {
  const written = typeof next === "string" ? got(next) : next;
  const address = written === null ? null : absolute(written.url, url);
  if (written === null || address === null) return null;
  const isItself = written.form === null && withoutIndex(address) === withoutIndex(url ?? "");
  return isItself ? null : { url: address, form: written.form };
}

function withoutIndex(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/index\.\w+$/, "/");
}

interface Counts {
  readonly total: number | null;
  readonly page: number | null;
  readonly pageCount: number | null;
  readonly moreFollows: boolean;
  readonly at: number | null;
}

const STARTS_COUNTS = /^[\s[\](（）)【】]*(?:总共|共|总|第\s*\d|当前(?!.{0,3}位置|所在)|页次|页码|记录)/;
const TOTAL = /(?:总共|共有?|总计|记录总?数[:：]?|总数[:：]?)\s*[:：]?\s*(\d{1,7})\s*(?:条|篇|则|个?记录|$)/;
const PAGES = /(?:总共|共有?|总页数[:：]?|分)\s*(\d{1,6})\s*页/;
const PAGE_OF = /(?<![\d/.-])(\d{1,5})\s*页?\s*\/\s*(?:共\s*)?(\d{1,5})(?![\d/.-])\s*页?/;
const PAGE = /第\s*(\d{1,5})\s*(?:页|\/)/;
const LONGEST_COUNTS = 80;

/** `共1183条 1/60`, `共 47 条 当前第 1 / 5 页`, also cut in pieces. A fraction counts only beside words of a pager. */
function printedCounts(outline: Outline): Counts {
  for (let at = outline.texts.length - 1; at >= 0; at--) {
    const piece = outline.texts[at];
    if (!piece || piece.text.length > LONGEST_COUNTS || !STARTS_COUNTS.test(piece.text)) continue;
    const text = lineFrom(outline, at);
    if (!/[条页篇录]/.test(text)) continue;
    const total = TOTAL.exec(text)?.[1];
    const fraction = PAGE_OF.exec(text);
    const pages = fraction?.[2] ?? PAGES.exec(text)?.[1];
    const page = fraction?.[1] ?? PAGE.exec(text)?.[1];
    if (total === undefined && pages === undefined) continue;
    const earlier = startOfLine(outline, at);
    if (earlier < at && STARTS_COUNTS.test(outline.texts[earlier]?.text ?? "")) continue;
    // 每页 14 记录 总共 85 记录 … 页码 1/7: the total stands further up in the same line.
    const all = total ?? TOTAL.exec(lineFrom(outline, earlier))?.[1];
    return {
      total: all === undefined ? null : Number(all),
      page: page === undefined ? null : Number(page),
      pageCount: pages === undefined ? null : Number(pages),
      moreFollows: page !== undefined && pages !== undefined && Number(page) < Number(pages),
      at: earlier,
    };
  }
  return { total: null, page: null, pageCount: null, moreFollows: false, at: null };
}

/** The short texts from `at` on, as they stand beside each other in a pager. */
function lineFrom(outline: Outline, at: number): string {
  const line: string[] = [];
  for (const { text } of outline.texts.slice(at, at + 12)) {
    if (text.length > LONGEST_COUNTS) break;
    line.push(text);
  }
  return line.join(" ");
}

function startOfLine(outline: Outline, index: number): number {
  let from = index;
  while (from > 0 && index - from < 8 && isPagerText(outline.texts[from - 1]?.text ?? "标题")) from--;
  return from;
}

function isPagerText(text: string): boolean {
  return /^(?:[\d\s/|[\]().…<>«»‹›]{1,8}|.{0,3}(?:首|上|下|尾|末|前|后|一)\s*页.{0,2}|总?共有?|当前|第|条|页|记录|每页.{0,6})$/.test(
    text,
  );
}

/** A pager of plain links: 下一页, `>` in a pager, or the number after the current one. */
function linkedPager(outline: Outline, counts: Counts): PagerClue | null {
  const words = outline.links.filter((link) => NEXT_WORD.test(wordOf(link)));
  const signs = outline.links.filter((link) => NEXT_SIGN.test(link.text) && inPager(link));
  const link =
    words.find((each) => addressIn(each) !== null) ??
    words[0] ??
    signs.find((each) => addressIn(each) !== null);
  const numbered = link && addressIn(link) !== null ? null : numberedNext(outline);
  const href = (link && addressIn(link)) ?? numbered?.url ?? null;
  const clue = { pageCount: null, total: null };
  if (href !== null)
    return { ...clue, next: href, moreFollows: true, at: (link ?? numbered)?.textFrom ?? counts.at };
  const loadsMore = outline.texts.find(({ text }) => /^(?:点击)?加载更多/.test(text));
  if (loadsMore) return { ...clue, next: null, moreFollows: true, at: outline.texts.indexOf(loadsMore) };
  if (!link && counts.at === null) return null;
  const backwards = outline.scripts.some(({ code }) => code.includes("_simple_list_gotopage_fun"));
  const next =
    backwards && counts.page !== null && counts.pageCount !== null
      ? vsbNext(counts.page, counts.pageCount, outline.url, extensionOf(outline))
      : null;
  const dead = link !== undefined && link.key !== "" && counts.moreFollows;
  return { ...clue, next, moreFollows: next !== null || dead || null, at: link?.textFrom ?? counts.at };
}

/** The number after the current one, where it leads somewhere. */
function numberedNext(outline: Outline): PageLink | null {
  for (const { links, current } of numberedPagers(outline)) {
    if (current === null) continue;
    const next = links.find(({ text, url }) => url !== null && numberIn(text) === current + 1);
    if (next && (links.length > 1 || inPager(next))) return next;
  }
  return null;
}

/** The extension that this site's files bear: `.htm`, or what a copy of it made of that. */
function extensionOf(outline: Outline): string {
  const own = /\.(?:s?html?)$/.exec((outline.url ?? "").replace(/[?#].*$/, ""))?.[0];
  return (
    own ??
    outline.links.map(({ href }) => /\.html?$/.exec(href)?.[0]).find((each) => each !== undefined) ??
    ".htm"
  );
}
