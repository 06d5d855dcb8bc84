import path from "node:path";
import type { Logger } from "pino";
import type { HeadlessBrowser } from "../crawler/browser.ts";
import { type Client, type ClientSettings, LiveClient } from "../crawler/client.ts";
import { sumOf, type Traffic } from "../crawler/traffic.ts";
import { Evidence } from "../crawler/warc.ts";
import type { Patrol } from "../domain/finding.ts";
import type { Portal, Unit } from "../domain/portal.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { dayOf, type Instant } from "../domain/time.ts";
import { rules } from "../rules/index.ts";
import type { Store } from "../store/store.ts";
import { clientSettings } from "./client-settings.ts";
import { now } from "./clock.ts";
import { type Conclusion, concludeFrom } from "./conclude.ts";
import { type EarlierEvidence, earlierEvidence } from "./earlier-evidence.ts";
import { type Brief, readMemory, writeEnding } from "./evidence-records.ts";
import { gatherUnit, type UnitReading } from "./gather-unit.ts";
import type { LoadedPortal } from "./portal-file.ts";
import { Display, type Progress } from "./progress-display.ts";
import { liveRendering } from "./rendering.ts";
import { takeScreenshots } from "./screenshots.ts";
import { type SecondPassGiven, secondPass } from "./second-pass.ts";
import { briefOf, type PatrolOrder, startPatrol, unitsOf } from "./start-patrol.ts";

/** What a patrol works with. */
export interface PatrolTools {
  readonly store: Store;
  /** Folder for evidence. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Where the client departs from `CLIENT_DEFAULTS` and the portal file. */
  readonly client?: Partial<ClientSettings>;
  /** Shows pages that need a browser; null or left out: there is none. */
  readonly browser?: HeadlessBrowser | null;
  /** Where the second pass departs from what is usual. */
  readonly secondPass?: SecondPassGiven["hasty"];
  readonly onProgress?: (progress: Progress) => void;
}

/** A patrol whose units have been read and judged, but which is not yet recorded. */
export interface ConcludedPatrol {
  readonly patrol: Patrol;
  readonly conclusion: Conclusion;
  readonly evidencePath: string;
  readonly traffic: Traffic;
  readonly startedAt: Instant;
  /** Remembers it. Reports are written before, so that a patrol that is remembered has its reports. */
  record(): Promise<void>;
}

/** Units read side by side. The pace of a host holds over all of them. */
const UNITS_AT_ONCE = 4;

/**
 * One patrol in this process: plan, gather each unit, conclude. The same order, given again after an
 * interruption, goes on where it stopped.
 * @throws InputError for an unknown unit; the signal's reason where it is aborted (what was read is kept).
 */
export async function runPatrol(order: PatrolOrder, tools: PatrolTools): Promise<ConcludedPatrol> {
  const { portal, catalogue } = order.loaded;
  const units = unitsOf(order);
  const { patrol, startedAt } = await startPatrol(order, tools.store);
  const evidencePath = path.join(tools.dataDir, "patrols", patrol.id, "evidence.warc.gz");
  const evidence = await Evidence.open(evidencePath);
  let client: LiveClient | null = null;
  let earlier: EarlierEvidence | null = null;
  try {
    const brief = await briefOf(patrol, order, units, evidence, tools.store);
    earlier = await earlierEvidence(tools.dataDir, brief.earlierPatrols);
    const display = new Display(units.length, tools.onProgress);
    const settings = {
      ...clientSettings(portal),
      onQuiet: (untilMs: number) => display.quiet(untilMs),
      ...tools.client,
    };
    client = new LiveClient(evidence, settings, null, earlier.page);
    const renderingWith = (asking: Client, askAgainBefore: Instant | null = null) =>
      liveRendering(brief.render, tools.browser ?? null, {
        portal,
        client: asking,
        evidence,
        askAgainBefore,
      });
    const memoryOf = (unitId: string) => readMemory(evidence, unitId);
    const reading = { portal, catalogue, memoryOf };
    const first = { ...reading, client, rendering: renderingWith(client) };
    await gatherUnits(units, patrol, first, evidence, tools, display);
    const given = { patrol, units, reading, renderingWith, evidence, startedAt, settings, sharedPace: null };
    const again = await secondPass(
      { ...given, hasty: tools.secondPass },
      { ...tools, onPage: () => display.page(), onBegin: () => display.again() },
    );
    const conclusion = await concludePatrol(patrol, order.loaded, units, brief, evidence, tools);
    const { timezone } = portal;
    const { browser = null, signal } = tools;
    await takeScreenshots(conclusion.result, brief.render, browser, evidence, { timezone, signal });
    return {
      patrol,
      conclusion,
      evidencePath,
      traffic: again ? sumOf(client.traffic, again) : client.traffic,
      startedAt,
      record: () => recordPatrol(patrol, conclusion, portal, tools.store),
    };
  } finally {
    await client?.close();
    await earlier?.close();
    await evidence.close();
  }
}

/** Judges what was read of a patrol's units, and writes into the evidence how it ended. Nothing is recorded yet. */
export async function concludePatrol(
  patrol: Patrol,
  { portal, catalogue }: LoadedPortal,
  units: readonly Unit[],
  brief: Brief,
  evidence: Evidence,
  { store, log }: Pick<PatrolTools, "store" | "log">,
): Promise<Conclusion> {
  const visited = await store.snapshotUnits(patrol.id);
  const conclusion = await concludeFrom({
    patrol,
    portal,
    catalogue,
    rules,
    units,
    visited,
    known: brief.known,
    earlierPortalFacts: brief.portalFacts,
    snapshotOf: (unit) => store.snapshot(patrol.id, unit),
    historyOf: async (unit) => (await readMemory(evidence, unit))?.history ?? NO_HISTORY,
    onRuleError: (unit, rule, error) => log.error({ unit, rule, err: error }, "rule failed"),
  });
  await writeEnding(evidence, { visited, portalFacts: conclusion.portalFacts }, now());
  await evidence.sync();
  return conclusion;
}

/** Remembers what a patrol came to. */
export function recordPatrol(
  { id, asOf }: Patrol,
  { result, allFindings, portalFacts, units }: Conclusion,
  { timezone }: Portal,
  store: Store,
): Promise<void> {
  return store.recordPatrol(id, {
    finishedAt: now(),
    result,
    allFindings,
    portalFacts,
    units,
    on: dayOf(asOf, timezone),
    warnings: [],
  });
}

async function gatherUnits(
  units: readonly Unit[],
  patrol: Patrol,
  reading: UnitReading,
  evidence: Evidence,
  { store, log, signal }: PatrolTools,
  display: Display,
): Promise<void> {
  const done = new Set(await store.snapshotUnits(patrol.id));
  const waiting = units.filter(({ id }) => !done.has(id));
  const work = async () => {
    for (let unit = waiting.shift(); unit; unit = waiting.shift()) {
      try {
        await gatherUnit(unit, patrol, { ...reading, store, evidence }, signal, () => display.page());
        done.add(unit.id);
      } catch (error) {
        if (signal.aborted) throw error;
        // Our own fault: the unit counts as not patrolled, and the patrol as incomplete.
        log.error({ unit: unit.id, err: error }, "unit not read");
      }
      display.unit(unit.name, done.size);
    }
  };
  display.unit(null, done.size);
  await Promise.all(Array.from({ length: UNITS_AT_ONCE }, work));
}
