import type { Instant } from "../domain/time.ts";
import type { HeadlessBrowser, OpenPage } from "./browser.ts";
import { answerRequests, type RequestAnswers } from "./browser-requests.ts";
import { PageDocument } from "./page-document.ts";
import type { ArrivedPage } from "./page-furniture.ts";
import { domUri, turnedAddress } from "./render-names.ts";
import { PageDriver } from "./render-page.ts";
import { mayRenderLater, type Rendered, record, recorded, type ShownPage } from "./render-record.ts";
import type { Evidence } from "./warc.ts";

/** Shows pages as a browser does. The same evidence gives the same pages, with a browser or from the record. */
export interface Renderer {
  /** Rejects only where `signal` is aborted. */
  render(arrived: ArrivedPage, signal: AbortSignal): Promise<Rendered>;
  /**
   * Clicks the pager of a list on from page to page, and shows each to `judge`, for as long as it wants more. Rejects
   * only where `signal` is aborted.
   */
  turn(arrived: ArrivedPage, judge: TurnJudge, signal: AbortSignal): Promise<void>;
}

/** Sees the pages of a list as they are turned up. */
export interface TurnJudge {
  /** Whether what is shown before the first click is the page that was read; asked of a browser alone. */
  isFirst(shown: PageDocument): boolean;
  /** Whether one more is wanted after this. */
  wantsMore(shown: ShownPage): boolean;
}

/** Answers from the record alone: what was not rendered then cannot be now. */
export function recordedRenderer(evidence: Evidence): Renderer {
  return {
    async render({ page }) {
      return (await recorded(page.url, evidence)) ?? { ok: false, reason: "needs-browser" };
    },
    turn: ({ page }, judge) => turnRecorded(page.url, judge, evidence),
  };
}

/**
 * Renders with a browser, each page once in a patrol, and writes what it shows into the evidence before it
 * answers from there.
 * @param timezone IANA name of the portal's time zone.
 * @param askAgainBefore What could not be shown before, for a reason that may have passed by now, is shown once more;
 * null: never.
 */
export function liveRenderer(
  evidence: Evidence,
  browser: HeadlessBrowser,
  answers: Omit<RequestAnswers, "signal">,
  timezone: string,
  askAgainBefore: Instant | null = null,
): Renderer {
  const asked = new Map<string, Promise<Rendered>>();
  const turning = new Map<string, Promise<void>>();
  return {
    async render(arrived, signal) {
      const { url } = arrived.page;
      const known = asked.get(url);
      if (known) return known;
      const rendered = once(arrived, signal).finally(() => asked.delete(url));
      asked.set(url, rendered);
      return rendered;
    },
    async turn(arrived, judge, signal) {
      const { url } = arrived.page;
      await turning.get(url);
      // What was turned up once is on record, as far as it was; the same clicks need not come to the same again.
      if (evidence.has(domUri(turnedAddress(url, 2)))) return turnRecorded(url, judge, evidence);
      const turned = browser
        .withPage({ timezone, scripts: true }, (open) => turnLive(open, arrived, judge, signal))
        .finally(() => turning.delete(url));
      turning.set(
        url,
        turned.then(
          () => {},
          () => {},
        ),
      );
      await turned;
      signal.throwIfAborted();
    },
  };

  async function turnLive(
    open: OpenPage,
    { document, page }: ArrivedPage,
    judge: TurnJudge,
    signal: AbortSignal,
  ) {
    const traffic = await answerRequests(open, document, { ...answers, signal });
    const driver = new PageDriver(open, traffic, signal);
    const first = await driver.open(page.url);
    if (!first.ok || !judge.isFirst(new PageDocument(first.html, page.url))) return;
    for (let number = 2; ; number += 1) {
      traffic.renew();
      if (!(await driver.clickOn(number))) return;
      const url = turnedAddress(page.url, number);
      await record(evidence, { url, status: page.status }, await driver.take(), traffic, driver.errors);
      const shown = await recorded(url, evidence);
      if (!shown?.ok || !judge.wantsMore(shown)) return;
    }
  }

  async function once({ document, page }: ArrivedPage, signal: AbortSignal): Promise<Rendered> {
    const isAgain = askAgainBefore !== null && (await mayRenderLater(page.url, evidence, askAgainBefore));
    const earlier = isAgain ? null : await recorded(page.url, evidence);
    if (earlier) return earlier;
    // A rendering that was cut off between its records: what it shows now is not what is on record.
    if (!isAgain && evidence.has(domUri(page.url))) return { ok: false, reason: "needs-browser" };
    const shown = await browser.withPage({ timezone, scripts: true }, async (open) => {
      const traffic = await answerRequests(open, document, { ...answers, signal });
      const driver = new PageDriver(open, traffic, signal);
      const result = await driver.open(page.url);
      await record(evidence, page, result, traffic, driver.errors);
      return result;
    });
    signal.throwIfAborted();
    // Without a browser nothing is on record: the same patrol, resumed where there is one, may still render it.
    return (shown && (await recorded(page.url, evidence))) ?? { ok: false, reason: "needs-browser" };
  }
}

/** The pages that were turned up then. */
async function turnRecorded(address: string, judge: TurnJudge, evidence: Evidence): Promise<void> {
  for (let number = 2; ; number += 1) {
    const shown = await recorded(turnedAddress(address, number), evidence);
    if (!shown?.ok || !judge.wantsMore(shown)) return;
  }
}
