import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Logger } from "pino";
import { matchColumn } from "../catalogue/match.ts";
import { CLIENT_DEFAULTS, type Client, LiveClient, type Traffic } from "../crawler/client.ts";
import { GATHER_DEFAULTS, gather } from "../crawler/gather.ts";
import { folderOf, hostOf } from "../crawler/site.ts";
import { Evidence } from "../crawler/warc.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import { type Finding, isOpen, type Patrol } from "../domain/finding.ts";
import { InputError } from "../domain/input-error.ts";
import type { Portal, Unit } from "../domain/portal.ts";
import { type History, NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, dayOf, type Instant } from "../domain/time.ts";
import { rules } from "../rules/index.ts";
import type { PatrolRecord, Store } from "../store/store.ts";
import { type Conclusion, concludeFrom } from "./conclude.ts";
import { readBrief, writeBrief, writeEnding } from "./evidence-records.ts";
import type { LoadedPortal } from "./portal-file.ts";
import { rulesVersion, VERSION } from "./versions.ts";

/** What a patrol is asked to do. */
export interface PatrolOrder {
  readonly loaded: LoadedPortal;
  /** The portal file's path; with the other options it tells one command from another. */
  readonly portalPath: string;
  /** The instant that rules judge by; null: now, or that of the interrupted patrol that is resumed. */
  readonly asOf: Instant | null;
  /** Units by id; null: all. */
  readonly onlyUnits: readonly string[] | null;
  /** Ignore what earlier patrols know. */
  readonly fresh: boolean;
  /** Folder for the reports; null: the caller's default. */
  readonly out: string | null;
}

/** What a patrol works with. */
export interface PatrolTools {
  readonly store: Store;
  /** Folder for evidence. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly unitsDone: number;
  readonly units: number;
  readonly pages: number;
  /** The unit that was read last; null before the first. */
  readonly unit: string | null;
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

/** An interrupted patrol older than this is history: its pages no longer show today's portal. */
const RESUMABLE_MS = 24 * 3600 * 1000;
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
  const { patrol, startedAt } = await startPatrol(order, tools);
  const evidencePath = path.join(tools.dataDir, "patrols", patrol.id, "evidence.warc.gz");
  const evidence = await Evidence.open(evidencePath);
  const client = new LiveClient(evidence, { ...CLIENT_DEFAULTS, ...portal.crawl });
  try {
    const brief = await briefOf(patrol, order, units, evidence, tools);
    await gatherUnits(units, patrol, { portal, catalogue, client, known: brief.known }, evidence, tools);
    const visited = await tools.store.snapshotUnits(patrol.id);
    const conclusion = await concludeFrom({
      patrol,
      portal,
      catalogue,
      rules,
      units,
      known: brief.known,
      earlierPortalFacts: brief.portalFacts,
      visited,
      snapshotOf: (unit) => tools.store.snapshot(patrol.id, unit),
      historyOf: (unit) => brief.histories[unit],
      onRuleError: (unit, rule, error) => tools.log.error({ unit, rule, err: error }, "rule failed"),
    });
    await writeEnding(evidence, { visited, portalFacts: conclusion.portalFacts }, now());
    await evidence.sync();
    return {
      patrol,
      conclusion,
      evidencePath,
      traffic: client.traffic,
      startedAt,
      record: () =>
        tools.store.recordPatrol(patrol.id, {
          finishedAt: now(),
          result: conclusion.result,
          allFindings: conclusion.allFindings,
          portalFacts: conclusion.portalFacts,
          units: conclusion.units,
          on: dayOf(patrol.asOf, portal.timezone),
          warnings: [],
        }),
    };
  } finally {
    await client.close();
    await evidence.close();
  }
}

/** Reads one unit and keeps its snapshot. What is on record is not asked again. */
export async function gatherUnit(
  unit: Unit,
  patrol: Patrol,
  { store, ...reading }: UnitReading & { readonly store: Store },
  signal: AbortSignal,
  onPage: () => void = () => {},
): Promise<void> {
  await store.saveSnapshot(patrol.id, await readUnit(unit, patrol, reading, signal, onPage));
}

/** What a unit is read with. */
export interface UnitReading {
  readonly portal: Portal;
  readonly catalogue: Catalogue;
  readonly client: Client;
  /** Findings that were known when the patrol began. */
  readonly known: readonly Finding[];
}

/** One unit's snapshot, from whatever `client` answers. */
export function readUnit(
  unit: Unit,
  patrol: Patrol,
  { portal, catalogue, client, known }: UnitReading,
  signal: AbortSignal,
  onPage: () => void = () => {},
): Promise<UnitSnapshot> {
  const readTo = addDays(dayOf(patrol.asOf, portal.timezone), -portal.crawl.lookbackDays);
  return gather(unit, {
    client,
    limits: { ...GATHER_DEFAULTS, readTo },
    hosts: hostsOf(portal),
    others: portal.units.filter(({ id }) => id !== unit.id).map(({ url }) => folderOf(url)),
    classify: (columns) =>
      columns.map((column) => ({ ...column, category: matchColumn(column, catalogue, unit)?.code ?? null })),
    recheck: itemsToRecheck(known, unit),
    signal,
    onPage,
  });
}

