import { gunzipSync, gzipSync } from "node:zlib";
import { recordedClient } from "../crawler/client.ts";
import { Evidence } from "../crawler/warc.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import { InputError } from "../domain/input-error.ts";
import type { Portal, RuleOverrides } from "../domain/portal.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { rules } from "../rules/index.ts";
import { type Conclusion, concludeFrom } from "./conclude.ts";
import { readBrief, readEnding, readMemory } from "./evidence-records.ts";
import { readUnit } from "./gather-unit.ts";
import { loadPortalFromText } from "./portal-file.ts";
import { recordedRendering } from "./rendering.ts";
import { merged } from "./rule-overrides.ts";

/** Where an audit of recorded evidence departs from the patrol that recorded it. */
export interface WhatIf {
  readonly asOf: Instant | null;
  /** A catalogue's text and the name of its file. */
  readonly catalogue: { readonly text: string; readonly file: string } | null;
  /** Over those of the portal file. */
  readonly overrides: RuleOverrides;
}

/** A conclusion from evidence alone, with the portal and the catalogue that it was judged by. */
export interface EvidenceAudit {
  readonly conclusion: Conclusion;
  readonly portal: Portal;
  readonly catalogue: Catalogue;
}

/**
 * Audits recorded evidence again, with no network and no store: the same functions over the same bytes.
 * @throws InputError where the file is no evidence of a patrol, or was cut off.
 */
export async function auditEvidence(
  file: string,
  whatIf: WhatIf,
  signal: AbortSignal,
): Promise<EvidenceAudit> {
  const evidence = await Evidence.load(file).catch((error: unknown) => {
    throw new InputError(
      file,
      null,
      "",
      `读不出证据文件（应为 xuncha 巡查写出的 .warc.gz）：${messageOf(error)}`,
    );
  });
  try {
    const brief = await readBrief(evidence);
    const ending = brief && (await readEnding(evidence));
    if (!brief || !ending) {
      throw new InputError(file, null, "", "不是一次完整巡查的证据文件：缺少巡查的起止记录");
    }
    const { portal, catalogue } = await loadPortalFromText(
      brief.portalFile,
      `${file}#portal-file`,
      whatIf.catalogue?.text ?? brief.catalogueFile,
    );
    const patrol = { ...brief.patrol, asOf: whatIf.asOf ?? brief.patrol.asOf };
    const only = patrol.onlyUnits;
    const client = recordedClient(evidence);
    const rendering = recordedRendering(brief.render, evidence);
    const memoryOf = (unitId: string) => readMemory(evidence, unitId);
    // Each unit is asked for twice, for the portal's facts and for its own audit.
    const read = new Map<string, Buffer>();
    const conclusion = await concludeFrom({
      patrol,
      portal: { ...portal, rules: merged(portal.rules, whatIf.overrides) },
      catalogue,
      rules,
      units: portal.units.filter(({ id }) => only === null || only.includes(id)),
      known: brief.known,
      earlierPortalFacts: brief.portalFacts,
      visited: ending.visited,
      // How far lists were read depends on the day of the patrol itself, not on the one judged by now.
      snapshotOf: async (id) => {
        const unit = portal.units.find((candidate) => candidate.id === id);
        if (!unit) return null;
        const kept = read.get(id);
        if (kept) return JSON.parse(gunzipSync(kept).toString()) as UnitSnapshot; // kept two lines below
        const reading = { portal, catalogue, client, rendering, memoryOf };
        const snapshot = await readUnit(unit, brief.patrol, reading, signal);
        read.set(id, gzipSync(JSON.stringify(snapshot)));
        return snapshot;
      },
      historyOf: async (unit) => (await memoryOf(unit))?.history ?? NO_HISTORY,
    });
    return { conclusion, portal, catalogue };
  } finally {
    await evidence.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
