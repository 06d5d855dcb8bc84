import robotsParser from "robots-parser";

/** RFC 9309 lets a parser stop there. */
const MAX_BYTES = 512_000;

/** What a host's robots.txt allows. */
export interface RobotRules {
  allows(url: string): boolean;
  /** Seconds between two requests; null where it names none. */
  readonly crawlDelay: number | null;
}

const EVERYTHING: RobotRules = { allows: () => true, crawlDelay: null };
const NOTHING: RobotRules = { allows: () => false, crawlDelay: null };

/** The name that robots.txt files may address this program by. */
export const ROBOT = "xuncha";

/**
 * The rules in an answer to `/robots.txt`, after RFC 9309: none there (4xx), no rules; the server fails (5xx),
 * nothing may be asked. A page of HTML in its place holds no rules.
 */
export function robotRules(url: string, status: number, text: string): RobotRules {
  if (status >= 500) return NOTHING;
  if (status >= 300) return EVERYTHING;
  const rules = text.slice(0, MAX_BYTES).replace(/^\uFEFF/, "");
  if (/^\s*<(?:!doctype|html|head|script|\?xml)/i.test(rules)) return EVERYTHING;
  const robots = robotsParser(url, rules);
  return {
    allows: (page) => robots.isAllowed(page, ROBOT) !== false,
    crawlDelay: robots.getCrawlDelay(ROBOT) ?? null,
  };
}
