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
  const rules = withinLimit(text).replace(/^\uFEFF/, "");
  // No line of rules begins like markup.
  if (/^\s*</.test(rules)) return EVERYTHING;
  const robots = robotsParser(url, plainRules(rules));
  const delay = Number(robots.getCrawlDelay(ROBOT) ?? 0);
  return {
    allows(page) {
      const { origin, pathname, search } = new URL(page);
      // What has a meaning in rules stands for itself in an address.
      const path = comparable(pathname + search).replace(/[*$]/g, percentEncoded);
      return robots.isAllowed(origin + path, ROBOT) !== false;
    },
    crawlDelay: delay > 0 ? Math.min(delay, LONGEST_DELAY) : null,
  };
}

/** Half a line would be a rule for more than was meant. */
function withinLimit(text: string): string {
  const beginning = text.slice(0, MOST_ROBOTS_BYTES);
  // The client stops there too, in the midst of a character maybe.
  return Buffer.byteLength(beginning) < MOST_ROBOTS_BYTES - 3 ? text : beginning.replace(/[^\r\n]*$/, "");
}

/**
 * The lines that count, as the parser expects them. Sitemaps and what else stands between names and rules end no
 * group; other robots become one, or thousands of names above thousands of rules would be multiplied.
 */
function plainRules(text: string): string {
  let named = new Set<string>();
  const kept: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, key = "", value = ""] = /^\s*([a-z -]{5,12}?)\s*:\s*([^#]*)/i.exec(line) ?? [];
    const field = FIELDS.find(([pattern]) => pattern.test(key))?.[1];
    if (field === "User-agent") {
      const product = /^(?:\*(?=\s|$)|[a-z_-]+)/i.exec(value)?.[0].toLowerCase();
      const name = product === "*" || product === ROBOT ? product : "others";
      if (!named.has(name)) kept.push(`User-agent: ${name}`);
      named.add(name);
    } else if (field !== undefined) {
      kept.push(
        `${field}: ${field === "Crawl-delay" ? value : comparable(value.trim()).replace(/\$(?!$)/g, "%24")}`,
      );
      named = new Set();
    }
  }
  // A name without any rule has a group all the same, and it allows everything.
  return [...kept, "Disallow:"].join("\n");
}

/** Names of fields as they are written, mistakes that big crawlers forgive among them. */
const FIELDS = [
  [/^user[ -]?agent$/i, "User-agent"],
  [/^dis+al+ow$/i, "Disallow"],
  [/^allow$/i, "Allow"],
  [/^crawl-delay$/i, "Crawl-delay"],
] as const;

/** Path and query in the one form that both sides are compared in: only what must be is percent-encoded (RFC 9309, 2.2.2). */
function comparable(path: string): string {
  return path
    .replace(/%[\da-f]{2}/gi, (code) => {
      const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /[\w.~-]/.test(char) ? char : code.toUpperCase();
    })
    .replace(/[^\x21-\x7e]|["<>\\^`{|}[\]]/gu, (char) => percentEncoded(char));
}

function percentEncoded(char: string): string {
  return Buffer.from(char).toString("hex").toUpperCase().replace(/../g, "%$&");
}
