import type { Evidence } from "../crawler/warc.ts";
import type { Finding, Patrol } from "../domain/finding.ts";
import type { History, PortalFacts } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import type { RenderMode } from "./rendering.ts";

/** What the evidence of a patrol holds besides pages: all that an audit without network and store needs. */
export interface Brief {
  readonly patrol: Patrol;
  readonly portalFile: string;
  readonly catalogueFile: string;
  /** Findings of the portal as earlier patrols left them. */
  readonly known: readonly Finding[];
  /** When a browser showed pages. */
  readonly render: RenderMode;
  /** The portal's facts that an earlier complete patrol derived, for a patrol of some units; else null. */
  readonly portalFacts: PortalFacts | null;
  /** Ids of the patrols whose evidence holds what was received last, newest first. */
  readonly earlierPatrols: readonly string[];
}

/** What a unit is gathered with besides the portal file: frozen, so that its pages always give the same facts. */
export interface UnitMemory {
  readonly history: History;
  /** Addresses of items on which open findings rest. */
  readonly recheck: readonly string[];
}

/** How a patrol ended. */
export interface Ending {
  /** Units that were read. The others count as not patrolled. */
  readonly visited: readonly string[];
  readonly portalFacts: PortalFacts | null;
}

const URN = "urn:xuncha:";
const JSON_TYPE = "application/json";
const YAML_TYPE = "application/yaml; charset=utf-8";

/** Writes what is known before the first page is asked. Written again (a resumed patrol) it stays as it was. */
export async function writeBrief(evidence: Evidence, brief: Brief, at: Instant): Promise<void> {
  const { patrol, portalFile, catalogueFile, known, render, portalFacts, earlierPatrols } = brief;
  await evidence.putResource(`${URN}portal-file`, YAML_TYPE, bytesOf(portalFile), at);
  await evidence.putResource(`${URN}catalogue`, YAML_TYPE, bytesOf(catalogueFile), at);
  await evidence.putResource(
    `${URN}memory`,
    JSON_TYPE,
    bytesOf(JSON.stringify({ known, render, portalFacts, earlierPatrols })),
    at,
  );
  // Written last: evidence without it is of a patrol that never began.
  await evidence.putResource(`${URN}patrol`, JSON_TYPE, bytesOf(JSON.stringify(patrol)), at);
}

/** Reads what was known before the first page; null where the file is no evidence of a patrol. */
export async function readBrief(evidence: Evidence): Promise<Brief | null> {
  const [patrol, portalFile, catalogueFile, memory] = await Promise.all(
    ["patrol", "portal-file", "catalogue", "memory"].map((name) => evidence.resource(`${URN}${name}`)),
  );
  if (!patrol || !portalFile || !catalogueFile || !memory) return null;
  // Both were written by writeBrief() alone.
  return {
    // What was recorded before there were browsers has no word of them.
    render: "never",
    earlierPatrols: [],
    ...(JSON.parse(textOf(memory)) as Pick<Brief, "known" | "portalFacts"> & Partial<Brief>),
    patrol: JSON.parse(textOf(patrol)) as Patrol,
    portalFile: textOf(portalFile),
    catalogueFile: textOf(catalogueFile),
  };
}

/** Freezes what was known of a unit before its first page was asked. What stands there already stays. */
export async function writeMemory(
  evidence: Evidence,
  unitId: string,
  memory: UnitMemory,
  at: Instant,
): Promise<void> {
  await evidence.putResource(memoryName(unitId), JSON_TYPE, bytesOf(JSON.stringify(memory)), at);
}

/** What was known of a unit, one at a time: a unit's items with their texts may take many megabytes. */
export async function readMemory(evidence: Evidence, unitId: string): Promise<UnitMemory | null> {
  const memory = await evidence.resource(memoryName(unitId));
  return memory ? (JSON.parse(textOf(memory)) as UnitMemory) : null; // written by writeMemory() alone
}

export function hasMemory(evidence: Evidence, unitId: string): boolean {
  return evidence.has(memoryName(unitId));
}

export async function writeEnding(evidence: Evidence, ending: Ending, at: Instant): Promise<void> {
  await evidence.putResource(`${URN}ending`, JSON_TYPE, bytesOf(JSON.stringify(ending)), at);
}

/** How the patrol ended; null where its evidence was cut off before. */
export async function readEnding(evidence: Evidence): Promise<Ending | null> {
  const ending = await evidence.resource(`${URN}ending`);
  return ending ? (JSON.parse(textOf(ending)) as Ending) : null; // written by writeEnding() alone
}

const memoryName = (unitId: string) => `${URN}memory/${encodeURIComponent(unitId)}`;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
