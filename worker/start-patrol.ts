import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Evidence } from "../crawler/warc.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Finding, Patrol } from "../domain/finding.ts";
import { InputError } from "../domain/input-error.ts";
import type { Unit } from "../domain/portal.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { dayOf, type Instant } from "../domain/time.ts";
import { rules } from "../rules/index.ts";
import type { PatrolRecord, Store } from "../store/store.ts";
import { now } from "./clock.ts";
import { type Brief, hasMemory, readBrief, readMemory, writeBrief, writeMemory } from "./evidence-records.ts";
import { itemsToRecheck } from "./gather-unit.ts";
import type { LoadedPortal } from "./portal-file.ts";
import type { RenderMode } from "./rendering.ts";
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
  /** When a browser shows pages; null or left out: as the portal file says. */
  readonly render?: RenderMode | null;
  /** Folder for the reports; null: the caller's default. */
  readonly out: string | null;
}

/** An interrupted patrol older than this is history: its pages no longer show today's portal. */
const RESUMABLE_MS = 24 * 3600 * 1000;

/** The interrupted patrol of the same order, or a new one. */
export async function startPatrol(
  order: PatrolOrder,
  store: Store,
): Promise<{ patrol: Patrol; startedAt: Instant }> {
  const { portal } = order.loaded;
  const key = keyOf(order);
  const interrupted = await store.unfinishedPatrol(portal.url, key);
  if (interrupted && isResumable(interrupted, order))
    return { patrol: patrolFrom(interrupted), startedAt: interrupted.startedAt };
  if (interrupted) await store.abandonPatrol(interrupted.id, now());
  const startedAt = now();
  const patrol = await createPatrol(order, randomBytes(4).toString("hex"), startedAt, store);
  return { patrol, startedAt };
}

/** A new patrol in the store. `suffix` makes its id unlike that of others of the same day. */
export async function createPatrol(
  order: PatrolOrder,
  suffix: string,
  startedAt: Instant,
  store: Store,
): Promise<Patrol> {
  const { portal, catalogue, portalText, catalogueText } = order.loaded;
  const asOf = order.asOf ?? startedAt;
  const patrol: Patrol = {
    id: `${dayOf(asOf, portal.timezone)}-${suffix}`,
    portal: portal.name,
    catalogue: catalogue.id,
    asOf,
    versions: { xuncha: VERSION, rules: rulesVersion(rules), catalogue: catalogue.version },
    onlyUnits: order.onlyUnits,
  };
  await store.createPatrol({
    ...patrol,
    portalKey: portal.url,
    key: keyOf(order),
    startedAt,
    portalFile: portalText,
    catalogueFile: catalogueText,
    out: order.out,
  });
  return patrol;
}

function keyOf({ loaded, portalPath, asOf, onlyUnits, fresh, render = null }: PatrolOrder): string {
  const { portalText, catalogueText } = loaded;
  return sha256Of(
    JSON.stringify([
      path.resolve(portalPath),
      portalText,
      catalogueText,
      asOf,
      onlyUnits,
      fresh,
      render,
      VERSION,
    ]),
  );
}

function isResumable({ startedAt, versions }: PatrolRecord, { asOf }: PatrolOrder): boolean {
  if (versions.rules !== rulesVersion(rules)) return false;
  // With a given instant the caller wants just that patrol, however long ago it was begun.
  return asOf !== null || Date.now() - Date.parse(startedAt) < RESUMABLE_MS;
}

/** A patrol's record without what the store adds to it. */
export function patrolFrom({ id, portal, catalogue, asOf, versions, onlyUnits }: PatrolRecord): Patrol {
  return { id, portal, catalogue, asOf, versions, onlyUnits };
}

/** What earlier patrols knew, frozen into the evidence when the patrol began. */
export async function briefOf(
  patrol: Patrol,
  { loaded, fresh, render = null }: Pick<PatrolOrder, "loaded" | "fresh" | "render">,
  units: readonly Unit[],
  evidence: Evidence,
  store: Store,
): Promise<Brief> {
  const earlier = await readBrief(evidence);
  if (earlier) return earlier;
  const portalKey = loaded.portal.url;
  const known = await store.knownFindings(portalKey);
  const earlierPatrols = new Set<string>();
  for (const { id } of units) {
    if (!hasMemory(evidence, id)) await freezeMemory(id, { portalKey, fresh, known }, evidence, store);
    const lastPatrol = (await readMemory(evidence, id))?.history.lastPatrol;
    if (lastPatrol) earlierPatrols.add(lastPatrol);
  }
  const whole = patrol.onlyUnits === null;
  const brief = {
    patrol,
    portalFile: loaded.portalText,
    catalogueFile: loaded.catalogueText,
    known,
    earlierPatrols: [...earlierPatrols].sort().reverse(),
    render: render ?? loaded.portal.crawl.render,
    portalFacts: whole ? null : ((await store.latestCompletePatrol(portalKey))?.portalFacts ?? null),
  };
  await writeBrief(evidence, brief, now());
  return brief;
}

/** Writes into the evidence what is known of a unit, before its first page is asked. */
export async function freezeMemory(
  unitId: string,
  given: { readonly portalKey: string; readonly fresh: boolean; readonly known: readonly Finding[] },
  evidence: Evidence,
  store: Store,
): Promise<void> {
  const history = given.fresh ? NO_HISTORY : await store.history(given.portalKey, unitId, null);
  const last = history.lastPatrol === null ? null : await store.patrol(history.lastPatrol);
  // Another version of the program may read the same page otherwise: it takes nothing over.
  const { columns, links } = last?.versions.xuncha === VERSION ? history : NO_HISTORY;
  const recheck = itemsToRecheck(given.known, unitId);
  await writeMemory(evidence, unitId, { history: { ...history, columns, links }, recheck }, now());
}

/** The units that an order means. */
export function unitsOf({
  loaded: { portal },
  onlyUnits,
  portalPath,
}: Pick<PatrolOrder, "loaded" | "onlyUnits" | "portalPath">): readonly Unit[] {
  if (onlyUnits === null) return portal.units;
  const unknown = onlyUnits.find((id) => !portal.units.some((unit) => unit.id === id));
  if (unknown !== undefined) {
    const ids = portal.units.map(({ id }) => id).join("、");
    throw new InputError(portalPath, null, "--unit", `没有单位“${unknown}”；可选：${ids}`);
  }
  return portal.units.filter(({ id }) => onlyUnits.includes(id));
}
