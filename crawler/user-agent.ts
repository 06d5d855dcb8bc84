import { ROBOT } from "./robots.ts";

/**
 * How requests introduce themselves: by name, version and whom to turn to. What a header cannot hold of the
 * contact is written as in an address (`%E7%94%B5`).
 * @param contact A telephone number, an email or web address, with words around it or without; null: none is given.
 */
export function userAgentOf(version: string, contact: string | null): string {
  const about = contact === null ? "patrol of government information columns" : `+${headerSafe(contact)}`;
  return `Mozilla/5.0 (compatible; ${ROBOT}/${version}; ${about})`;
}

/** Printable ASCII without what ends or parts a comment of the header. */
function headerSafe(text: string): string {
  const safe = Buffer.from(text.trim().replace(/\s+/g, " "), "utf8");
  return [...safe].map((byte) => (isSafe(byte) ? String.fromCharCode(byte) : escaped(byte))).join("");
}

const UNSAFE = new Set([...'();\\%"'].map((char) => char.charCodeAt(0)));

function isSafe(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f && !UNSAFE.has(byte);
}

function escaped(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
