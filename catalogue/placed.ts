import { isMap, isScalar, isSeq, type Node, Scalar } from "yaml";
import { InputError } from "../domain/input-error.ts";
import type { Text } from "../domain/outcome.ts";
import { type CalendarDate, calendarDate } from "../domain/time.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What a number may be. `max` is inclusive. */
export interface Range {
  readonly min: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** A key without a value, where the parser has no node for it. */
const BLANK: Node = new Scalar(null);

/**
 * A value that knows its place in its file. Each method reads it as something; what it is not is reported to
 * the file, and a harmless stand-in is returned so that reading goes on. An absent value reads as the
 * stand-in without a word: its absence has been reported where it matters.
 */
export class Placed {
  constructor(
    private readonly file: YamlFile,
    /** null: absent. */
    private readonly node: Node | null,
    /** `units[2].kind`; empty for the file. */
    readonly key: string,
    /** 1-based: that of its name, or of its beginning in a list. */
    readonly line: number,
  ) {}

  get absent(): boolean {
    return this.node === null;
  }

  report(problem: Text): void {
    this.file.report(this.line, this.key, problem);
  }

  /** A fault at this place that nothing can follow. */
  fault(problem: Text): InputError {
    return new InputError(this.file.name, this.line, this.key, problem[this.file.lang]);
  }

  /** The mapping's values by name. Unknown, repeated and missing names are reported. */
  fields<R extends string, O extends string = never>(
    required: readonly R[],
    optional: readonly O[] = [],
  ): Readonly<Record<R | O, Placed>> {
    const names: readonly string[] = [...required, ...optional];
    const found = new Map<string, Placed>();
    if (this.isMapping()) {
      for (const [name, placed] of this.entries()) {
        if (names.includes(name)) found.set(name, placed);
        else placed.report(unknownKey(name, names));
      }
      for (const name of required) {
        const placed = found.get(name);
        if (!placed) this.file.report(this.line, this.keyOf(name), missing(name));
      }
    }
    const placed = (name: string) =>
      found.get(name) ?? new Placed(this.file, null, this.keyOf(name), this.line);
    return Object.fromEntries(names.map((name) => [name, placed(name)])) as Record<R | O, Placed>;
  }

  /** A mapping whose names are the user's own. Repeated names are reported. */
  entries(): (readonly [string, Placed])[] {
    if (!isMap(this.node)) {
      this.isMapping();
      return [];
    }
    const seen = new Set<string>();
    const entries: (readonly [string, Placed])[] = [];
    for (const { key, value } of this.node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const line = this.file.lineOf(key) ?? this.line;
      if (seen.has(name)) this.file.report(line, this.keyOf(name), repeated(name));
      else entries.push([name, this.placed(value as Node | null, this.keyOf(name), line)]);
      seen.add(name);
    }
    return entries;
  }

  list<T>(read: (item: Placed) => T, atLeast = 0): T[] {
    if (this.absent) return [];
    if (!isSeq(this.node)) {
      this.expected({ zh: "列表", en: "a list" });
      return [];
    }
    if (this.node.items.length < atLeast) this.report({ zh: "至少要有一项", en: "needs at least one entry" });
    return this.node.items.map((item, n) =>
      read(this.placed(item as Node | null, `${this.key}[${n}]`, this.file.lineOf(item) ?? this.line)),
    );
  }

  /** Text that is not blank, without the white space around it. */
  text(what: Text = { zh: "文字", en: "text" }): string {
    const value = this.scalar();
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    const quotes: Text = { zh: "，请加引号", en: "; put it in quotes" };
    const hint = typeof value === "number" || typeof value === "boolean" ? quotes : { zh: "", en: "" };
    this.expected(what, hint);
    return "";
  }

  number({ min, max = Number.POSITIVE_INFINITY, integer = false }: Range): number {
    const value = this.scalar();
    if (typeof value === "number" && value >= min && value <= max && (!integer || Number.isInteger(value)))
      return value;
    const [zh, en] = integer ? ["整数", "a whole number"] : ["数", "a number"];
    const most: Text =
      max === Number.POSITIVE_INFINITY
        ? { zh: "", en: "" }
        : { zh: `、不大于 ${max}`, en: ` and at most ${max}` };
    this.expected({ zh: `不小于 ${min}${most.zh} 的${zh}`, en: `${en} of at least ${min}${most.en}` });
    return min;
  }

