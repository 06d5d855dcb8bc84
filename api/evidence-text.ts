import type { Evidence } from "../domain/finding.ts";
import { type Lang, sayIn } from "../reports/context.ts";
import { html, link, Markup } from "../reports/markup.ts";
import { maskPersonalData } from "../reports/personal-data.ts";
import { markExcerpt } from "./excerpt-marks.ts";
import { pagePolicy } from "./page-policy.ts";

const STYLE = `body { max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1c2530; font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
header { border-bottom: 1px solid #cfd8e3; margin-bottom: 1em; } dt { color: #5f6b78; } dd { margin: 0 0 .4em; } p { margin: .2em 0; } mark { background: #ffe58a; }
.digest { font-family: monospace; font-size: 13px; }`;

export const TEXT_POLICY = pagePolicy({ style: STYLE, script: null });

/** A recorded page as its reader saw it, with the words that prove a finding marked. Numbers of persons are masked. */
export function evidenceText(
  { url, fetchedAt, status, sha256, excerpt }: Evidence,
  lines: readonly string[],
  lang: Lang,
): string {
  const say = sayIn(lang);
  const marked = markExcerpt(lines.map(maskPersonalData), excerpt);
  const isFound = marked.some((pieces) => pieces.some((piece) => piece.marked));
  return html`<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${say("证据页的文字", "Text of the evidence")}</title><style>${new Markup(STYLE)}</style></head>
<body><header><dl>
<dt>${say("网址", "Address")}</dt><dd>${link(url, url)}</dd>
<dt>${say("取得时间（UTC）与答复", "Fetched (UTC), status")}</dt><dd>${fetchedAt}　${status}</dd>
<dt>SHA-256</dt><dd class="digest">${sha256}</dd>
<dt>${say("摘录", "Excerpt")}</dt><dd>${excerpt === "" ? say("无", "none") : excerpt}${
    excerpt !== "" &&
    !isFound &&
    say("（在下面的文字中未找到，请看原始网页）", " (not found in the text below; see the raw page)")
  }</dd>
</dl></header>
<main>${marked.map(
    (pieces) =>
      html`<p>${pieces.map(({ text, marked: isMarked }) => (isMarked ? html`<mark>${text}</mark>` : text))}</p>
`,
  )}</main></body>
</html>
`.source;
}
