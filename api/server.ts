import etag from "@fastify/etag";
import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { type FastifyInstance, fastify } from "fastify";
import { COMPONENTS } from "./components.ts";
import { dashboard } from "./dashboard.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { answerFailures, problemOf } from "./failure.ts";
import { findings } from "./findings.ts";
import { health } from "./health.ts";
import { guardHost } from "./host-guard.ts";
import { languageOf } from "./language.ts";
import { NOTHING_RUNS } from "./page-policy.ts";
import { patrolDesk } from "./patrol-desk.ts";
import { patrols } from "./patrols.ts";
import { sendProblem } from "./problem.ts";
import { reference } from "./reference.ts";
import { reports } from "./reports.ts";
import { units } from "./units.ts";

const BASE = "/api/v1";

/** The HTTP API, ready to listen or to be injected into; `close()` leaves the store open. */
export async function buildServer(deps: ApiDependencies): Promise<FastifyInstance> {
  const app = fastify({
    ...(deps.log === false ? { logger: false } : { loggerInstance: deps.log }),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An unknown parameter is an error that is told, not something to be dropped in silence.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: "array", allErrors: false } },
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, problemOf(error), languageOf(request));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Answers are made key by key and tests hold them against their schemas; nothing is left to strip.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  for (const schema of COMPONENTS) app.addSchema(schema);
  answerFailures(app);

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING_RUNS },
    xFrameOptions: { action: "deny" },
    // It listens without TLS on the loopback; whoever puts a proxy before it says this there.
    strictTransportSecurity: false,
  });
  guardHost(app, deps.allowedHosts ?? []);
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("cache-control", "private, no-cache");
  });
  await app.register(etag);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "巡查 xuncha",
        description: "政府信息公开巡查的只读接口。错误一律为 application/problem+json。",
        version: deps.version,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
    },
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
  });

  const desk = patrolDesk(deps);
  await app.register(findings(deps, desk), { prefix: BASE });
  await app.register(patrols(deps, desk), { prefix: BASE });
  await app.register(units(deps, desk), { prefix: BASE });
  await app.register(reference(deps, desk), { prefix: BASE });
  await app.register(reports(deps, desk), { prefix: BASE });
  await app.register(health(deps));
  await app.register(dashboard(deps, desk));
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  await app.ready();
  return app;
}