  boolean(): boolean {
    const value = this.scalar();
    if (typeof value === "boolean") return value;
    this.expected({ zh: "true 或 false", en: "true or false" });
    return false;
  }

  oneOf<const T extends string>(values: readonly [T, ...T[]]): T {
    const value = this.scalar();
    const found = values.find((v) => v === value);
    if (found === undefined)
      this.expected({ zh: `以下之一：${values.join("、")}`, en: `one of: ${values.join(", ")}` });
    return found ?? values[0];
  }

  day(): CalendarDate {
    const value = this.scalar();
    const [, year, month, day] =
      typeof value === "string" ? (/^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []) : [];
    const read = year ? calendarDate(Number(year), Number(month), Number(day)) : null;
    if (read === null)
      this.expected({ zh: "日历上有的日期，如 2016-06-01", en: "a day of the calendar, as 2016-06-01" });
    return read ?? "1970-01-01";
  }

  /** An http or https address, in the form in which addresses are compared. */
  url(): string {
    const value = this.scalar();
    const url = typeof value === "string" ? parsedUrl(value.trim()) : null;
    if (url === null)
      this.expected({
        zh: "以 http:// 或 https:// 开头的完整网址，不含用户名和口令",
        en: "a full address that begins with http:// or https://, without user name and password",
      });
    return url ?? "";
  }

  /** What `read` makes of it, or `otherwise` where it is absent or left blank. */
  or<T, U>(otherwise: U, read: (placed: Placed) => T): T | U {
    return this.absent || this.scalar() === null ? otherwise : read(this);
  }

  /** Reports that something else was expected here; says nothing of an absent value. */
  expected(what: Text, hint: Text = { zh: "", en: "" }): void {
    if (this.absent) return;
    const found = described(this.node);
    this.report({
      zh: `应为${what.zh}，现为${found.zh}${hint.zh}`,
      en: `expected ${what.en}, found ${found.en}${hint.en}`,
    });
  }

  /** The scalar as YAML reads it; undefined for a mapping, a list and an absent value. */
  scalar(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  /** The value under a name or position; null where there is none. */
  inner(step: string | number): Placed | null {
    if (isSeq(this.node)) return this.list((item) => item)[Number(step)] ?? null;
    return isMap(this.node) ? (this.entries().find(([name]) => name === step)?.[1] ?? null) : null;
  }

  private isMapping(): boolean {
    if (!isMap(this.node)) this.expected({ zh: "一组键", en: "a mapping" });
    return isMap(this.node);
  }

  private keyOf(name: string): string {
    return this.key === "" ? name : `${this.key}.${name}`;
  }

  private placed(node: Node | null, key: string, line: number): Placed {
    return new Placed(this.file, this.file.resolved(node) ?? BLANK, key, line);
  }
}

/** What a value is, for a message: `数 2.01`. */
function described(node: Node | null): Text {
  if (isMap(node)) return { zh: "一组键", en: "a mapping" };
  if (isSeq(node)) return { zh: "列表", en: "a list" };
  const value = isScalar(node) ? node.value : null;
  if (value === null) return { zh: "空", en: "nothing" };
  if (typeof value === "string") return { zh: `“${value}”`, en: `“${value}”` };
  const written = isScalar(node) ? (node.source ?? String(value)) : String(value);
  return typeof value === "boolean"
    ? { zh: `真假值 ${written}`, en: `the truth value ${written}` }
    : { zh: `数 ${written}`, en: `the number ${written}` };
}

function unknownKey(name: string, known: readonly string[]): Text {
  return {
    zh: `不认识的键 ${name}；此处可用：${known.join("、")}`,
    en: `unknown key ${name}; known here: ${known.join(", ")}`,
  };
}

function missing(name: string): Text {
  return { zh: `缺少必填的键 ${name}`, en: `the key ${name} is missing` };
}

function repeated(name: string): Text {
  return { zh: `键 ${name} 重复`, en: `the key ${name} stands twice` };
}

function parsedUrl(text: string): string | null {
  if (!/^https?:\/\/[^\s/?#]\S*$/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === "" && url.password === "" ? url.href : null;
}
