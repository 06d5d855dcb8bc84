/** What RFC 9309 says of one robots.txt, worked out plainly and apart from the crawler's own reading, to compare with. */
export interface PlainRobots {
  allows(robot: string, path: string): boolean;
  /** Names of robots that it addresses. */
  readonly robots: readonly string[];
  /** Patterns of its rules, as written. */
  readonly patterns: readonly string[];
}

interface Rule {
  readonly allow: boolean;
  readonly pattern: string;
  /** In octets. */
  readonly length: number;
  matches(target: string): boolean;
}

interface Group {
  readonly robots: string[];
  readonly rules: Rule[];
}

export function plainRobots(text: string): PlainRobots {
  const groups: Group[] = [];
  let naming = false;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const colon = line.indexOf(":");
    const key = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = line
      .slice(colon + 1)
      .replace(/#.*/s, "")
      .trim();
    if (key === "user-agent") {
      if (!naming) groups.push({ robots: [], rules: [] });
      groups.at(-1)?.robots.push(value.toLowerCase());
      naming = true;
    } else if (key === "allow" || key === "disallow") {
      naming = false;
      if (value !== "") groups.at(-1)?.rules.push(ruleOf(key === "allow", value));
    }
  }
  return {
    robots: groups.flatMap(({ robots }) => robots),
    patterns: groups.flatMap(({ rules }) => rules.map(({ pattern }) => pattern)),
    allows(robot, path) {
      const own = groups.filter(({ robots }) => robots.some((name) => productOf(name) === robot));
      const mine =
        own.length > 0 ? own : groups.filter(({ robots }) => robots.some((name) => /^\*(\s|$)/.test(name)));
      const target = octets(path, true);
      let best = { length: -1, allow: true };
      for (const { allow, length, matches } of mine.flatMap(({ rules }) => rules)) {
        if (length < best.length || (length === best.length && !allow)) continue;
        if (matches(target)) best = { length, allow };
      }
      return best.allow;
    },
  };
}

/** The part of a robot's name that counts: letters, `_` and `-` at its start. */
export function productOf(name: string): string {
  return /^[a-z_-]*/i.exec(name)?.[0].toLowerCase() ?? "";
}

function ruleOf(allow: boolean, pattern: string): Rule {
  const ends = pattern.endsWith("$");
  const pieces = (ends ? pattern.slice(0, -1) : pattern).split("*").map((piece) => octets(piece, true));
  return {
    allow,
    pattern,
    length: octets(pattern).length,
    matches(target) {
      let at = 0;
      for (const [n, piece] of pieces.entries()) {
        const found =
          n === 0
            ? target.startsWith(piece)
              ? 0
              : -1
            : ends && n === pieces.length - 1
              ? lastPlace(target, piece, at)
              : target.indexOf(piece, at);
        if (found < 0) return false;
        at = found + piece.length;
      }
      return !ends || at === target.length;
    },
  };
}

function lastPlace(target: string, piece: string, from: number): number {
  const at = target.length - piece.length;
  return at >= from && target.endsWith(piece) ? at : -1;
}

/** Percent-encoded where RFC 3986 reserves or forbids a character, `*` and `$` too where they stand for themselves. */
function octets(text: string, literal = false): string {
  const unescaped = Buffer.from(text)
    .toString("latin1")
    .replace(/%([\da-f]{2})/gi, (code, hex) => {
      const char = String.fromCharCode(Number.parseInt(hex, 16));
      return /[A-Za-z\d._~-]/.test(char) ? char : code.toUpperCase();
    });
  return unescaped.replace(
    literal ? /[^!%-)+-;=?-Z_a-z~#&]|\$/g : /[^!-;=?-Z_a-z~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
