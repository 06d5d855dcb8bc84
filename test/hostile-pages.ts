import type { CalendarDate } from "../domain/time.ts";

/** One row of a list. */
export interface Row {
  readonly day: CalendarDate | null;
  /** Address as written. */
  readonly href: string;
  readonly title: string;
}

const SUBJECTS = [
  "市青柳局开展冬季安全检查",
  "全市柳编产业座谈会召开",
  "市青柳局到石桥镇调研",
  "我市举办柳编技能比赛",
  "市青柳局召开半年工作会议",
  "柳编合作社喜获丰收",
  "市青柳局组织党员学习",
  "湖边柳林管护工作启动",
];

/** One row a day in the order given. */
export function rowsOf(days: readonly (CalendarDate | null)[]): Row[] {
  return days.map((day, n) => ({
    day,
    href: `./t${(day ?? "2016-01-01").replaceAll("-", "")}_${n}.html`,
    title: `${SUBJECTS[n % SUBJECTS.length]}（第${n + 1}期）`,
  }));
}

/** Ten rows, the newest of which is two months older than a unit may be silent. */
export const STALE_DAYS: readonly CalendarDate[] = [
  "2016-10-28",
  "2016-10-21",
  "2016-10-14",
  "2016-10-07",
  "2016-09-30",
  "2016-09-23",
  "2016-09-16",
  "2016-09-09",
  "2016-09-02",
  "2016-08-26",
];
export const STALE = rowsOf(STALE_DAYS);

/** A column's page. `next` is the address of its next page, as written; `around` wraps its list. */
export function listPage(
  rows: readonly Row[],
  {
    next = null,
    around = (list) => list,
  }: { readonly next?: string | null; readonly around?: (list: string) => string } = {},
): string {
  const items = rows.map(
    ({ day, href, title }) =>
      `<li><a href="${href}" title="${title}">${title}</a>${day ? `<span>${day}</span>` : ""}</li>`,
  );
  const pager = next === null ? "" : `<div class="page"><a href="${next}">下一页</a></div>`;
  const list = around(`<ul class="list">${items.join("\n")}</ul>`);
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>工作动态-市青柳局</title></head><body>
<div class="nav"><a href="/">网站首页</a></div>
<div class="place">当前位置：<a href="/">首页</a> &gt; 市青柳局 &gt; 工作动态</div>
<div class="main">${list}${pager}</div>
<div class="foot">主办单位：市青柳局</div></body></html>`;
}

/** A unit's home page, with its one column. */
export const HOME = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>市青柳局</title></head><body>
<div class="nav"><ul><li><a href="./gzdt/">工作动态</a></li></ul></div><div class="foot">主办单位：市青柳局</div></body></html>`;

/** An item's own page, which lacks its source. */
export function articlePage(title: string, day: CalendarDate): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body>
<div class="place">当前位置：<a href="/">首页</a> &gt; 工作动态</div><h1>${title}</h1>
<div class="info">发布时间：${day}</div>
<div class="content"><p>${title}。市青柳局负责同志介绍了有关情况，与会人员就下一步工作进行了讨论。</p></div></body></html>`;
}
