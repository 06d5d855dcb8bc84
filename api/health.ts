import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { Text } from "../domain/outcome.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { answered } from "./limited-wait.ts";
import { Problem } from "./problem.ts";
import { json, PROBLEM_ANSWERS } from "./shared-schema.ts";

/** Whoever watches asks again soon; a longer wait is no answer. */
const WAIT_MS = 2000;

const STATUS = Type.Object({ status: Type.Literal("ok") });

/** For whatever watches the process: whether it runs, and whether its store and its queue answer. */
export function health({ store, queue }: ApiDependencies): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/healthz",
      {
        schema: {
          tags: ["health"],
          operationId: "healthz",
          summary: "服务在运行",
          security: [],
          response: { 200: json("在运行", STATUS), ...PROBLEM_ANSWERS },
        },
      },
      async () => ({ status: "ok" as const }),
    );
    app.get(
      "/readyz",
      {
        schema: {
          tags: ["health"],
          operationId: "readyz",
          summary: "数据库和队列（如有）可用",
          security: [],
          response: { 200: json("可用", STATUS), ...PROBLEM_ANSWERS },
        },
      },
      async () => {
        // Any question will do; no patrol has an empty id.
        await ready(store.patrol(""), { zh: "数据库没有应答", en: "The store does not answer" });
        if (queue) await ready(queue.ping(), { zh: "队列没有应答", en: "The queue does not answer" });
        return { status: "ok" as const };
      },
    );
  };
}

async function ready(answer: Promise<unknown>, otherwise: Text): Promise<void> {
  await answered(answer, WAIT_MS).catch((cause: unknown) => {
    throw new Problem("not-ready", otherwise, { cause });
  });
}
