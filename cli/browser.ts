import type { Logger } from "pino";
import { BROWSER_DEFAULTS, HeadlessBrowser } from "../crawler/browser.ts";
import { browserOnPath } from "../crawler/browser-place.ts";

/** Where a browser is looked for. */
export interface BrowserWish {
  /** Its path; null: the first on the search path, or Playwright's own. */
  readonly chromium: string | null;
  readonly searchPath: string;
}

/** The browser of this machine. It starts with the first page that needs it, and need not be there until then. */
export function browserFrom({ chromium, searchPath }: BrowserWish, log: Logger): HeadlessBrowser {
  return new HeadlessBrowser({
    ...BROWSER_DEFAULTS,
    program: chromium ?? browserOnPath(searchPath),
    onTrouble: (error) => log.warn({ err: error }, "no browser: pages that need one are not read"),
  });
}
