import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ApiDependencies } from "./dependencies.ts";
import { LANG_ONLY } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { type PatrolState, stateOf } from "./patrol-state.ts";
import { PROBLEM_ANSWERS } from "./shared-schema.ts";

const POLL_MS = 1000;
/** Proxies close what is silent for longer. */
const HEARTBEAT_MS = 15_000;
/** A browser that lost the connection asks again after this time. */
const RETRY_MS = 3000;

/** What each event tells. */
interface ProgressView {
  readonly patrol: string;
  readonly state: PatrolState;
  readonly unitsDone: number;
  readonly units: number;
  /** Pages asked for so far; null where nobody tells. */
  readonly pages: number | null;
}

/** A patrol on its way, as server-sent events until it ends. */
export function patrolProgress({ store }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    const open = new Set<AbortController>();
    // Whoever listens would otherwise keep the server from closing.
    app.addHook("preClose", async () => {
      for (const stream of open) stream.abort();
    });

    app.get(
      "/patrols/:id/progress",
      {
        schema: {
          tags: ["patrols"],
          operationId: "patrol-progress",
          summary: "一次巡查的进度：server-sent events，progress 每有变化一次，end 之后结束",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: {
            200: {
              description:
                "data 为 { patrol, state, unitsDone, units, pages }；state 为 running、complete、incomplete 或 cancelled",
              content: { "text/event-stream": { schema: Type.String() } },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async ({ params, log }, reply) => {
        // Unknown patrols are told before the stream begins.
        await progressOf(params.id);
        const closed = new AbortController();
        open.add(closed);
        const stream = Readable.from(events(params.id, closed.signal), { objectMode: false });
        stream.on("error", (error) => log.error({ err: error }, "progress ended early"));
        stream.on("close", () => {
          closed.abort();
          open.delete(closed);
        });
        return reply
          .type("text/event-stream; charset=utf-8")
          .header("cache-control", "no-cache, no-transform")
          .header("x-accel-buffering", "no")
          .send(stream);
      },
    );
  };

  async function* events(id: string, closed: AbortSignal): AsyncGenerator<string> {
    yield `retry: ${RETRY_MS}\n\n`;
    let told = "";
    let spokenAt = Date.now();
    while (!closed.aborted) {
      const progress = await progressOf(id);
      const data = JSON.stringify(progress);
      if (progress.state !== "running") {
        yield `event: progress\ndata: ${data}\n\nevent: end\ndata: ${data}\n\n`;
        return;
      }
      if (data !== told) yield `event: progress\ndata: ${data}\n\n`;
      else if (Date.now() - spokenAt >= HEARTBEAT_MS) yield ": \n\n";
      if (data !== told || Date.now() - spokenAt >= HEARTBEAT_MS) spokenAt = Date.now();
      told = data;
      await sleep(POLL_MS, undefined, { signal: closed }).catch(() => {});
    }
  }

  async function progressOf(id: string): Promise<ProgressView> {
    const record = await desk.named(id);
    const [read, said] = await Promise.all([store.snapshotUnits(id), store.progress(id)]);
    return {
      patrol: id,
      state: stateOf(record),
      unitsDone: read.length,
      units: said?.units ?? record.onlyUnits?.length ?? (await desk.judged(record)).portal.units.length,
      pages: said?.pages ?? null,
    };
  }
}
