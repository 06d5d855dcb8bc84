import type { Element } from "domhandler";
import { remembered } from "./remembered.ts";

const NOISE =
  /(?:^|\s)(?:[\w-]*share(?:buttonbox|-?bar|-?box)?\w*|jiathis\w*|bd-?share\w*|bshare[\w-]*|qr-?code\w*|ewm\w*|erweima|foot|foot[-_]\w+|footer\w*|footer[-_]\w+|copyright|banquan|breadcrumbs?|crumbs?(?:[-_]\w+)?|dqwz|curmb|jiucuo|pagination|page-?nav|nav(?:bar|box)?|[\w-]*-nav|menu|friend-?links?|yqlj[\w-]*)(?:$|\s)/i;
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|text-indent\s*:\s*-\d{3,}/i;
const HIDDEN_CLASS = /(?:^|\s)(?:hide|hidden|hid|displaynone|dis-?none|none|d-none)(?:$|\s)/i;

interface Signs {
  readonly hidden: boolean;
  readonly frame: boolean;
}

/** What a class or an id says. */
const signsOf = remembered(
  (name: string): Signs => ({ hidden: HIDDEN_CLASS.test(name), frame: NOISE.test(name) }),
);

/** Whether the element is kept from view as the page arrives. */
export function isHiddenElement({ attribs: { style, class: names, hidden } }: Element): boolean {
  if (style !== undefined && HIDING.test(style)) return true;
  return hidden !== undefined || (names !== undefined && signsOf(names).hidden);
}

/** Whether it is a share bar, breadcrumb, footer, menu or code to scan, by its name, class or id. */
export function isFrameElement({ name, attribs: { id, class: names } }: Element): boolean {
  if (name === "nav" || name === "footer") return true;
  return (names !== undefined && signsOf(names).frame) || (id !== undefined && signsOf(id).frame);
}
