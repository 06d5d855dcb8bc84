import type { Instant } from "../domain/time.ts";
import { newPatrol } from "../store/example.ts";
import type { Store } from "../store/store.ts";
import type { Role } from "../store/tokens.ts";
import type { ApiDependencies, PatrolQueue, RecordedPage } from "./dependencies.ts";
import { hashOfToken, newToken } from "./token.ts";

// The example city as a service: people with tokens, a portal to patrol, evidence and a queue.

/** Hands out a token and answers the header that bears it. */
export async function bearer(
  store: Store,
  role: Role,
  unitId: string | null = null,
): Promise<{ readonly authorization: string }> {
  const token = newToken();
  const createdAt = new Date().toISOString() as Instant; // toISOString writes this form
  const name = unitId === null ? role : `${role} ${unitId}`;
  const created = await store.createToken({ name, role, unitId, hash: hashOfToken(token), createdAt });
  if (!created) throw new Error(`there is a token ${name}`);
  return { authorization: `Bearer ${token}` };
}

/** A portal whose patrols begin at once, and end when they are cancelled or recorded by the test. */
export function patrolsOf(store: Store): Required<Pick<ApiDependencies, "startPatrol" | "cancelPatrol">> {
  let started = 0;
  return {
    async startPatrol({ portal, units, asOf }) {
      if (portal !== null && portal !== "portal.yaml") return { kind: "other-portal" };
      const unknown = units?.find((id) => !["mzj", "sjj", "xfj"].includes(id));
      if (unknown !== undefined) return { kind: "unknown-unit", unit: unknown };
      const running = (await store.patrols(null)).find(({ finishedAt }) => finishedAt === null);
      if (running) return { kind: "busy", patrolId: running.id };
      started += 1;
      const patrol = newPatrol(`2017-01-04-s${started}`, "2017-01-04", {
        onlyUnits: units,
        ...(asOf && { asOf }),
      });
      await store.createPatrol(patrol);
      return { kind: "started", patrolId: patrol.id };
    },
    async cancelPatrol(id) {
      await store.abandonPatrol(id, new Date().toISOString() as Instant); // toISOString writes this form
      return "cancelled";
    },
  };
}

export const PAGE_BODY = `<html><head><script>alert(1)</script></head><body onload="alert(2)">
<h1>关于低保的通知</h1><p>联系电话 13800001234</p></body></html>`;

/** Each page of the evidence as the latest patrol received it. */
export function recordedPage(rest: Partial<RecordedPage> = {}): RecordedPage {
  return {
    bytes: new TextEncoder().encode(PAGE_BODY),
    contentType: "text/html",
    encoding: "utf-8",
    lines: ["关于低保的 通知", "联系电话 13800001234"],
    fetchedAt: "2016-12-31T04:00:00.000Z",
    status: 200,
    sha256: "",
    ...rest,
  };
}

export const QUEUE: PatrolQueue = {
  ping: async () => {},
  nextPatrolAt: async () => "2017-01-14T18:00:00.000Z",
  jobs: async () => [
    { queue: "units", state: "active", count: 2 },
    { queue: "units", state: "waiting", count: 31 },
  ],
};
