import { sha256Of } from "./warc-record.ts";

/** Of what a unit is known to have one in so many is looked at in a patrol: every fortnight, each in two years. */
const ONE_IN = 52;

/** The addresses whose turn it is to be looked at; the order of their digests goes round as patrols go by. */
export function inTurn(urls: readonly string[], patrols: number): string[] {
  const order = urls
    .map((url) => ({ url, digest: sha256Of(url) }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const count = Math.ceil(order.length / ONE_IN);
  const start = Math.floor((order.length * (patrols % ONE_IN)) / ONE_IN);
  return Array.from({ length: count }, (_, n) => order[(start + n) % order.length]?.url ?? "");
}
