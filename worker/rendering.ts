import type { HeadlessBrowser } from "../crawler/browser.ts";
import type { Client } from "../crawler/client.ts";
import type { Rendering } from "../crawler/gather.ts";
import { liveRenderer, recordedRenderer } from "../crawler/render.ts";
import type { Evidence } from "../crawler/warc.ts";
import type { CrawlSettings, Portal } from "../domain/portal.ts";
import { hostsOf } from "./gather-unit.ts";

/** When a browser shows pages. */
export type RenderMode = CrawlSettings["render"];

/** How a patrol's pages are shown; null: not at all. `browser` null: what needs one stays unknown. */
export function liveRendering(
  mode: RenderMode,
  browser: HeadlessBrowser | null,
  {
    portal,
    client,
    evidence,
  }: { readonly portal: Portal; readonly client: Client; readonly evidence: Evidence },
): Rendering | null {
  if (mode === "never" || !browser) return null;
  const renderer = liveRenderer(evidence, browser, { client, hosts: hostsOf(portal) }, portal.timezone);
  return { mode, renderer };
}

/** The same from what was recorded then, without a browser. */
export function recordedRendering(mode: RenderMode, evidence: Evidence): Rendering | null {
  return mode === "never" ? null : { mode, renderer: recordedRenderer(evidence) };
}
