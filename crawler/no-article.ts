import type { Reason } from "../domain/snapshot.ts";
import { notAPage } from "./not-a-page.ts";
import type { Labels } from "./page-labels.ts";
import type { PageLines } from "./page-lines.ts";
import { squeeze } from "./text-of.ts";

/** A page with more text than this says something of its own. */
const LITTLE_TEXT = 400;
/** An empty shell has a name and a few words of its menu at most. */
const SHELL_TEXT = 20;

/** Why the page is no article, or null where it may be one. `html` is the page as received. */
export function noArticleReason(html: string, page: PageLines, labels: Labels): Reason | null {
  // However little it says: no message of a server prints when it was published.
  if (labels.all.some(({ field, state }) => field === "published" && state === "text")) return null;
  let chars = 0;
  for (const line of page.lines) {
    if (!line.block.hidden) chars += squeeze(line.text).length;
    if (chars > LITTLE_TEXT) return null;
  }
  const reason = notAPage(html, 200);
  if (reason) return reason;
  const pictured = page.media.some(({ block }) => !block.hidden);
  if (chars >= SHELL_TEXT || pictured) return null;
  return /<script\b/i.test(html) ? "needs-browser" : chars === 0 ? "unreadable" : null;
}
