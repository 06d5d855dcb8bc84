import { createHash } from "node:crypto";

/** What may run in any answer of the API: nothing. */
export const NOTHING_RUNS = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The policy of a page that holds exactly this style and, unless null, this script. */
export function pagePolicy({
  style,
  script,
}: {
  readonly style: string;
  readonly script: string | null;
}): string {
  return [
    "default-src 'none'",
    `style-src ${digestOf(style)}`,
    ...(script === null ? [] : [`script-src ${digestOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
