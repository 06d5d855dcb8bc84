import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { type Client, type ClientSettings, LiveClient } from "../crawler/client.ts";
import type { Rendering } from "../crawler/gather.ts";
import type { SharedPace } from "../crawler/pace.ts";
import type { Traffic } from "../crawler/traffic.ts";
import type { Evidence } from "../crawler/warc.ts";
import type { Patrol } from "../domain/finding.ts";
import type { Unit } from "../domain/portal.ts";
import type { Instant } from "../domain/time.ts";
import type { Store } from "../store/store.ts";
import { now } from "./clock.ts";
import {
  type Gap,
  readGap,
  readSecondPass,
  type SecondPass,
  wasReadAgain,
  writeReadAgain,
  writeSecondPass,
} from "./gaps.ts";
import { gatherLinksAgain, gatherUnit, type UnitReading } from "./gather-unit.ts";

/** Each address is asked once more, and has long to answer. */
const PATIENCE = { headTimeoutMs: 60_000, timeoutMs: 180_000, attempts: 1 } as const;

/** A host that was down is given as much time as this share of what the patrol has taken, within bounds. */
const PAUSE_SHARE = 0.1;
const LEAST_PAUSE_MS = 10_000;
const MOST_PAUSE_MS = 600_000;
const LINKS_PAUSE_MS = 2_000;

export interface SecondPassGiven {
  readonly patrol: Patrol;
  readonly units: readonly Unit[];
  readonly reading: Omit<UnitReading, "client" | "rendering">;
  /**
   * How pages that need a browser are shown, their requests answered by this client; what could not be shown before
   * that moment is shown once more.
   */
  readonly renderingWith: (client: Client, askAgainBefore: Instant) => Rendering | null;
  readonly evidence: Evidence;
  readonly startedAt: Instant;
  /** How the first pass asked. */
  readonly settings: ClientSettings;
  readonly sharedPace: SharedPace | null;
  /** Where it departs from what is usual: a test cannot wait so long. */
  readonly hasty?: { readonly pauseMs: number; readonly client: Partial<ClientSettings> } | undefined;
}

export interface SecondPassTools {
  readonly store: Store;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onPage?: () => void;
  /** Told when there is something to do, before the hosts are given time. */
  readonly onBegin?: () => void;
}

/**
 * Reads again, once in a patrol, the units of which some page failed for a reason that may pass; of the others only
 * links that were gone are asked for once more. What is on
 * record is answered from there; only what failed so is asked again, with long time-outs and no grudge.
 * Interrupted, it goes on where it was. @returns What it asked; null where there was nothing to do.
 */
export async function secondPass(given: SecondPassGiven, tools: SecondPassTools): Promise<Traffic | null> {
  const { patrol, units, reading, evidence, settings, sharedPace, hasty } = given;
  const { store, log, signal } = tools;
  const pass = (await readSecondPass(evidence)) ?? (await planPass(given, tools));
  if (!pass) return null;
  const planned = new Set([...pass.units, ...pass.links]);
  const waiting = units.filter(({ id }) => planned.has(id) && !wasReadAgain(evidence, id));
  if (waiting.length === 0) return null;
  const client = new LiveClient(
    evidence,
    { ...settings, ...PATIENCE, ...hasty?.client, askAgainBefore: pass.at },
    sharedPace,
  );
  const again = { ...reading, client, rendering: given.renderingWith(client, pass.at), store, evidence };
  const work = async () => {
    for (let unit = waiting.shift(); unit; unit = waiting.shift()) {
      try {
        if (pass.units.includes(unit.id)) await gatherUnit(unit, patrol, again, signal, tools.onPage);
        else await gatherLinksAgain(unit.id, patrol, again, signal);
        await writeReadAgain(evidence, unit.id, now());
      } catch (error) {
        if (signal.aborted) throw error;
        // Its first snapshot stands.
        log.error({ unit: unit.id, err: error }, "unit not read again");
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: UNITS_AT_ONCE }, work));
  } finally {
    await client.close();
  }
  const { askedAgain, gotAgain } = client.traffic;
  log.info({ patrol: patrol.id, units: waiting.length, askedAgain, gotAgain }, "second pass");
  return client.traffic;
}

const UNITS_AT_ONCE = 4;

/** Decides which units are read again, and gives the hosts that failed last some time. */
async function planPass(
  { patrol, units, evidence, startedAt, hasty }: SecondPassGiven,
  { store, signal, onBegin }: SecondPassTools,
): Promise<SecondPass | null> {
  const visited = await store.snapshotUnits(patrol.id);
  const gaps: (Gap & { readonly id: string })[] = [];
  for (const { id } of units) {
    const gap = visited.includes(id) ? await readGap(evidence, id) : null;
    if (gap !== null) gaps.push({ id, ...gap });
  }
  if (gaps.length === 0) return null;
  onBegin?.();
  const takenMs = Date.now() - Date.parse(startedAt);
  // No host was down where links alone are asked for again: the patrol itself has taken its time since.
  const usual = gaps.some(({ of }) => of === "page")
    ? Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, PAUSE_SHARE * takenMs))
    : LINKS_PAUSE_MS;
  const pauseMs = hasty?.pauseMs ?? usual;
  const lastMs = Math.max(...gaps.map(({ at }) => Date.parse(at)));
  const waitMs = lastMs + pauseMs - Date.now();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal });
  const idsOf = (of: Gap["of"]) => gaps.filter((gap) => gap.of === of).map(({ id }) => id);
  const pass: SecondPass = { units: idsOf("page"), links: idsOf("links"), at: now() };
  await writeSecondPass(evidence, pass);
  return pass;
}
