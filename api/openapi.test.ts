import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInCatalogues, loadCatalogue } from "../catalogue/load.ts";
import { finding, itemFinding, result } from "../reports/example-patrol.ts";
import { rules } from "../rules/index.ts";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore, LATEST_PATROL } from "./example-server.ts";
import { patrolsOf, QUEUE, recordedPage } from "./example-service.ts";

let store: Store;
let app: FastifyInstance;
let document: { openapi: string; paths: Record<string, object> };
let ajv: Ajv2020;
beforeAll(async () => {
  store = await exampleStore();
  const catalogues = await Promise.all(builtInCatalogues().map(({ id }) => loadCatalogue(id, null)));
  const { sha256 } = (await store.finding("f1"))?.evidence[0] ?? {};
  if (sha256 === undefined) throw new Error("no evidence");
  app = await exampleServer(store, {
    rules,
    catalogues,
    ...patrolsOf(store),
    evidenceOf: async () => recordedPage({ sha256 }),
    screenshotOf: async () => Buffer.from("PNG"),
    queue: QUEUE,
    dryRun: async () => ({
      before: result({ findings: [finding()] }),
      after: result({ findings: [{ ...finding(), confidence: "suspected" }, itemFinding()] }),
    }),
  });
  document = (await app.inject("/openapi.json")).json();
  ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(closed(document) as object, "document");
});
afterAll(async () => {
  await app.close();
  await store.close();
});

