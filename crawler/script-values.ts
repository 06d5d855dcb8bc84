import type { Token } from "./script-tokens.ts";
import { UNKNOWN_TEXT } from "./text-marks.ts";

/** What a piece of a script comes to; undefined where its source does not say. */
export type Value = string | number | boolean | undefined;

/** Longer expressions are no plain sums or comparisons. */
const LONGEST_EXPRESSION = 400;

/** Works out expressions of literals, known variables, sums, comparisons and a few methods of texts. */
export class Expressions {
  private readonly tokens: readonly Token[];
  private readonly variables: ReadonlyMap<string, Value>;

  constructor(tokens: readonly Token[], variables: ReadonlyMap<string, Value>) {
    this.tokens = tokens;
    this.variables = variables;
  }

  /** A sum of literals and variables as text, each unknown piece as a mark. */
  concatenation(from: number, to: number): string {
    const pieces = this.split(from, to, "+").map(([start, end]) => this.expression(start, end));
    return pieces.map((piece) => (piece === undefined ? UNKNOWN_TEXT : String(piece))).join("");
  }

  /** The value of the words `from` up to, not including, `to`. */
  expression(from: number, to: number): Value {
    if (to - from > LONGEST_EXPRESSION) return undefined;
    for (const sign of ["||", "&&"] as const) {
      const parts = this.split(from, to, sign);
      if (parts.length > 1)
        return either(
          sign,
          parts.map(([start, end]) => this.expression(start, end)),
        );
    }
    for (const sign of ["===", "!==", "==", "!=", ">=", "<=", ">", "<"]) {
      const parts = this.split(from, to, sign);
      const [left, right] = parts;
      if (left && right && parts.length === 2)
        return compared(sign, this.expression(...left), this.expression(...right));
    }
    const sum = this.split(from, to, "+");
    if (sum.length > 1) {
      const values = sum.map(([start, end]) => this.expression(start, end));
      return values.includes(undefined) ? undefined : values.map(String).join("");
    }
    return this.single(from, to);
  }

  private single(from: number, to: number): Value {
    const first = this.tokens[from];
    if (!first || to <= from) return undefined;
    if (first.value === "!" && first.kind === "sign") {
      const inner = this.single(from + 1, to);
      return inner === undefined ? undefined : !inner;
    }
    if (first.value === "-" && this.tokens[from + 1]?.kind === "number" && to === from + 2)
      return -Number(this.tokens[from + 1]?.value);
    if (first.value === "(" && first.kind === "sign" && this.closingAt(from) === to - 1)
      return this.expression(from + 1, to - 1);
    const value =
      first.kind === "text"
        ? first.value
        : first.kind === "number"
          ? Number(first.value)
          : this.variables.get(first.value);
    return to === from + 1 ? value : this.member(value, from + 1, to);
  }

  /** `.length`, `.indexOf("x")`, `.substring(0, 10)` and their like, of a known text. */
  private member(value: Value, from: number, to: number): Value {
    if (typeof value !== "string" || this.tokens[from]?.value !== ".") return undefined;
    const name = this.tokens[from + 1]?.value;
    if (name === "length" && to === from + 2) return value.length;
    const end = this.closingAt(from + 2);
    if (end !== to - 1) return undefined;
    const given = to - from > 4 ? this.split(from + 3, end, ",").map((part) => this.expression(...part)) : [];
    if (given.includes(undefined)) return undefined;
    const [first, second] = given;
    if (name === "trim") return value.trim();
    if (name === "indexOf") return value.indexOf(String(first));
    const [start, stop] = [Number(first), second === undefined ? undefined : Number(second)];
    if (name === "substring") return value.substring(start, stop);
    if (name === "slice") return value.slice(start, stop);
    if (name === "substr") return value.slice(start, stop === undefined ? undefined : start + stop);
    return undefined;
  }

  private split(from: number, to: number, sign: string): [number, number][] {
    const parts: [number, number][] = [];
    let depth = 0;
    let start = from;
    for (let at = from; at < to; at++) {
      const token = this.tokens[at];
      if (token?.kind !== "sign") continue;
      if (token.value === "(" || token.value === "[" || token.value === "{") depth++;
      else if (token.value === ")" || token.value === "]" || token.value === "}") depth--;
      else if (depth === 0 && token.value === sign) {
        parts.push([start, at]);
        start = at + 1;
      }
    }
    parts.push([start, to]);
    return parts;
  }

  private closingAt(from: number): number {
    let depth = 0;
    for (let at = from; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (token?.kind !== "sign") continue;
      if (token.value === "(") depth++;
      else if (token.value === ")" && --depth <= 0) return depth === 0 ? at : -1;
    }
    return -1;
  }
}

function either(sign: "||" | "&&", values: readonly Value[]): Value {
  const deciding = values.find((value) => value !== undefined && Boolean(value) === (sign === "||"));
  if (deciding !== undefined) return deciding;
  return values.includes(undefined) ? undefined : values.at(-1);
}

function compared(sign: string, left: Value, right: Value): Value {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] =
    typeof left === "number" || typeof right === "number" ? [Number(left), Number(right)] : [left, right];
  if (sign.startsWith("==")) return a === b;
  if (sign.startsWith("!=")) return a !== b;
  if (sign === ">") return a > b;
  if (sign === "<") return a < b;
  return sign === ">=" ? a >= b : a <= b;
}
