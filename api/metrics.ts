import type { FastifyInstance } from "fastify";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { Type } from "typebox";
import { GROUPS } from "../audit/rule.ts";
import type { FindingStatus } from "../domain/finding.ts";
import type { Gate } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { answered } from "./limited-wait.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { PATROL_STATES, stateOf } from "./patrol-state.ts";
import { PROBLEM_ANSWERS } from "./shared-schema.ts";

const CONFIDENCES = ["confirmed", "suspected"] as const;
/** Whoever scrapes waits ten seconds. */
const QUEUE_WAIT_MS = 2000;
/** Those that wait for somebody. */
const OPEN: readonly FindingStatus[] = ["open", "notified", "claimed", "disputed"];

/** Counts the server's answers, and tells Prometheus of them, of patrols and of findings. */
export function measure(app: FastifyInstance, deps: ApiDependencies, desk: PatrolDesk, gate: Gate): void {
  const registry = new Registry();
  countRequests(app, registry);
  gaugePatrols(registry, deps, desk);
  gaugeFindings(registry, deps);
  if (deps.queue) gaugeQueue(registry, deps.queue, app);
  app.get(
    "/metrics",
    {
      onRequest: gate.admitMonitor,
      schema: {
        tags: ["health"],
        operationId: "metrics",
        summary: "供 Prometheus 读取的数字；本机直接读取不须令牌",
        response: {
          200: { description: "文本格式 0.0.4", content: { "text/plain": { schema: Type.String() } } },
          ...PROBLEM_ANSWERS,
        },
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}

function countRequests(app: FastifyInstance, registry: Registry): void {
  const labelNames = ["method", "route", "status"] as const;
  const requests = new Counter({
    name: "xuncha_http_requests_total",
    help: "Requests answered.",
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "xuncha_http_request_duration_seconds",
    help: "Time until an answer was sent.",
    labelNames: ["method", "route"],
    registers: [registry],
  });
  app.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    // The pattern, not the address: whoever asks for made-up addresses must not fill the memory.
    const route = routeOptions.url ?? "none";
    requests.inc({ method, route, status: String(reply.statusCode) });
    seconds.observe({ method, route }, reply.elapsedTime / 1000);
  });
}

function gaugePatrols(registry: Registry, { store }: ApiDependencies, desk: PatrolDesk): void {
  new Gauge({
    name: "xuncha_patrols",
    help: "Patrols by state.",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      for (const state of PATROL_STATES) this.set({ state }, 0);
      for (const record of await store.patrols(null)) this.inc({ state: stateOf(record) });
    },
  });
  new Gauge({
    name: "xuncha_last_complete_patrol_age_seconds",
    help: "Time since the last complete patrol of a whole portal ended; NaN before the first.",
    registers: [registry],
    async collect() {
      const finishedAt = (await desk.latest())?.finishedAt ?? null;
      this.set(finishedAt === null ? Number.NaN : (Date.now() - Date.parse(finishedAt)) / 1000);
    },
  });
}

function gaugeFindings(registry: Registry, { store, rules }: ApiDependencies): void {
  new Gauge({
    name: "xuncha_findings_open",
    help: "Findings that await rectification, by group and confidence.",
    labelNames: ["group", "confidence"],
    registers: [registry],
    async collect() {
      for (const group of GROUPS)
        for (const confidence of CONFIDENCES) {
          const { total } = await store.findings({
            known: true,
            rules: rules.filter((rule) => rule.group === group).map(({ id }) => id),
            confidences: [confidence],
            statuses: OPEN,
            limit: 1,
          });
          this.set({ group, confidence }, total);
        }
    },
  });
}

function gaugeQueue(
  registry: Registry,
  queue: NonNullable<ApiDependencies["queue"]>,
  { log }: FastifyInstance,
): void {
  new Gauge({
    name: "xuncha_queue_jobs",
    help: "Jobs in the queue by state; absent while the queue does not answer.",
    labelNames: ["queue", "state"],
    registers: [registry],
    async collect() {
      this.reset();
      try {
        for (const { count, ...labels } of await answered(queue.jobs(), QUEUE_WAIT_MS))
          this.set(labels, count);
      } catch (error) {
        log.warn({ err: error }, "the queue does not tell its jobs");
      }
    },
  });
}
