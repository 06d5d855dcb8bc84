import { text } from "node:stream/consumers";
import { pino } from "pino";
import { openStore } from "../store/open.ts";
import { runPatrol } from "../worker/patrol.ts";
import { loadPortal } from "../worker/portal-file.ts";
import { HASTY, HOSTILE_AS_OF } from "./hostile-patrol.ts";

// One patrol that may be killed, and given again. stdin: KilledOrder, as JSON. stdout: its findings, as JSON.

/** Where a patrol lies that goes on after it was killed. */
export interface KilledOrder {
  readonly portalPath: string;
  readonly dataDir: string;
}

const { portalPath, dataDir } = JSON.parse(await text(process.stdin)) as KilledOrder; // written by the test alone
const store = await openStore(`${dataDir}/xuncha.sqlite`);
const { conclusion } = await runPatrol(
  {
    loaded: await loadPortal(portalPath),
    portalPath,
    asOf: HOSTILE_AS_OF,
    onlyUnits: null,
    fresh: false,
    out: null,
  },
  {
    store,
    dataDir,
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
    client: HASTY,
    secondPass: { pauseMs: 0, client: { ...HASTY, attempts: 1 } },
  },
);
await store.close();
process.stdout.write(JSON.stringify(conclusion.result));
