import robotsParser from "robots-parser";

/** RFC 9309 lets a parser stop there. */
export const MOST_ROBOTS_BYTES = 512_000;
/** A host may ask for no longer pauses, in seconds: a patrol has to end some day. */
const LONGEST_DELAY = 30;

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
  const rules = text.slice(0, MOST_ROBOTS_BYTES).replace(/^\uFEFF/, "");
  // No line of rules begins like markup.
  if (/^\s*</.test(rules)) return EVERYTHING;
  const robots = robotsParser(url, withoutOtherRobots(rules));
  const delay = Number(robots.getCrawlDelay(ROBOT) ?? 0);
  return {
    allows: (page) => robots.isAllowed(page, ROBOT) !== false,
    crawlDelay: delay > 0 ? Math.min(delay, LONGEST_DELAY) : null,
  };
}

/** Groups keep their borders, but thousands of names above thousands of rules would be multiplied by the parser. */
function withoutOtherRobots(rules: string): string {
  let named = new Set<string>();
  const kept: string[] = [];
  for (const line of rules.split(/\r\n|\r|\n/)) {
    const agent = /^\s*user-agent\s*:([^#]*)/i.exec(line)?.[1];
    if (agent === undefined) {
      kept.push(line);
      if (/^\s*[^#\s][^:]*:/.test(line)) named = new Set();
      continue;
    }
    const [product = ""] = agent.trim().toLowerCase().split("/");
    const name = product.trim() === "*" || product.trim() === ROBOT ? product.trim() : "others";
    if (!named.has(name)) kept.push(`User-agent: ${name}`);
    named.add(name);
  }
  return kept.join("\n");
}
