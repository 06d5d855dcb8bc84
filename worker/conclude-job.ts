import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Evidence } from "../crawler/warc.ts";
import { lockFolder } from "../store/lock.ts";
import { clientSettings } from "./client-settings.ts";
import { now } from "./clock.ts";
import { readMemory, writeMemory } from "./evidence-records.ts";
import { readGap, writeGap } from "./gaps.ts";
import { concludePatrol, recordPatrol } from "./patrol.ts";
import { cancellation } from "./patrol-watch.ts";
import { liveRendering } from "./rendering.ts";
import { patrolOf, unitFolder } from "./running-patrol.ts";
import { takeScreenshots } from "./screenshots.ts";
import { secondPass } from "./second-pass.ts";
import type { ServiceTools } from "./service-tools.ts";
import { briefOf, unitsOf } from "./start-patrol.ts";

/** Judges and records a patrol whose units have all been read, or given up. */
export async function concludeJob(
  patrolId: string,
  { store, dataDir, log, backend, browser = null }: ServiceTools,
  stopping: AbortSignal,
): Promise<void> {
  const given = await patrolOf(patrolId, store);
  if (!given) return;
  const { patrol, loaded, startedAt } = given;
  const { portal, catalogue } = loaded;
  const units = unitsOf({ loaded, onlyUnits: patrol.onlyUnits, portalPath: portal.name });
  const visited = await store.snapshotUnits(patrolId);
  const folder = path.join(dataDir, "patrols", patrolId);
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  const evidence = await Evidence.open(path.join(folder, "evidence.warc.gz"));
  const cancelled = cancellation(patrolId, store);
  try {
    for (const unitId of visited) {
      const file = path.join(unitFolder(dataDir, patrolId, unitId), "evidence.warc.gz");
      const own = await Evidence.load(file);
      // What a unit was read with, not what is known by now.
      const memory = await readMemory(own, unitId);
      if (memory) await writeMemory(evidence, unitId, memory, now());
      const gap = await readGap(own, unitId);
      if (gap !== null) await writeGap(evidence, unitId, gap);
      await evidence.absorb(own);
      await own.close();
    }
    const brief = await briefOf(patrol, { loaded, fresh: false }, units, evidence, store);
    await secondPass(
      {
        patrol,
        units,
        reading: { portal, catalogue, memoryOf: (unitId) => readMemory(evidence, unitId) },
        renderingWith: (client, askAgainBefore) =>
          liveRendering(brief.render, browser, { portal, client, evidence, askAgainBefore }),
        evidence,
        startedAt,
        settings: clientSettings(portal),
        sharedPace: backend.sharedPace,
      },
      { store, log, signal: AbortSignal.any([stopping, cancelled.signal]) },
    );
    const conclusion = await concludePatrol(patrol, loaded, units, brief, evidence, { store, log });
    const how = { timezone: portal.timezone, signal: stopping };
    await takeScreenshots(conclusion.result, brief.render, browser, evidence, how);
    await recordPatrol(patrol, conclusion, portal, store);
    // All of it stands in the patrol's own evidence now.
    await rm(path.join(folder, "units"), { recursive: true, force: true });
    const { complete, outcomes } = conclusion.result;
    log.info({ patrol: patrolId, complete, outcomes }, "patrol concluded");
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
  } finally {
    cancelled.end();
    await evidence.close();
    unlock();
  }
}
