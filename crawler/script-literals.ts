import { UNKNOWN_TEXT } from "./text-marks.ts";

/** A value that a script writes out; undefined where its source does not say. */
export type Literal = string | number | boolean | null | undefined | readonly Literal[] | LiteralObject;

export interface LiteralObject {
  readonly [name: string]: Literal;
}

/** Values that a page's scripts give to names, as far as they write them out; undefined for one given twice. */
export type KnownNames = ReadonlyMap<string, Literal>;

/** A value of more characters than these is none that a page writes out. */
const LONGEST = 20_000;
const DEEPEST = 20;
const MOST_NAMES = 500;

/**
 * The value that stands at `at` of a script: text, number, list or object, and sums of texts. A piece of a sum that is
 * not known stands as {@link UNKNOWN_TEXT}; any other expression is undefined, and so is a value that has no end
 * within `longest` characters. `end` is where the value ends.
 */
export function literalAt(
  code: string,
  at: number,
  known: KnownNames = new Map(),
  longest = LONGEST,
): { readonly value: Literal; readonly end: number } {
  const reader = new Literals(code, at, known, longest);
  const value = reader.sum(0);
  return { value: reader.isOpen ? undefined : value, end: reader.at };
}

/** The values that stand between brackets from `at` on, as in a call: `("a", { b: 1 })`. */
export function argumentsAt(code: string, at: number, known: KnownNames = new Map()): readonly Literal[] {
  const reader = new Literals(code, at, known, LONGEST);
  const values = reader.list(")", 0);
  return reader.isOpen ? [] : values;
}

