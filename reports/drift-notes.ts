import type { Text } from "../domain/outcome.ts";
import type { DriftKind } from "../domain/snapshot.ts";

/** What is said to whoever maintains the portal file of a column that was not judged. */
export const DRIFT_NOTES: Readonly<Record<DriftKind, Text>> = {
  "same-page": {
    zh: "与同一主机的其他栏目或页面返回同样的内容，多半是出错页面",
    en: "shows the very same as other columns or pages of its host, most likely an error page",
  },
  "list-gone": {
    zh: "原有的信息列表读不出来了，可能改版",
    en: "its list can no longer be read; it may have been redesigned",
  },
  "addresses-changed": {
    zh: "信息全部换了样式不同的网址，可能改版或迁移",
    en: "all its items have addresses of another form; it may have been redesigned or moved",
  },
  "many-changed": {
    zh: "与同一主机的多个栏目同时变空、换了内容或读不出来，可能改版或故障",
    en: "was emptied, refilled or lost its list together with others of its host: a redesign or a fault",
  },
};
