/** Stands in written markup for a part that only a browser could know. */
export const UNKNOWN_PART = "\uFFFC";

/**
 * The markup that a script writes into the page with `document.write`, as far as it consists of literals and
 * of variables that the same script sets to literals. Every branch is taken. Parts that are not known become
 * {@link UNKNOWN_PART}. null where the script writes nothing.
 */
export function writtenMarkup(script: string): string | null {
  if (!script.includes("document.write")) return null;
  const assignments = literalAssignments(script);
  const known = new Map<string, string>();
  let markup = "";
  for (let at = script.indexOf("document.write"); at >= 0; at = script.indexOf("document.write", at + 1)) {
    const open = script.indexOf("(", at);
    if (open < 0) break;
    // Templates set the same variables anew for each row that they write.
    for (let next = assignments[0]; next && next.at < at; next = assignments[0]) {
      known.set(next.name, next.value);
      assignments.shift();
    }
    markup += concatenationFrom(script, open + 1, known);
  }
  return markup.includes("<") ? markup : null;
}

interface Assignment {
  readonly at: number;
  readonly name: string;
  readonly value: string;
}

function literalAssignments(script: string): Assignment[] {
  const found: Assignment[] = [];
  for (const match of script.matchAll(
    /(?<![\w$.])(?:var\s{1,9})?([A-Za-z_$][\w$]{0,60})\s{0,9}=\s{0,9}(?:'([^'\\\n]{0,1000})'|"([^"\\\n]{0,1000})")\s{0,9}[;,\n\r]/g,
  ))
    found.push({ at: match.index, name: match[1] ?? "", value: match[2] ?? match[3] ?? "" });
  return found;
}

/** The value of a concatenation that starts at `from` and ends with its closing bracket. */
function concatenationFrom(script: string, from: number, known: ReadonlyMap<string, string>): string {
  let value = "";
  let at = from;
  while (at < script.length) {
    const char = script[at] ?? "";
    if (char === ")") break;
    if (char === "'" || char === '"' || char === "`") {
      const [text, end] = literalAt(script, at);
      value += text;
      at = end;
    } else if (char === "+" || char === "," || /\s/.test(char)) at++;
    else {
      const end = termEnd(script, at);
      value += known.get(script.slice(at, end).trim()) ?? UNKNOWN_PART;
      at = end;
    }
  }
  return value;
}

function literalAt(script: string, at: number): readonly [text: string, end: number] {
  const quote = script[at];
  let text = "";
  let next = at + 1;
  while (next < script.length && script[next] !== quote) {
    if (script[next] === "\\") {
      next++;
      const escaped = script[next] ?? "";
      text += escaped === "n" || escaped === "t" || escaped === "r" ? " " : escaped;
    } else text += script[next];
    next++;
  }
  return [text, next + 1];
}

/** Where a term that is no literal ends: at the next `+`, comma or closing bracket outside brackets. */
function termEnd(script: string, from: number): number {
  let depth = 0;
  for (let at = from; at < script.length; at++) {
    const char = script[at];
    if (char === "(" || char === "[") depth++;
    else if (char === ")" || char === "]") {
      if (depth === 0) return at;
      depth--;
    } else if ((char === "+" || char === ",") && depth === 0) return at;
    else if (char === "'" || char === '"') at = literalAt(script, at)[1] - 1;
  }
  return script.length;
}
