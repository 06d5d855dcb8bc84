import path from "node:path";
import type { Patrol } from "../domain/finding.ts";
import type { Instant } from "../domain/time.ts";
import type { Store } from "../store/store.ts";
import { type LoadedPortal, loadPortalFromText } from "./portal-file.ts";
import { patrolFrom } from "./start-patrol.ts";

/** A patrol that is under way, as it was started; null where it has ended or was cancelled. */
export async function patrolOf(id: string, store: Store): Promise<RunningPatrol | null> {
  const [record, files] = await Promise.all([store.patrol(id), store.patrolFiles(id)]);
  if (!record || !files || record.finishedAt !== null) return null;
  const loaded = await loadPortalFromText(files.portalFile, "portal.yaml", files.catalogueFile);
  return { patrol: patrolFrom(record), loaded, startedAt: record.startedAt };
}

export interface RunningPatrol {
  readonly patrol: Patrol;
  readonly loaded: LoadedPortal;
  readonly startedAt: Instant;
}

/** Where a unit's evidence stands until the patrol is concluded. */
export function unitFolder(dataDir: string, patrolId: string, unitId: string): string {
  return path.join(dataDir, "patrols", patrolId, "units", encodeURIComponent(unitId));
}
