import etag from "@fastify/etag";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { type FastifyInstance, fastify } from "fastify";
import { watchMethods } from "./allowed-methods.ts";
import { gateOf } from "./auth.ts";
import { COMPONENTS } from "./components.ts";
import { dashboard } from "./dashboard.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { docsPage } from "./docs-page.ts";
import { dryRuns } from "./dry-run.ts";
import { evidence } from "./evidence.ts";
import { answerFailures, problemOf } from "./failure.ts";
import { findingDecisions } from "./finding-decisions.ts";
import { findings } from "./findings.ts";
import { health } from "./health.ts";
import { guardHost } from "./host-guard.ts";
import { languageOf } from "./language.ts";
import { matrix } from "./matrix.ts";
import { measure } from "./metrics.ts";
import { NOTHING_RUNS } from "./page-policy.ts";
import { patrolControl } from "./patrol-control.ts";
import { patrolDesk } from "./patrol-desk.ts";
import { patrolProgress } from "./patrol-progress.ts";
import { patrols } from "./patrols.ts";
import { sendProblem } from "./problem.ts";
import { reference } from "./reference.ts";
import { reports } from "./reports.ts";
import { scores } from "./scores.ts";
import { session } from "./session.ts";
import { units } from "./units.ts";
import { year } from "./year.ts";

const BASE = "/api/v1";
/** What is sent to the API is a few words. */
const MOST_BYTES = 64 * 1024;

/** The HTTP API, ready to listen or to be injected into; `close()` leaves the store open. */
export async function buildServer(deps: ApiDependencies): Promise<FastifyInstance> {
  const app = fastify({
    ...(deps.log === false ? { logger: false } : { loggerInstance: deps.log }),
    bodyLimit: MOST_BYTES,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An unknown parameter is an error that is told, not something to be dropped in silence.
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: "array",
        allErrors: false,
        allowUnionTypes: true,
      },
    },
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, problemOf(error), languageOf(request));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Answers are made key by key and tests hold them against their schemas; nothing is left to strip.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  for (const schema of COMPONENTS) app.addSchema(schema);
  // A form of another site can send plain text, and never JSON.
  app.removeContentTypeParser("text/plain");
  answerFailures(app, watchMethods(app));

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING_RUNS },
    xFrameOptions: { action: "deny" },
    // It listens without TLS on the loopback; whoever puts a proxy before it says this there.
    strictTransportSecurity: false,
  });
  await app.register(rateLimit, { global: false });
  const gate = gateOf(app, deps);
  guardHost(app, deps);
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("cache-control", "private, no-cache");
  });
  await app.register(etag);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "巡查 xuncha",
        description:
          "政府信息公开巡查的接口。错误一律为 application/problem+json。" +
          "有令牌生效时，/api/v1 的每个请求都须带令牌；没有时只答复本机，且不分角色。",
        version: deps.version,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "xuncha token create 给出的令牌" },
        },
      },
      security: [{ token: [] }, {}],
    },
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
  });

  const desk = patrolDesk(deps);
  measure(app, deps, desk, gate);
  await app.register(
    async (api) => {
      api.addHook("onRequest", gate.admit);
      await api.register(findings(deps, desk));
      await api.register(findingDecisions(deps, desk));
      await api.register(evidence(deps, desk));
      await api.register(patrols(deps, desk));
      await api.register(patrolControl(deps, desk));
      await api.register(patrolProgress(deps, desk));
      await api.register(units(deps, desk));
      await api.register(matrix(deps, desk));
      await api.register(scores(deps, desk));
      await api.register(year(deps, desk));
      await api.register(reference(deps, desk));
      await api.register(dryRuns(deps, desk));
      await api.register(reports(deps, desk));
    },
    { prefix: BASE },
  );
  await app.register(session(deps, gate), { prefix: BASE });
  await app.register(health(deps));
  await app.register(docsPage());
  await app.register(dashboard(deps, desk));
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  await app.ready();
  return app;
}
