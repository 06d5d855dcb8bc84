/**
 * Markup without its comments; comments that a browser reads (`<!--[if`) stay unless `conditional` is "also". One
 * that is never closed is left as it is. In one pass: a page of comments that only open would take a pattern minutes.
 */
export function withoutComments(html: string, conditional: "stay" | "also"): string {
  let kept = "";
  let from = 0;
  for (let at = html.indexOf("<!--"); at >= 0; at = html.indexOf("<!--", at)) {
    const end = html.indexOf("-->", at + 4);
    if (end < 0) break;
    if (conditional === "stay" && html.startsWith("[if", at + 4)) at += 4;
    else {
      kept += html.slice(from, at);
      from = end + 3;
      at = from;
    }
  }
  return kept + html.slice(from);
}
