import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import type { HeadlessBrowser } from "../crawler/browser.ts";
import type { ClientSettings } from "../crawler/client.ts";
import type { OutcomeKind } from "../domain/outcome.ts";
import type { Reason, UnitSnapshot } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { openStore } from "../store/open.ts";
import { type ConcludedPatrol, runPatrol } from "../worker/patrol.ts";
import { loadPortal } from "../worker/portal-file.ts";

/** A unit with one column, which a person has reviewed. */
export interface HostileUnit {
  readonly id: string;
  readonly url: string;
  readonly columnUrls: readonly string[];
}

/** What a patrol made of a hostile portal. */
export interface HostilePatrol {
  readonly concluded: ConcludedPatrol;
  /** What `stale-unit` says of a unit, with its reason where it cannot tell. */
  verdictOf(unit: string): OutcomeKind | Reason;
  /** Every rule that accuses the unit. */
  accusersOf(unit: string): string[];
  snapshotOf(unit: string): Promise<UnitSnapshot>;
}

export const HOSTILE_AS_OF = "2016-12-31T04:00:00.000Z";

/** Waits that a test can afford. */
export const HASTY: Partial<ClientSettings> = {
  headTimeoutMs: 3000,
  timeoutMs: 5000,
  attempts: 2,
  retryDelayMs: 5,
};

const CATALOGUE = `schema: xuncha/catalogue@1
id: one-column
name: 只有工作动态的目录
basis: 试验用
provenance: official
categories:
  - code: "05.01"
    name: 工作动态
    group: 动态
    for: [department]
    content: news
    updateWithin: P14D
    ifEmpty: finding
    requires: [title, publishedOn, source, body]
    basis: 试验用
`;

/** One patrol of `units`, recorded nowhere but for as long as `use` looks at it. */
export async function patrolHostile(
  units: readonly HostileUnit[],
  use: (patrol: HostilePatrol) => Promise<void>,
  {
    client = HASTY,
    again = client,
    allowPrivateHosts = true,
    requestsPerSecond = 1000,
    browser = null,
    earlier = [],
    asOf = HOSTILE_AS_OF,
  }: {
    readonly client?: Partial<ClientSettings>;
    /** How the second pass asks, besides once alone. */
    readonly again?: Partial<ClientSettings>;
    readonly allowPrivateHosts?: boolean;
    readonly requestsPerSecond?: number;
    readonly browser?: HeadlessBrowser | null;
    /** Patrols before that one, which are remembered, and what happens after each. */
    readonly earlier?: readonly { readonly asOf: Instant; readonly after: () => void }[];
    readonly asOf?: Instant;
  } = {},
): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "xuncha-hostile-"));
  const portalPath = await writePortal(dataDir, units, requestsPerSecond, allowPrivateHosts);
  const store = await openStore(path.join(dataDir, "xuncha.sqlite"));
  const loaded = await loadPortal(portalPath);
  const patrolAsOf = (instant: Instant) =>
    runPatrol(
      { loaded, portalPath, asOf: instant, onlyUnits: null, fresh: false, out: null },
      {
        store,
        dataDir,
        log: pino({ level: "error" }),
        signal: new AbortController().signal,
        client,
        browser,
        secondPass: { pauseMs: 0, client: { ...again, attempts: 1 } },
      },
    );
  try {
    for (const round of earlier) {
      await (await patrolAsOf(round.asOf)).record();
      round.after();
    }
    const concluded = await patrolAsOf(asOf);
    const { findings, undecided } = concluded.conclusion.result;
    await use({
      concluded,
      verdictOf(unit) {
        if (findings.some((f) => f.unit.id === unit && f.rule === "stale-unit")) return "failed";
        const open = undecided.find((u) => u.unit.id === unit && u.rule === "stale-unit");
        return open?.reason ?? "passed";
      },
      accusersOf: (unit) => findings.filter((f) => f.unit.id === unit).map(({ rule }) => rule),
      async snapshotOf(unit) {
        const snapshot = await store.snapshot(concluded.patrol.id, unit);
        if (!snapshot) throw new Error(`${unit} was not read`);
        return snapshot;
      },
    });
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Writes the units' portal file and its catalogue into a folder. @returns The portal file's path. */
export async function writePortal(
  folder: string,
  units: readonly HostileUnit[],
  requestsPerSecond = 1000,
  allowPrivateHosts = true,
): Promise<string> {
  const portalPath = path.join(folder, "portal.yaml");
  await writeFile(path.join(folder, "catalogue.yaml"), CATALOGUE);
  await writeFile(portalPath, portalFile(units, requestsPerSecond, allowPrivateHosts));
  return portalPath;
}

function portalFile(units: readonly HostileUnit[], perSecond: number, allowPrivateHosts: boolean): string {
  const written = units.map(
    ({ id, url, columnUrls }) => `  - id: ${id}
    name: 市${id}局
    kind: department
    url: ${url}
    columnsReviewedOn: 2016-12-01
    columns:
${columnUrls.map((column) => `      - { category: "05.01", url: "${column}" }`).join("\n")}`,
  );
  return `schema: xuncha/portal@1
name: 敌意门户
url: ${units[0]?.url}
catalogue: ./catalogue.yaml
crawl: { requestsPerSecond: ${perSecond}, concurrency: 50, lookbackDays: 30, allowPrivateHosts: ${allowPrivateHosts} }
units:
${written.join("\n")}
`;
}
