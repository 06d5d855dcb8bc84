import { mkdir } from "node:fs/promises";
import path from "node:path";
import { UnrecoverableError } from "bullmq";
import { LiveClient } from "../crawler/client.ts";
import { Evidence } from "../crawler/warc.ts";
import { lockFolder } from "../store/lock.ts";
import { clientSettings } from "./client-settings.ts";
import { type EarlierEvidence, earlierEvidence } from "./earlier-evidence.ts";
import { hasMemory, readMemory } from "./evidence-records.ts";
import { gatherUnit } from "./gather-unit.ts";
import { cancellation, sharedProgress } from "./patrol-watch.ts";
import { liveRendering } from "./rendering.ts";
import { patrolOf, unitFolder } from "./running-patrol.ts";
import type { ServiceTools } from "./service-tools.ts";
import { freezeMemory, unitsOf } from "./start-patrol.ts";

/** Reads one unit, once: a snapshot that stands already is left as it is. */
export async function gatherJob(
  patrolId: string,
  unitId: string,
  tools: ServiceTools,
  stopping: AbortSignal,
): Promise<void> {
  const { store, dataDir, backend, log, browser = null } = tools;
  const given = await patrolOf(patrolId, store);
  if (!given || (await store.snapshotUnits(patrolId)).includes(unitId)) return;
  const { patrol, loaded } = given;
  const { portal, catalogue } = loaded;
  const unit = portal.units.find(({ id }) => id === unitId);
  if (!unit) throw new UnrecoverableError(`no unit ${unitId} in patrol ${patrolId}`);

  const folder = unitFolder(dataDir, patrolId, unitId);
  await mkdir(folder, { recursive: true });
  // A worker that was thought dead may still write; then the job waits for it to end.
  const unlock = await lockFolder(folder);
  const evidence = await Evidence.open(path.join(folder, "evidence.warc.gz"));
  let client: LiveClient | null = null;
  let earlier: EarlierEvidence | null = null;
  const cancelled = cancellation(patrolId, store);
  const progress = sharedProgress(
    patrolId,
    unitsOf({ loaded, ...patrol, portalPath: portal.name }).length,
    tools,
  );
  try {
    if (!hasMemory(evidence, unitId)) {
      const known = await store.knownFindings(portal.url);
      await freezeMemory(unitId, { portalKey: portal.url, fresh: false, known }, evidence, store);
    }
    const memoryOf = () => readMemory(evidence, unitId);
    const lastPatrol = (await memoryOf())?.history.lastPatrol ?? null;
    earlier = await earlierEvidence(dataDir, lastPatrol === null ? [] : [lastPatrol]);
    client = new LiveClient(evidence, clientSettings(portal), backend.sharedPace, earlier.page);
    const rendering = liveRendering(portal.crawl.render, browser, { portal, client, evidence });
    await gatherUnit(
      unit,
      patrol,
      { portal, catalogue, client, rendering, memoryOf, store, evidence },
      AbortSignal.any([stopping, cancelled.signal]),
      progress.page,
    );
    await progress.tell();
    log.info({ patrol: patrolId, unit: unitId, pages: evidence.pages }, "unit read");
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
  } finally {
    cancelled.end();
    await client?.close();
    await earlier?.close();
    await evidence.close();
    unlock();
  }
}