/** Items on which findings of the unit rest that are not closed. */
function itemsToRecheck(known: readonly Finding[], { id }: Unit): string[] {
  const open = known.filter(({ unit, item, status }) => unit.id === id && item !== null && isOpen(status));
  return [...new Set(open.flatMap(({ item }) => (item ? [item.url] : [])))];
}

/** Hosts of the portal file's sites, with port. Nothing else is ever asked. */
export function hostsOf({ url, units, sharedColumns }: Portal): Set<string> {
  const own = units.flatMap((unit) => [unit.url, ...unit.columns.map((column) => column.url)]);
  return new Set([url, ...own, ...sharedColumns.map((column) => column.url)].map(hostOf));
}

async function gatherUnits(
  units: readonly Unit[],
  patrol: Patrol,
  reading: UnitReading,
  evidence: Evidence,
  { store, log, signal, onProgress }: PatrolTools,
): Promise<void> {
  const done = new Set(await store.snapshotUnits(patrol.id));
  const waiting = units.filter(({ id }) => !done.has(id));
  let pages = 0;
  let last: string | null = null;
  const report = () => onProgress?.({ unitsDone: done.size, units: units.length, pages, unit: last });
  const onPage = () => {
    pages += 1;
    if (pages % 20 === 0) report();
  };
  const work = async () => {
    for (let unit = waiting.shift(); unit; unit = waiting.shift()) {
      try {
        await gatherUnit(unit, patrol, { ...reading, store }, signal, onPage);
        // Evidence before the fact that rests on it, also after a power cut.
        await evidence.sync();
        done.add(unit.id);
      } catch (error) {
        if (signal.aborted) throw error;
        // Our own fault: the unit counts as not patrolled, and the patrol as incomplete.
        log.error({ unit: unit.id, err: error }, "unit not read");
      }
      last = unit.name;
      report();
    }
  };
  report();
  await Promise.all(Array.from({ length: UNITS_AT_ONCE }, work));
}

/** The interrupted patrol of the same order, or a new one. */
async function startPatrol(
  order: PatrolOrder,
  { store }: PatrolTools,
): Promise<{ patrol: Patrol; startedAt: Instant }> {
  const { portal, catalogue, portalText, catalogueText } = order.loaded;
  const key = sha256Of(
    JSON.stringify([
      path.resolve(order.portalPath),
      portalText,
      catalogueText,
      order.asOf,
      order.onlyUnits,
      order.fresh,
      VERSION,
    ]),
  );
  const interrupted = await store.unfinishedPatrol(portal.url, key);
  if (interrupted && isResumable(interrupted, order))
    return { patrol: patrolFrom(interrupted), startedAt: interrupted.startedAt };
  if (interrupted) await store.abandonPatrol(interrupted.id, now());
  const startedAt = now();
  const asOf = order.asOf ?? startedAt;
  const patrol: Patrol = {
    id: `${dayOf(asOf, portal.timezone)}-${randomBytes(4).toString("hex")}`,
    portal: portal.name,
    catalogue: catalogue.id,
    asOf,
    versions: { xuncha: VERSION, rules: rulesVersion(rules), catalogue: catalogue.version },
    onlyUnits: order.onlyUnits,
  };
  await store.createPatrol({
    ...patrol,
    portalKey: portal.url,
    key,
    startedAt,
    portalFile: portalText,
    catalogueFile: catalogueText,
    out: order.out,
  });
  return { patrol, startedAt };
}

function isResumable({ startedAt, versions }: PatrolRecord, { asOf }: PatrolOrder): boolean {
  if (versions.rules !== rulesVersion(rules)) return false;
  // With a given instant the caller wants just that patrol, however long ago it was begun.
  return asOf !== null || Date.now() - Date.parse(startedAt) < RESUMABLE_MS;
}

function patrolFrom({ id, portal, catalogue, asOf, versions, onlyUnits }: PatrolRecord): Patrol {
  return { id, portal, catalogue, asOf, versions, onlyUnits };
}

/** What earlier patrols knew, frozen into the evidence when the patrol began. */
async function briefOf(
  patrol: Patrol,
  { loaded, fresh }: PatrolOrder,
  units: readonly Unit[],
  evidence: Evidence,
  { store }: PatrolTools,
) {
  const earlier = await readBrief(evidence);
  if (earlier) return earlier;
  const portalKey = loaded.portal.url;
  const histories: Record<string, History> = {};
  for (const { id } of units) {
    histories[id] = fresh ? NO_HISTORY : await store.history(portalKey, id, null);
  }
  const whole = patrol.onlyUnits === null;
  const brief = {
    patrol,
    portalFile: loaded.portalText,
    catalogueFile: loaded.catalogueText,
    known: await store.knownFindings(portalKey),
    histories,
    portalFacts: whole ? null : ((await store.latestCompletePatrol(portalKey))?.portalFacts ?? null),
  };
  await writeBrief(evidence, brief, now());
  return brief;
}

/** The units that an order means. */
export function unitsOf({ loaded: { portal }, onlyUnits, portalPath }: PatrolOrder): readonly Unit[] {
  if (onlyUnits === null) return portal.units;
  const unknown = onlyUnits.find((id) => !portal.units.some((unit) => unit.id === id));
  if (unknown !== undefined) {
    const ids = portal.units.map(({ id }) => id).join("、");
    throw new InputError(portalPath, null, "--unit", `没有单位“${unknown}”；可选：${ids}`);
  }
  return portal.units.filter(({ id }) => onlyUnits.includes(id));
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
