import type { Say } from "./context.ts";

/** What a run's requests were for. Each counts once. */
export interface RequestFigures {
  /** Columns' own pages. */
  readonly columns: number;
  /** Further pages of their lists. */
  readonly lists: number;
  readonly navigation: number;
  readonly robots: number;
  /** Items that are new, or whose page had failed before. */
  readonly items: number;
  /** Pages of items on which open findings rest. */
  readonly findings: number;
  /** Known items, looked at for change. */
  readonly sample: number;
  /** Files and links that were asked whether they are there. */
  readonly checks: number;
  /** What a browser asked for to show a page. */
  readonly rendering: number;
  /** For what had failed. */
  readonly retries: number;
  /** Answered by a redirect. */
  readonly redirects: number;
  /** Of all of these, those that were answered by the word that nothing has changed. */
  readonly unmodified: number;
}

/** What a portal on which nothing changes, and nothing fails, costs again: the sum of what every patrol asks for. */
export function recurringRequests(by: RequestFigures): number {
  return by.columns + by.lists + by.navigation + by.robots + by.findings + by.sample + by.checks;
}

/** The sum told by its terms, and what came besides. */
export function requestLine(by: RequestFigures, say: Say): string {
  const besides: readonly (readonly [number, string, string])[] = [
    [by.items, "新信息", "new items"],
    [by.rendering, "浏览器取用", "for the browser"],
    [by.retries, "重试", "retries"],
    [by.redirects, "重定向", "redirects"],
  ];
  const told = besides.filter(([count]) => count > 0);
  const total = recurringRequests(by);
  return say(
    `  例行复查 ${total} 次（内容不变时每次巡查不超过此数）：栏目首页 ${by.columns}、列表页 ${by.lists}、导航 ${by.navigation}、robots.txt ${by.robots}、未了结问题的页面 ${by.findings}、抽样复查 ${by.sample}${by.checks > 0 ? `、附件和链接查验 ${by.checks}` : ""}${told.map(([count, zh]) => `；${zh} ${count} 次`).join("")}；其中 ${by.unmodified} 次答复“未改动”`,
    `  ${total} for what every patrol asks (an unchanged portal costs no more): ${by.columns} columns, ${by.lists} list pages, ${by.navigation} navigation, ${by.robots} robots.txt, ${by.findings} pages of open findings, ${by.sample} sampled${by.checks > 0 ? `, ${by.checks} files and links` : ""}${told.map(([count, , en]) => `; ${count} ${en}`).join("")}; ${by.unmodified} answered "not modified"`,
  );
}