/** With every object closed, so that a key which the document does not name is noticed. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== "object") return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, closed(entry)]));
  return copy.type === "object" && copy.properties && !copy.patternProperties
    ? { ...copy, additionalProperties: false }
    : copy;
}

function answerSchema(path: string, status: string, type: string, method = "get"): ValidateFunction {
  const pointer = ["paths", path, method, "responses", status, "content", type, "schema"]
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
  return ajv.compile({ $ref: `document#/${pointer}` });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  "/api/v1/findings/{id}": "/api/v1/findings/f1",
  "/api/v1/findings/{id}/history": "/api/v1/findings/f0/history",
  "/api/v1/findings/{id}/evidence/{n}": "/api/v1/findings/f1/evidence/0",
  "/api/v1/findings/{id}/evidence/{n}/screenshot": "/api/v1/findings/f1/evidence/0/screenshot",
  "/api/v1/patrols/{id}/progress": `/api/v1/patrols/${LATEST_PATROL}/progress`,
  "/api/v1/patrols/{id}": `/api/v1/patrols/${LATEST_PATROL}`,
  "/api/v1/units/{id}": "/api/v1/units/xfj",
  "/api/v1/units/{id}/facts": "/api/v1/units/mzj/facts",
  "/api/v1/units/{id}/columns": "/api/v1/units/mzj/columns",
  "/api/v1/units/{id}/changes": "/api/v1/units/mzj/changes",
  "/api/v1/units/{id}/timeline": "/api/v1/units/mzj/timeline",
  "/api/v1/catalogues/{id}": "/api/v1/catalogues/hubei-basic-2016",
  "/api/v1/reports/patrols/{id}.json": `/api/v1/reports/patrols/${LATEST_PATROL}.json`,
  "/api/v1/reports/patrols/{id}.html": `/api/v1/reports/patrols/${LATEST_PATROL}.html`,
  "/api/v1/reports/patrols/{id}.xlsx": `/api/v1/reports/patrols/${LATEST_PATROL}.xlsx`,
  "/api/v1/reports/patrols/{id}.csv": `/api/v1/reports/patrols/${LATEST_PATROL}.csv`,
};

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe("3.1.0");
  });

  it("names every operation once", () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation: { operationId: string }) => operation.operationId),
    );
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("tells every list and every parameter of a list", () => {
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(
        [
          ..."findings missing-categories stale-units burst-publishing misfiled-items malformed-items".split(
            " ",
          ),
          ..."site-health patrols units rules catalogues summary".split(" "),
        ].map((name) => `/api/v1/${name}`),
      ),
    );
    const { get } = document.paths["/api/v1/stale-units"] as {
      get: { parameters: { name: string; in: string }[] };
    };
    expect(get.parameters.map(({ name }) => name)).toEqual(
      "unit category inspector severity confidence status rule patrol q sort limit cursor format lang".split(
        " ",
      ),
    );
  });

  it("describes every answer that is given", async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      if (!("get" in operations)) continue;
      const url = EXAMPLES[path] ?? path;
      const answer = await app.inject(url);
      expect(answer.statusCode, url).toBe(200);
      const [type = ""] = String(answer.headers["content-type"]).split(";");
      const validate = answerSchema(path, "200", type);
      const body = type === "application/json" ? answer.json() : answer.body;
      expect(validate(body), `${url} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });

  it("describes every answer to a change", async () => {
    const changes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => method !== "get" && method !== "head")
        .map((method) => `${method} ${path}`),
    );
    expect(changes.sort()).toEqual([
      "delete /api/v1/patrols/{id}",
      "delete /api/v1/session",
      "patch /api/v1/findings/{id}",
      "post /api/v1/patrols",
      "post /api/v1/rules/dry-run",
      "post /api/v1/session",
    ]);
    const started = await app.inject({ method: "POST", url: "/api/v1/patrols", payload: {} });
    const decided = await app.inject({
      method: "PATCH",
      url: "/api/v1/findings/f1",
      payload: { status: "notified", note: "已通知", dueOn: "2017-01-15" },
    });
    const signedIn = await app.inject({ method: "POST", url: "/api/v1/session", payload: { token: "x" } });
    const tried = await app.inject({ method: "POST", url: "/api/v1/rules/dry-run", payload: { rules: {} } });
    for (const [answer, path, status, method] of [
      [tried, "/api/v1/rules/dry-run", "200", "post"],
      [started, "/api/v1/patrols", "202", "post"],
      [decided, "/api/v1/findings/{id}", "200", "patch"],
      [signedIn, "/api/v1/session", "200", "post"],
    ] as const) {
      expect(String(answer.statusCode)).toBe(status);
      const validate = answerSchema(path, status, "application/json", method);
      expect(validate(answer.json()), JSON.stringify(validate.errors)).toBe(true);
    }
    const cancelled = await app.inject({
      method: "DELETE",
      url: String(started.headers.location),
    });
    expect([cancelled.statusCode, cancelled.body]).toEqual([204, ""]);
  });

  it("says where a token is needed", () => {
    const { security, components } = document as unknown as {
      security: object[];
      components: { securitySchemes: Record<string, object> };
    };
    expect(security).toEqual([{ token: [] }, {}]);
    expect(components.securitySchemes.token).toMatchObject({ type: "http", scheme: "bearer" });
  });

  it("describes every problem", async () => {
    const validate = answerSchema("/api/v1/findings", "4XX", "application/problem+json");
    for (const url of [
      "/api/v1/findings?colour=red",
      "/api/v1/findings?limit=0",
      "/api/v1/patrols/nobody",
      "/x",
    ]) {
      const answer = await app.inject(url);
      expect(validate(answer.json()), `${url} ${JSON.stringify(validate.errors)}`).toBe(true);
      expect(answer.json().status).toBe(answer.statusCode);
    }
  });

  it("is there for people too, with every call and what it takes, and runs nothing", async () => {
    const { body, headers } = await app.inject("/docs");
    for (const [path, calls] of Object.entries(document.paths))
      for (const method of Object.keys(calls))
        expect(body).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
    expect(body).toContain("critical、major、minor");
    expect(body).toContain("asOf（正文）");
    expect(body).not.toContain("<script");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("notices an answer that is not described", () => {
    const validate = answerSchema("/healthz", "200", "application/json");
    expect(validate({ status: "ok" })).toBe(true);
    expect(validate({ status: "ok", more: 1 })).toBe(false);
  });
});
