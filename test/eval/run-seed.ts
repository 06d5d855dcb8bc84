import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadCatalogue } from "../../catalogue/load.ts";
import type { Patrol, PatrolResult } from "../../domain/finding.ts";
import { NO_HISTORY, type UnitSnapshot } from "../../domain/snapshot.ts";
import { type GrownPortal, growPortal, type PortalSize } from "../../fixtures/grown/grown-portal.ts";
import { rules } from "../../rules/index.ts";
import { concludeFrom } from "../../worker/conclude.ts";
import { readUnit } from "../../worker/gather-unit.ts";
import { loadPortalFromText } from "../../worker/portal-file.ts";
import { grownClient } from "./grown-client.ts";

/** What to grow and to read. */
export type SeedOrder = PortalSize;

export interface SeedRun {
  readonly portal: GrownPortal;
  readonly result: PatrolResult;
}

const PORTAL_URL = "http://www.qinglan.example.gov.cn/";

/** Grows a portal, has it read by the true readers and judged as a patrol would be. */
export async function runSeed(order: SeedOrder, onUnit: (done: number) => void = () => {}): Promise<SeedRun> {
  const grown = growPortal(order, PORTAL_URL, await loadCatalogue("hubei-basic-2016", null));
  const { portal, catalogue } = await loadPortalFromText(grown.portalFile, "portal.yaml", null);
  const patrol: Patrol = {
    id: `eval-${order.seed}`,
    portal: portal.name,
    catalogue: catalogue.id,
    asOf: grown.asOf,
    versions: { xuncha: "eval", rules: "eval", catalogue: catalogue.version },
    onlyUnits: null,
  };
  const signal = new AbortController().signal;
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-eval-"));
  const fileOf = (unitId: string) => path.join(folder, `${unitId}.json`);
  try {
    for (const [at, unit] of portal.units.entries()) {
      const client = grownClient(grown, unit.id, grown.asOf);
      const given = { portal, catalogue, client, rendering: null, memoryOf: async () => null };
      await writeFile(fileOf(unit.id), JSON.stringify(await readUnit(unit, patrol, given, signal)));
      onUnit(at + 1);
    }
    const { result } = await concludeFrom({
      patrol,
      portal,
      catalogue,
      rules,
      units: portal.units,
      visited: portal.units.map(({ id }) => id),
      snapshotOf: async (id) => JSON.parse(await readFile(fileOf(id), "utf8")) as UnitSnapshot, // as it was written
      historyOf: async () => NO_HISTORY,
      known: [],
      earlierPortalFacts: null,
      onRuleError: (unit, rule, error) => console.error(`${rule} ${unit}:`, error),
    });
    return { portal: grown, result };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
