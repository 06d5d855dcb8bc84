import { createHash, randomBytes } from "node:crypto";

/** Tells a token of xuncha from other secrets, for whoever finds one in a log. */
const PREFIX = "xun_";
const RANDOM_BYTES = 32;

/** A token that nobody can guess. Whoever bears it may do what its role allows. */
export function newToken(): string {
  return PREFIX + randomBytes(RANDOM_BYTES).toString("base64url");
}

/** What the store keeps of a token. No salt: what is hashed is random, and found by its hash alone. */
export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
