import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ApiDependencies } from "./dependencies.ts";
import { Problem } from "./problem.ts";
import { json, PROBLEM_ANSWERS } from "./shared-schema.ts";

const STATUS = Type.Object({ status: Type.Literal("ok") });

/** For whatever watches the process: whether it runs, and whether its store answers. */
export function health({ store }: ApiDependencies): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/healthz",
      {
        schema: {
          tags: ["health"],
          operationId: "healthz",
          summary: "服务在运行",
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
          summary: "数据库可用",
          response: { 200: json("可用", STATUS), ...PROBLEM_ANSWERS },
        },
      },
      async () => {
        // Any question will do; no patrol has an empty id.
        await store.patrol("").catch((cause: unknown) => {
          throw new Problem(
            "not-ready",
            { zh: "数据库没有应答", en: "The store does not answer" },
            { cause },
          );
        });
        return { status: "ok" as const };
      },
    );
  };
}
