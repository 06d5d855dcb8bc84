import type { Answer } from "../crawler/answer.ts";
import type { Client } from "../crawler/client.ts";
import { mayPassLater } from "../crawler/passing.ts";
import type { Evidence } from "../crawler/warc.ts";
import type { Instant } from "../domain/time.ts";

// What is remembered of a patrol's second pass, in its evidence: a patrol that goes on after an interruption
// neither forgets it nor makes another.

/** Units that are to be read again, and when that was decided: what failed before is asked once more. */
export interface SecondPass {
  readonly units: readonly string[];
  /** Further units, of which only links that were gone are asked for once more. */
  readonly links: readonly string[];
  readonly at: Instant;
}

const PASS = "urn:xuncha:second-pass";
const gapName = (unitId: string) => `urn:xuncha:gap/${encodeURIComponent(unitId)}`;
const againName = (unitId: string) => `${PASS}/${encodeURIComponent(unitId)}`;

/** A client that tells whether any of its answers failed for a reason that may pass. */
export interface WatchedClient extends Client {
  readonly failed: boolean;
}

export function watchedClient(client: Client): WatchedClient {
  let failed = false;
  return {
    get failed() {
      return failed;
    },
    async get(...request): Promise<Answer> {
      const answer = await client.get(...request);
      failed ||= mayPassLater(answer);
      return answer;
    },
    leaveOut: async (...request) => client.leaveOut?.(...request),
  };
}

/** What a unit is to be asked for once more. */
export interface Gap {
  /** When it was read. */
  readonly at: Instant;
  /** `page`: some page of it failed for a reason that may pass; `links`: only links of its pages were gone. */
  readonly of: "page" | "links";
}

export async function writeGap(evidence: Evidence, unitId: string, gap: Gap): Promise<void> {
  await evidence.putResource(gapName(unitId), JSON_TYPE, bytesOf(gap), gap.at);
}

/** null: there is nothing to ask for once more. */
export function readGap(evidence: Evidence, unitId: string): Promise<Gap | null> {
  return read<Gap>(evidence, gapName(unitId));
}

export async function writeSecondPass(evidence: Evidence, pass: SecondPass): Promise<void> {
  await evidence.putResource(PASS, JSON_TYPE, bytesOf(pass), pass.at);
}

/** null: it has not begun. */
export function readSecondPass(evidence: Evidence): Promise<SecondPass | null> {
  return read<SecondPass>(evidence, PASS);
}

export async function writeReadAgain(evidence: Evidence, unitId: string, at: Instant): Promise<void> {
  await evidence.putResource(againName(unitId), JSON_TYPE, bytesOf({ at }), at);
}

export function wasReadAgain(evidence: Evidence, unitId: string): boolean {
  return evidence.has(againName(unitId));
}

const JSON_TYPE = "application/json";
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

async function read<T>(evidence: Evidence, name: string): Promise<T | null> {
  const bytes = await evidence.resource(name);
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as T) : null; // written by this file alone
}