/** The names that plain assignments of `scripts` give a written value to: `var params = { … }`. */
export function namesIn(scripts: readonly string[]): KnownNames {
  const names = new Map<string, Literal>();
  for (const code of scripts) {
    if (names.size > MOST_NAMES) break;
    for (const found of code.matchAll(
      /(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s{0,9}=(?!=)\s{0,99}(?=["'{[\d])/g,
    )) {
      const name = found[1] ?? "";
      const { value } = literalAt(code, found.index + found[0].length, names);
      names.set(name, names.has(name) && names.get(name) !== value ? undefined : value);
      if (names.size > MOST_NAMES) break;
    }
  }
  return names;
}

export function isObject(value: Literal): value is LiteralObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

class Literals {
  at: number;
  readonly #code: string;
  readonly #known: KnownNames;
  readonly #until: number;
  /** A bracket or a quote was never closed. */
  isOpen = false;

  constructor(code: string, at: number, known: KnownNames, longest: number) {
    this.#code = code;
    this.at = at;
    this.#known = known;
    this.#until = Math.min(code.length, at + longest);
  }

  sum(depth: number): Literal {
    const pieces: Literal[] = [this.#single(depth)];
    for (this.#space(); this.#char() === "+" && this.#char(1) !== "+"; this.#space()) {
      this.at += 1;
      pieces.push(this.#single(depth));
    }
    const [first] = pieces;
    const isWhole = pieces.length === 1 && this.#endsHere();
    if (!this.#endsHere()) this.#skip();
    if (pieces.length === 1) return isWhole ? first : undefined;
    // A number after a text is written behind it; a sum of numbers alone is no address.
    if (!pieces.some((piece) => typeof piece === "string")) return undefined;
    return pieces.map((piece) => (isPlain(piece) ? String(piece) : UNKNOWN_TEXT)).join("");
  }

  list(close: string, depth: number): readonly Literal[] {
    const values: Literal[] = [];
    this.at += 1;
    while (this.at < this.#until) {
      this.#space();
      if (this.#char() === close) break;
      values.push(this.sum(depth + 1));
      this.#space();
      if (this.#char() === ",") this.at += 1;
      else if (this.#char() !== close) this.#skip();
      if (this.at >= this.#until || /[)\]}]/.test(this.#char())) break;
    }
    if (this.#char() === close) this.at += 1;
    else this.isOpen = true;
    return values;
  }

  #single(depth: number): Literal {
    this.#space();
    const char = this.#char();
    if (depth > DEEPEST) return undefined;
    if (char === '"' || char === "'" || char === "`") return this.#text(char);
    if (char === "[") return this.list("]", depth);
    if (char === "{") return this.#object(depth);
    const number = this.#take(/-?\d{1,15}(?:\.\d{1,9})?(?![\w.])/y);
    if (number !== null) return Number(number);
    const name = this.#take(/[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,4}/y);
    if (name === null) return undefined;
    if (name === "true" || name === "false") return name === "true";
    if (name === "null") return null;
    return this.#skipCalls() ? undefined : this.#valueOf(name);
  }

  /** Over what is called or picked from a name: `Math.random()`, `list[0].id`. Whether there was any. */
  #skipCalls(): boolean {
    let found = false;
    for (; this.at < this.#until; found = true) {
      if (this.#take(/\s{0,9}(?=[([])/y) === null) break;
      this.at += 1;
      this.#skip(/[;]/);
      this.at += 1;
      this.#take(/(?:\.[A-Za-z_$][\w$]{0,60}){1,5}/y);
    }
    return found;
  }

  #valueOf(name: string): Literal {
    if (this.#known.has(name)) return this.#known.get(name);
    const [first = "", ...path] = name.replace(/^(?:window|self)\./, "").split(".");
    let value = this.#known.get(first);
    for (const step of path) value = isObject(value) ? value[step] : undefined;
    return value;
  }

  #object(depth: number): Literal {
    const entries: [string, Literal][] = [];
    this.at += 1;
    while (this.at < this.#until) {
      this.#space();
      const char = this.#char();
      if (char === "}") break;
      const name = char === '"' || char === "'" ? this.#text(char) : this.#take(/[\w$]{1,60}/y);
      this.#space();
      if (name === null || this.#char() !== ":") {
        // A method, or what is no object at all.
        this.#skip();
      } else {
        this.at += 1;
        entries.push([name, this.sum(depth + 1)]);
      }
      this.#space();
      if (this.#char() === ",") this.at += 1;
      else break;
    }
    if (this.#char() === "}") this.at += 1;
    else this.isOpen = true;
    return Object.fromEntries(entries);
  }

  #text(quote: string): string {
    let text = "";
    this.at += 1;
    while (this.at < this.#until && this.#char() !== quote) {
      if (this.#char() !== "\\") text += this.#char();
      else {
        this.at += 1;
        text += this.#escaped();
      }
      this.at += 1;
    }
    if (this.#char() !== quote) this.isOpen = true;
    this.at += 1;
    return quote === "`" ? text.replace(/\$\{([^{}]{0,200})\}/g, (_, name) => this.#putIn(name)) : text;
  }

  /** What `${…}` puts into a text. */
  #putIn(expression: string): string {
    const name = /^\s{0,9}([A-Za-z_$][\w$.]{0,99})\s{0,9}$/.exec(expression)?.[1];
    const value = name === undefined ? undefined : this.#valueOf(name);
    return isPlain(value) ? String(value) : UNKNOWN_TEXT;
  }

  #escaped(): string {
    const char = this.#char();
    if (char === "u") {
      const code = /^[\da-fA-F]{4}/.exec(this.#code.slice(this.at + 1, this.at + 5))?.[0];
      if (code === undefined) return char;
      this.at += 4;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    return { n: "\n", t: "\t", r: "\r" }[char] ?? char;
  }

  /** Over what is no plain value, up to where the next one may begin. */
  #skip(end = /[,;]/): void {
    let depth = 0;
    for (; this.at < this.#until; this.at += 1) {
      const char = this.#char();
      if (char === '"' || char === "'" || char === "`") {
        this.#text(char);
        this.at -= 1;
      } else if (/[([{]/.test(char)) depth += 1;
      else if (/[)\]}]/.test(char)) {
        if (depth === 0) return;
        depth -= 1;
      } else if (depth === 0 && end.test(char)) return;
    }
  }

  #endsHere(): boolean {
    const char = this.#char();
    return char === "" || /[,;)\]}]/.test(char) || this.#endsLine;
  }

  /** A statement that no semicolon parts from the next one. */
  get #endsLine(): boolean {
    return (
      /\n\s{0,200}$/.test(this.#code.slice(Math.max(0, this.at - 200), this.at)) &&
      !/[.?*/&|<>=-]/.test(this.#char())
    );
  }

  #space(): void {
    for (;;) {
      const space = this.#take(/(?:\s{1,2000}|\/\/[^\n]{0,2000}|\/\*[^*]{0,2000}\*\/)/y);
      if (space === null) return;
    }
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#code)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  #char(ahead = 0): string {
    return this.#code[this.at + ahead] ?? "";
  }
}

function isPlain(value: Literal): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
