import type { HeadlessBrowser } from "../crawler/browser.ts";
import type { Client } from "../crawler/client.ts";
import type { Rendering } from "../crawler/gather.ts";
import { liveRenderer, recordedRenderer } from "../crawler/render.ts";
import { mayRenderLater } from "../crawler/render-record.ts";
import type { Evidence } from "../crawler/warc.ts";
import type { CrawlSettings, Portal } from "../domain/portal.ts";
import type { Instant } from "../domain/time.ts";
import { hostsOf } from "./portal-hosts.ts";

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
    askAgainBefore = null,
  }: {
    readonly portal: Portal;
    readonly client: Client;
    readonly evidence: Evidence;
    /** What could not be shown before is shown once more; null or left out: never. */
    readonly askAgainBefore?: Instant | null;
  },
): Rendering | null {
  if (mode === "never" || !browser) return null;
  const answers = { client, hosts: hostsOf(portal) };
  return { mode, renderer: liveRenderer(evidence, browser, answers, portal.timezone, askAgainBefore) };
}

/** The same, telling whether something could not be shown for a reason that may pass. */
export function watchedRendering(
  { mode, renderer }: Rendering,
  evidence: Evidence,
): Rendering & { readonly failed: boolean } {
  let failed = false;
  return {
    mode,
    get failed() {
      return failed;
    },
    renderer: {
      async render(arrived, signal) {
        const rendered = await renderer.render(arrived, signal);
        failed ||= await mayRenderLater(arrived.page.url, evidence, EVER);
        return rendered;
      },
      turn: (...turn) => renderer.turn(...turn),
    },
  };
}

/** Later than every record. */
const EVER: Instant = "9999-12-31T00:00:00.000Z";

/** The same from what was recorded then, without a browser. */
export function recordedRendering(mode: RenderMode, evidence: Evidence): Rendering | null {
  return mode === "never" ? null : { mode, renderer: recordedRenderer(evidence) };
}
