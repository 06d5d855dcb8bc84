import type { Catalogue, Content } from "../domain/catalogue.ts";
import { matchColumn } from "./match.ts";

/** In this order: 政策文件解读 is an interpretation, 财政预算公告 is finance. */
const WORDS: readonly (readonly [RegExp, Content])[] = [
  [/解读|图解|问答/, "interpretation"],
  [/年度报告|年报|年度报表/, "annual-report"],
  [/预算|决算|三公|财政收支|专项资金/, "finance"],
  [/任免|任前|招录|招聘|录用|公务员招考|人事信息/, "personnel"],
  [/办事指南|服务指南|办理流程|服务事项|办事服务/, "service"],
  [/清单|目录|名录|名单|一览表/, "list"],
  [/工作动态|要闻|新闻|动态信息/, "news"],
  [/通知|公告|公示/, "notice"],
  [/规划|工作计划|年度计划|要点/, "plan"],
  [/规范性文件|政策文件|法律法规|法规|规章|文件$|政策$/, "policy"],
  [/职能|职责|内设机构|机构设置|机构概况|机构信息|概况|简介|领导信息|联系方式|办公地址|公开指南/, "static"],
];

/**
 * What a category of that name holds: as a known catalogue says, else by plain words; null where neither tells.
 * @param path The names above it, outermost first.
 */
export function contentInWords(
  name: string,
  path: readonly string[],
  known: readonly Catalogue[],
): Content | null {
  for (const catalogue of known) {
    const match = matchColumn({ name, path }, catalogue);
    const category = catalogue.categories.find(({ code }) => code === match?.code);
    if (category) return category.content;
  }
  return WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
