import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  type ArticleTruth,
  ATTACHMENTS,
  type Frame,
  type Place,
  paragraphsOf,
  type Row,
  TEMPLATES,
} from "./templates.ts";
import { type Dice, diceFrom, titleOf } from "./words.ts";

/** One page of the generated site, as a reader should find it. */
export interface PageTruth {
  /** From the host's root. */
  readonly path: string;
  readonly unit: number;
  readonly kind: "home" | "list" | "article";
  /** null for any page but an article's. */
  readonly article: ArticleTruth | null;
}

export interface GeneratedSite {
  readonly pages: readonly PageTruth[];
  readonly units: readonly { readonly path: string; readonly name: string }[];
  readonly bytes: number;
}

const PAGES_PER_UNIT = 1000;
const COLUMNS = [
  "通知公告",
  "工作动态",
  "政策文件",
  "政策解读",
  "人事信息",
  "规划计划",
  "财政资金",
  "公示公告",
  "行政执法",
  "应急管理",
  "民生服务",
  "重点项目",
] as const;
const ROWS_PER_PAGE = 20;
/** The newest item of a column; older ones follow at five days each. */
const NEWEST = Date.UTC(2016, 11, 20);
const DAY_MS = 86_400_000;

/** Writes a site of at least `pages` pages into `folder`: about 1,000 a unit, every unit in the manner of one family. */
export function generateSite(folder: string, pages: number): GeneratedSite {
  const truths: PageTruth[] = [];
  const units: { path: string; name: string }[] = [];
  let bytes = 0;
  for (let unit = 0; truths.length < pages; unit++) {
    const name = `第${unit + 1}事务局`;
    const dice = diceFrom(unit + 1);
    units.push({ path: `/u${unit}/`, name });
    bytes += writeUnit(
      folder,
      unit,
      name,
      Math.min(PAGES_PER_UNIT, Math.max(80, pages - truths.length)),
      dice,
      truths,
    );
  }
  writeFileSync(path.join(folder, "robots.txt"), "User-agent: *\nDisallow: /search\n");
  mkdirSync(path.join(folder, "files"));
  for (let number = 1_000; number < 1_000 + ATTACHMENTS; number += 1)
    for (const kind of ["doc", "xls"]) writeFileSync(path.join(folder, "files", `P${number}.${kind}`), "");
  return { pages: truths, units, bytes };
}

function writeUnit(
  folder: string,
  unit: number,
  unitName: string,
  pages: number,
  dice: Dice,
  truths: PageTruth[],
): number {
  const template = TEMPLATES[unit % TEMPLATES.length] ?? TEMPLATES[0];
  const root = `/u${unit}/`;
  const columns = COLUMNS.map((name, at) => ({ name, href: `${root}c${at}/` }));
  const frame: Frame = { unitName, menu: [{ name: "首页", href: root }, ...columns] };
  const perColumn = articlesPerColumn(pages);
  let bytes = 0;
  const write = (truth: PageTruth, html: string) => {
    const file = fileOf(folder, truth);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, html);
    truths.push(truth);
    bytes += Buffer.byteLength(html);
  };
  const latest: Row[] = [];
  for (const [index, { name, href }] of columns.entries()) {
    const place: Place = { columnName: name, columnHref: href };
    const rows = Array.from({ length: perColumn }, (_, at): Row => {
      const serial = index * 1000 + at;
      const date = new Date(NEWEST - (at * 5 + (index % 5)) * DAY_MS).toISOString().slice(0, 10);
      return { href: addressOf(unit, root, index, serial, date), title: titleOf(dice, serial), date };
    });
    latest.push(...rows.slice(0, 1));
    const hrefs = Array.from({ length: Math.ceil(rows.length / ROWS_PER_PAGE) }, (_, page) =>
      page === 0 ? href : `${href}index_${page}.html`,
    );
    for (const [current, own] of hrefs.entries()) {
      const shown = rows.slice(current * ROWS_PER_PAGE, (current + 1) * ROWS_PER_PAGE);
      const html = template.list(dice, frame, place, shown, { hrefs, current });
      write({ path: own, unit, kind: "list", article: null }, html);
    }
    for (const { href: own, title, date } of rows) {
      const article: ArticleTruth = { title, date, source: unitName, paragraphs: paragraphsOf(dice) };
      write({ path: own, unit, kind: "article", article }, template.article(dice, frame, place, article));
    }
  }
  write({ path: root, unit, kind: "home", article: null }, template.home(dice, frame, latest));
  return bytes;
}

/** Where a page of the site lies in its folder. */
export function fileOf(folder: string, { path: own }: PageTruth): string {
  return path.join(folder, own.endsWith("/") ? `${own}index.html` : own);
}

/** As many as give a unit about so many pages with the pages of its lists. */
function articlesPerColumn(pages: number): number {
  return Math.max(3, Math.floor((pages - 1 - COLUMNS.length) / COLUMNS.length / (1 + 1 / ROWS_PER_PAGE)));
}

/** In the manner of the unit's family. */
function addressOf(unit: number, root: string, column: number, serial: number, date: string): string {
  const day = date.replaceAll("-", "");
  switch (unit % TEMPLATES.length) {
    case 0:
      return `${root}c${column}/${day.slice(0, 6)}/t${day}_${100_000 + serial}.html`;
    case 1:
      return `${root}art/${date.replaceAll("-", "/")}/art_${column + 10}_${100_000 + serial}.html`;
    case 2:
      return `${root}info/10${column + 10}/${10_000 + serial}.htm`;
    default:
      return `${root}c${column}/${day}/${(serial * 2_654_435_761).toString(16).padStart(12, "0").slice(0, 12)}-8a41-${serial}.html`;
  }
}
