import { type Token, tokensOf } from "./script-tokens.ts";
import { Expressions, type Value } from "./script-values.ts";
import { UNKNOWN_TEXT } from "./text-marks.ts";

/** What the inline scripts of a page put into it, as far as their source says so in plain literals. */
export interface ScriptOutput {
  /** For each script given, the markup it writes in its place. */
  readonly written: readonly string[];
  /** Markup by the id of the element that it is put into. */
  readonly filled: ReadonlyMap<string, string>;
}

const DEEPEST = 100;

/** Longer scripts are libraries; what they do is nobody's plain literal. */
const LONGEST_SCRIPT = 60_000;
const WRITES = /document\s*\.\s*write|innerHTML|innerText|textContent|\.\s*(?:html|text|append)\s*\(/;

/**
 * Runs the plain parts of `scripts` in page order: assignments of literals, `if` on what is known, and
 * `document.write`, `.innerHTML =`, `$("#id").html(…)` of literals and known variables. Everything else is
 * passed over. A piece that is not known becomes {@link UNKNOWN_TEXT}; a script without such parts writes "".
 */
export function outputOf(scripts: readonly string[]): ScriptOutput {
  const variables = new Map<string, Value>();
  const filled = new Map<string, string>();
  const tokens = tokensThatCount(scripts);
  const written = scripts.map((_, at) => {
    const own = tokens.get(at);
    if (!own) return "";
    const run = new Run(own, variables, filled);
    run.block(true);
    return run.written;
  });
  return { written, filled };
}

/** The words of the scripts that write, and of those before them that set what these write. Most of a page's do neither. */
function tokensThatCount(scripts: readonly string[]): ReadonlyMap<number, readonly Token[]> {
  const counting = new Map<number, readonly Token[]>();
  const wanted = new Set<string>();
  for (let at = scripts.length - 1; at >= 0; at--) {
    const code = scripts[at] ?? "";
    if (code.length > LONGEST_SCRIPT) continue;
    if (!WRITES.test(code) && (wanted.size === 0 || !DECLARES.test(code) || !setsAny(code, wanted))) continue;
    const tokens = tokensOf(code);
    counting.set(at, tokens);
    for (const { kind, value } of tokens) if (kind === "name") wanted.add(value);
  }
  return counting;
}

const DECLARES = /\b(?:var|let|const)\b/;
/** The sign that sets the name before it; a comment may stand between. */
const SETS = /=(?!=)|\/[/*]/g;
const OF_NAME = /[\w$]/;

function setsAny(code: string, names: ReadonlySet<string>): boolean {
  for (const { index } of code.matchAll(SETS)) {
    let end = index;
    while (end > 0 && /\s/.test(code.charAt(end - 1))) end--;
    let start = end;
    while (start > 0 && OF_NAME.test(code.charAt(start - 1))) start--;
    if (start < end && names.has(code.slice(start, end))) return true;
  }
  return false;
}

const STATEMENTS = new Set(["var", "let", "const", "if", "document", "function"]);

class Run {
  written = "";
  private at = 0;
  private depth = 0;
  /** Above 0 within functions that may never be called: what they put into elements counts as not known. */
  private uncalled = 0;
  /** Steps left: a script that takes more is not read on. */
  private fuel = 300_000;
  private readonly tokens: readonly Token[];
  private readonly values: Expressions;
  private readonly variables: Map<string, Value>;
  private readonly filled: Map<string, string>;

  constructor(tokens: readonly Token[], variables: Map<string, Value>, filled: Map<string, string>) {
    this.tokens = tokens;
    this.values = new Expressions(tokens, variables);
    this.variables = variables;
    this.filled = filled;
  }

  /** Statements up to the closing brace or the end. `certain`: whether they are known to be executed. */
  block(certain: boolean): void {
    if (++this.depth > DEEPEST) this.at = this.tokens.length;
    while (this.at < this.tokens.length && !this.is("}")) this.statement(certain);
    this.at++;
    this.depth--;
  }

  private statement(certain: boolean): void {
    if (this.is("{")) {
      this.at++;
      this.block(certain);
    } else if (this.is("if")) this.branch(certain);
    else if (this.is("function")) this.function();
    else if (this.is("document") && this.is(".", 1) && /^write(?:ln)?$/.test(this.peek(2)) && this.is("(", 3))
      this.write(certain);
    else if (this.is("$") || this.is("jQuery") || this.is("document")) this.fill(certain);
    else if (this.tokens[this.at]?.kind === "name") this.assignment(certain);
    else this.at++;
  }

  private branch(certain: boolean): void {
    // `else if` chains nest as blocks do.
    if (++this.depth > DEEPEST) this.at = this.tokens.length;
    this.at++;
    const end = this.closing("(", ")");
    const condition = this.is("(") && end > 0 ? this.values.expression(this.at + 1, end) : undefined;
    this.at = end > 0 ? end + 1 : this.at + 1;
    const known = condition !== undefined;
    this.branchPart(certain && known, known && !condition);
    if (this.is("else")) {
      this.at++;
      this.branchPart(certain && known, known && Boolean(condition));
    }
    this.depth--;
  }

  private branchPart(certain: boolean, skipped: boolean): void {
    if (!skipped) this.statement(certain);
    else if (this.is("{")) this.at = Math.max(this.closing("{", "}"), this.at) + 1;
    else this.at = this.endOfStatement() + 1;
  }

  /** An anonymous function is mostly `$(function () { … })` and runs; a named one may be called, or not. */
  private function(): void {
    const named = this.peek(1) !== "(";
    while (this.at < this.tokens.length && !this.is("{")) this.at++;
    this.at++;
    if (named) this.uncalled++;
    this.block(false);
    if (named) this.uncalled--;
  }

  private write(certain: boolean): void {
    this.at += 3;
    const end = this.closing("(", ")");
    if (end < 0) {
      this.at = this.tokens.length;
      return;
    }
    if (this.uncalled === 0)
      this.written += certain ? this.values.concatenation(this.at + 1, end) : UNKNOWN_TEXT;
    this.at = end + 1;
  }

  /** `$("#id").html(x)`, `document.getElementById("id").innerHTML = x`. */
  private fill(certain: boolean): void {
    const byId = this.is("document") && this.peek(2) === "getElementById";
    const open = this.at + (byId ? 3 : 1);
    const id = this.tokens[open + 1];
    if (this.tokens[open]?.value !== "(" || id?.kind !== "text" || this.tokens[open + 2]?.value !== ")") {
      this.at++;
      return;
    }
    const method = this.tokens[open + 4]?.value ?? "";
    const name = byId ? id.value : /^#([\w-]+)$/.exec(id.value)?.[1];
    this.at = open + 5;
    if (!name || !/^(?:html|text|append|innerHTML|innerText|textContent)$/.test(method)) return;
    const called = this.is("(");
    const end = called ? this.closing("(", ")") : this.endOfStatement();
    if (called ? end <= this.at + 1 : !this.is("=")) return;
    // Reading an element with .html() puts nothing into it; writing a later value over a known one wins.
    this.filled.set(name, certain ? this.values.concatenation(this.at + 1, end) : UNKNOWN_TEXT);
    this.at = end + 1;
  }

  private assignment(certain: boolean): void {
    if (this.is("var") || this.is("let") || this.is("const")) this.at++;
    const name = this.peek(0);
    if (this.peek(1) !== "=") {
      this.at++;
      return;
    }
    const end = this.endOfStatement();
    const open = this.tokens[this.at + 2];
    if (open?.value === "function" && open.kind === "name") {
      this.at += 2;
      this.uncalled++;
      this.function();
      this.uncalled--;
      return;
    }
    // What a function assigns may be its own.
    if (this.uncalled === 0)
      this.variables.set(name, certain ? this.values.expression(this.at + 2, end) : undefined);
    this.at = end + 1;
  }

  private closing(open: string, close: string): number {
    return this.closingAt(this.at, open, close);
  }

  private closingAt(from: number, open: string, close: string): number {
    let depth = 0;
    for (let at = from; at < this.tokens.length; at++) {
      if (--this.fuel < 0) return this.giveUp();
      const token = this.tokens[at];
      if (token?.kind !== "sign") continue;
      if (token.value === open) depth++;
      else if (token.value === close && --depth <= 0) return depth === 0 ? at : -1;
    }
    return -1;
  }

  private endOfStatement(): number {
    let depth = 0;
    for (let at = this.at; at < this.tokens.length; at++) {
      if (--this.fuel < 0) return this.giveUp();
      const token = this.tokens[at];
      if (depth === 0 && at > this.at + 2 && this.beginsLine(at)) return at - 1;
      if (token?.kind !== "sign") continue;
      if (token.value === "(" || token.value === "[" || token.value === "{") depth++;
      else if (token.value === ")" || token.value === "]" || token.value === "}") {
        if (--depth < 0) return at - 1;
      } else if (depth === 0 && token.value === ";") return at;
    }
    return this.tokens.length;
  }

  /** A statement that no semicolon parts from the one before. */
  private beginsLine(at: number): boolean {
    const [before, token] = [this.tokens[at - 1], this.tokens[at]];
    if (token?.kind !== "name" || !STATEMENTS.has(token.value)) return false;
    return before?.kind !== "sign" || before.value === ")";
  }

  private giveUp(): number {
    this.at = this.tokens.length;
    return -1;
  }

  private is(value: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.value === value && token.kind !== "text";
  }

  private peek(ahead: number): string {
    const token = this.tokens[this.at + ahead];
    return token && token.kind !== "text" ? token.value : "";
  }
}
