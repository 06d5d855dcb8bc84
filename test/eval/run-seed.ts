import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadCatalogue } from "../../catalogue/load.ts";
import type { Patrol, PatrolResult } from "../../domain/finding.ts";
import type { Unit } from "../../domain/portal.ts";
import { NO_HISTORY } from "../../domain/snapshot.ts";
import type { Instant } from "../../domain/time.ts";
import {
  type GrownPortal,
  growPortal,
  type PagesOf,
  type PortalSize,
} from "../../fixtures/grown/grown-portal.ts";
import { rules } from "../../rules/index.ts";
import { openStore } from "../../store/open.ts";
import { type Conclusion, concludeFrom, type ToConclude } from "../../worker/conclude.ts";
import { readUnit } from "../../worker/gather-unit.ts";
import { recordPatrol } from "../../worker/patrol.ts";
import { loadPortalFromText } from "../../worker/portal-file.ts";
import { grownClient } from "./grown-client.ts";

/** What to grow and to read. */
export type SeedOrder = PortalSize;

export interface SeedRun {
  readonly portal: GrownPortal;
  readonly result: PatrolResult;
}

const PORTAL_URL = "http://www.qinglan.example.gov.cn/";

/**
 * Grows a portal, has it read by the true readers and judged as a patrol would be. Units with planted items were
 * patrolled before, and the store remembers it; all are read afresh all the same, so that no fault is hidden by
 * what was known.
 */
export async function runSeed(order: SeedOrder, onUnit: (done: number) => void = () => {}): Promise<SeedRun> {
  const grown = growPortal(order, PORTAL_URL, await loadCatalogue("hubei-basic-2016", null));
  const { portal, catalogue } = await loadPortalFromText(grown.portalFile, "portal.yaml", null);
  const signal = new AbortController().signal;
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-eval-"));
  const store = await openStore(path.join(folder, "store.db"));
  try {
    const { earlier } = grown;
    const first = await begin("earlier", earlier.asOf);
    const visited = portal.units.filter(({ id }) => earlier.units.has(id));
    for (const unit of visited) await read(unit, first, earlier.pagesOf, earlier.asOf);
    await recordPatrol(first, await conclude(first, visited, []), portal, store);

    const second = await begin("eval", grown.asOf);
    for (const [at, unit] of portal.units.entries()) {
      await read(unit, second, grown.pagesOf, grown.asOf);
      onUnit(at + 1);
    }
    const { result } = await conclude(second, portal.units, rules);
    return { portal: grown, result };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function begin(id: string, asOf: Instant): Promise<Patrol> {
    const patrol: Patrol = {
      id: `${id}-${order.seed}`,
      portal: portal.name,
      catalogue: catalogue.id,
      asOf,
      versions: { xuncha: "eval", rules: "eval", catalogue: catalogue.version },
      onlyUnits: null,
    };
    const texts = { portalFile: grown.portalFile, catalogueFile: "" };
    await store.createPatrol({
      ...patrol,
      ...texts,
      portalKey: portal.url,
      key: id,
      startedAt: asOf,
      out: null,
    });
    return patrol;
  }

  async function read(unit: Unit, patrol: Patrol, pagesOf: PagesOf, at: Instant): Promise<void> {
    const client = grownClient(pagesOf, unit.id, at);
    const given = { portal, catalogue, client, rendering: null, memoryOf: async () => null };
    await store.saveSnapshot(patrol.id, await readUnit(unit, patrol, given, signal));
  }

  function conclude(patrol: Patrol, units: readonly Unit[], by: ToConclude["rules"]): Promise<Conclusion> {
    return concludeFrom({
      patrol,
      portal,
      catalogue,
      rules: by,
      units,
      visited: units.map(({ id }) => id),
      snapshotOf: (id) => store.snapshot(patrol.id, id),
      historyOf: (id) =>
        by.length > 0 ? store.history(portal.url, id, patrol.id) : Promise.resolve(NO_HISTORY),
      known: [],
      earlierPortalFacts: null,
      onRuleError: (unit, rule, error) => console.error(`${rule} ${unit}:`, error),
    });
  }
}
