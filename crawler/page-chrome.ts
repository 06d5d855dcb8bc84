import type { Element } from "domhandler";
import { type Outline, parentOf } from "./outline.ts";

const CHROME =
  /(?:^|[^a-z])(?:nav|navi|navbar|menu|submenu|foot|footer|header|head|top|topbar|crumb|breadcrumb|location|position|dqwz|weizhi|friend|yqlj|links?|flink|side|sidebar|aside|leftnav|hot|recommend|rank|related|xgwz|tuijian|rmtj|search|share|slide|banner|swiper|calendar|copyright)(?![a-z])/i;
const CHROME_TAGS = new Set(["nav", "header", "footer", "aside"]);

/** Menus, feet, side bars: by the names of the elements around, as far as these do not hold the whole page. */
export function isChrome(outline: Outline, node: Element): boolean {
  const whole = outline.texts.length;
  for (let at: Element | null = node; at && at.name !== "body"; at = parentOf(at)) {
    const span = outline.spans.get(at);
    if (!span || span.textTo - span.textFrom > whole * 0.6) return false;
    if (CHROME_TAGS.has(at.name)) return true;
    if (CHROME.test(`${at.attribs.class ?? ""} ${at.attribs.id ?? ""}`.replace(/([a-z])([A-Z])/g, "$1-$2")))
      return true;
  }
  return false;
}
