import type { Content, Element } from "./catalogue.ts";
import type { Text } from "./outcome.ts";

export const ELEMENT_NAMES: Readonly<Record<Element, Text>> = {
  title: { zh: "标题", en: "title" },
  publishedOn: { zh: "发布日期", en: "date of publication" },
  source: { zh: "信息来源", en: "source" },
  documentNumber: { zh: "文号", en: "document number" },
  indexNumber: { zh: "索引号", en: "index number" },
  body: { zh: "正文", en: "text" },
};

/** What columns hold; `other`: they fit no category. */
export const CONTENT_NAMES: Readonly<Record<Content | "other", Text>> = {
  static: { zh: "介绍", en: "descriptions" },
  news: { zh: "工作动态", en: "news" },
  notice: { zh: "通知公告", en: "notices" },
  policy: { zh: "政策文件", en: "policy documents" },
  interpretation: { zh: "政策解读", en: "interpretations" },
  personnel: { zh: "人事信息", en: "personnel" },
  plan: { zh: "规划计划", en: "plans" },
  finance: { zh: "财政信息", en: "finance" },
  "annual-report": { zh: "年度报告", en: "annual reports" },
  list: { zh: "清单名录", en: "lists" },
  service: { zh: "办事服务", en: "services" },
  event: { zh: "其他类别", en: "other categories" },
  other: { zh: "未归类栏目", en: "columns of no category" },
};
