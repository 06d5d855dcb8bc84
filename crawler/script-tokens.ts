/** A word of a script; `text` is a string literal, its escapes undone. */
export type Token = { readonly kind: "text" | "name" | "number" | "sign"; readonly value: string };

const SLASH = 47;
const STAR = 42;
const EQUALS = 61;
const BACKSLASH = 92;
const NEW_LINE = 10;

/**
 * The words of a script, without white space and comments. Unfinished literals are signs, one by one. Read sign by
 * sign: pages carry more script than text, and a pattern takes several times as long.
 */
export function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < code.length; ) {
    const first = code.charCodeAt(at);
    let end = at + 1;
    if (first <= 32) {
      at = isSpace(first) ? spaceEnd(code, at) : end;
      continue;
    }
    if (isNameStart(first)) {
      while (end < code.length && isNamePart(code.charCodeAt(end))) end++;
      tokens.push({ kind: "name", value: code.slice(at, end) });
    } else if (first === 34 || first === 39) {
      const close = literalEnd(code, at);
      if (close < 0) tokens.push({ kind: "sign", value: code.charAt(at) });
      else {
        tokens.push({ kind: "text", value: unescaped(code.slice(at + 1, close)) });
        end = close + 1;
      }
    } else if (isDigit(first)) {
      end = numberEnd(code, at);
      tokens.push({ kind: "number", value: code.slice(at, end) });
    } else {
      const comment = first === SLASH ? commentEnd(code, at) : -1;
      if (comment >= 0) end = comment;
      else {
        end = signEnd(code, at, first);
        tokens.push({ kind: "sign", value: code.slice(at, end) });
      }
    }
    at = end;
  }
  return tokens;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}

/** Where the literal that begins at `at` has its closing sign; -1 where its line or the script ends before. */
function literalEnd(code: string, at: number): number {
  const quote = code.charCodeAt(at);
  for (let next = at + 1; next < code.length; next++) {
    const sign = code.charCodeAt(next);
    if (sign === quote) return next;
    if (sign === NEW_LINE) return -1;
    if (sign === BACKSLASH) next++;
  }
  return -1;
}

function numberEnd(code: string, at: number): number {
  let end = at + 1;
  while (end < code.length && isDigit(code.charCodeAt(end))) end++;
  if (code.charCodeAt(end) !== 46 || !isDigit(code.charCodeAt(end + 1))) return end;
  end += 2;
  while (end < code.length && isDigit(code.charCodeAt(end))) end++;
  return end;
}

/** Where the comment that begins at `at` ends; -1 where none begins, or none ends. */
function commentEnd(code: string, at: number): number {
  const second = code.charCodeAt(at + 1);
  if (second === SLASH) {
    const line = code.indexOf("\n", at);
    return line < 0 ? code.length : line;
  }
  if (second !== STAR) return -1;
  const close = code.indexOf("*/", at + 2);
  return close < 0 ? -1 : close + 2;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function spaceEnd(code: string, at: number): number {
  let end = at + 1;
  while (isSpace(code.charCodeAt(end))) end++;
  return code.charCodeAt(end) < 128 ? end : wideEnd(code, end);
}

const WIDE_SPACE = /\s+/y;

/** Where a run of white space ends; `at` where none begins there. */
function wideEnd(code: string, at: number): number {
  WIDE_SPACE.lastIndex = at;
  return at + (WIDE_SPACE.exec(code)?.[0].length ?? 0);
}

function signEnd(code: string, at: number, first: number): number {
  const second = code.charCodeAt(at + 1);
  // ! and = go with one or two =, < and > with one; & and | with their like.
  if (first === 33 || first === EQUALS)
    return second !== EQUALS ? at + 1 : code.charCodeAt(at + 2) === EQUALS ? at + 3 : at + 2;
  if (first === 60 || first === 62) return second === EQUALS ? at + 2 : at + 1;
  if (first === 38 || first === 124) return second === first ? at + 2 : at + 1;
  if (first < 128) return at + 1;
  return Math.max(at + 1, wideEnd(code, at));
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g, (_, u, x, other) => {
    if (u ?? x) return String.fromCharCode(Number.parseInt(u ?? x, 16));
    return ({ n: "\n", t: "\t", r: "" } as Record<string, string>)[other] ?? other;
  });
}
