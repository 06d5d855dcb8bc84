import { readFileSync } from "node:fs";
import type { Rule } from "../audit/rule.ts";
import { sha256Of } from "../crawler/warc-record.ts";

/** This program's version. */
export const VERSION: string = packageVersion();

/** Digest of what the rules say, ask and demand: it changes when one of them does. */
export function rulesVersion(rules: readonly Rule[]): string {
  const told = rules.map(({ examples: _, ...rule }) =>
    JSON.stringify(rule, (_key, value) => (typeof value === "function" ? String(value) : value)),
  );
  return sha256Of(told.join("\n")).slice(0, 16);
}

function packageVersion(): string {
  // From a checkout the package file is one folder up; from the built package two.
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
      if (name === "xuncha") return version;
    } catch {
      // Looked for in the next place.
    }
  }
  return "0.0.0";
}
