import type { HeadlessBrowser } from "../crawler/browser.ts";
import { paintRecorded, type RecordedAddress } from "../crawler/render-view.ts";
import type { Evidence } from "../crawler/warc.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { RenderMode } from "./rendering.ts";

/** Pictures of one patrol: one page each. */
const MOST_SCREENSHOTS = 200;
/** A burst rests on a hundred items that look alike. */
const MOST_OF_A_FINDING = 3;
/** No patrol waits longer for its pictures, ms. */
const LONGEST_MS = 60_000;

/**
 * Puts pictures of the first pages that each finding rests on beside them in the evidence, where a browser is at hand. They are
 * for people: no finding rests on them, and nothing is asked of the portal for them.
 */
export async function takeScreenshots(
  { findings }: PatrolResult,
  mode: RenderMode,
  browser: HeadlessBrowser | null,
  evidence: Evidence,
  { timezone, signal }: { readonly timezone: string; readonly signal: AbortSignal },
): Promise<void> {
  if (mode === "never" || !browser) return;
  const pages = new Map<string, RecordedAddress>();
  for (const { evidence: proofs } of findings)
    for (const { url, sha256 } of proofs.slice(0, MOST_OF_A_FINDING))
      if (!pages.has(url)) pages.set(url, { url, sha256 });
  const untilMs = performance.now() + LONGEST_MS;
  const first = [...pages.values()].slice(0, MOST_SCREENSHOTS);
  await paintRecorded(first, evidence, browser, { timezone, untilMs, signal });
  await evidence.sync();
}
