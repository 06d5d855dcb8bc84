import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conclusion, newPatrol, snapshot, unitRecord } from "../store/example.ts";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore, LATEST_PATROL } from "./example-server.ts";

interface Event {
  readonly event: string;
  readonly data: { readonly state: string; readonly unitsDone: number };
}

let store: Store;
let app: FastifyInstance;
beforeEach(async () => {
  store = await exampleStore();
  app = await exampleServer(store);
  await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await app.close();
  await store.close();
});

async function open(path: string): Promise<IncomingMessage> {
  const { port } = app.server.address() as AddressInfo; // a TCP server's address is no text
  const request = get({ host: "127.0.0.1", port, path });
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  answer.setEncoding("utf8");
  return answer;
}

async function* eventsOf(answer: IncomingMessage): AsyncGenerator<Event> {
  let text = "";
  for await (const chunk of answer) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) };
      text = text.slice(end + 2);
    }
  }
}

async function next(events: AsyncGenerator<Event>): Promise<Event> {
  const { value, done } = await events.next();
  if (done) throw new Error("the stream has ended");
  return value;
}

const PATROL = newPatrol("p-running", "2017-01-05");

describe("the progress of a patrol", () => {
  it("is told from the first unit to the last, and ends with the patrol", async () => {
    await store.createPatrol(PATROL);
    const answer = await open(`/api/v1/patrols/${PATROL.id}/progress`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(answer.headers["cache-control"]).toContain("no-transform");
    const events = eventsOf(answer);
    expect(await next(events)).toEqual({
      event: "progress",
      data: { patrol: PATROL.id, state: "running", unitsDone: 0, units: 3, pages: null },
    });
    await store.saveSnapshot(PATROL.id, snapshot("mzj", 1));
    await store.setProgress(PATROL.id, { unitsDone: 1, units: 3, pages: 40 });
    let told = await next(events);
    while (told.data.unitsDone === 0) told = await next(events);
    expect(told.data).toMatchObject({ state: "running", unitsDone: 1, units: 3 });
    await store.recordPatrol(PATROL.id, conclusion(PATROL, [], [unitRecord([])]));
    const rest: Event[] = [];
    for await (const event of events) rest.push(event);
    expect(rest.at(-1)).toMatchObject({ event: "end", data: { state: "complete", unitsDone: 1, pages: 40 } });
  });

  it("of one that is over ends at once", async () => {
    const told: string[] = [];
    for await (const { event, data } of eventsOf(await open(`/api/v1/patrols/${LATEST_PATROL}/progress`)))
      told.push(`${event} ${data.state}`);
    expect(told).toEqual(["progress complete", "end complete"]);
  });

  it("of one that is cancelled ends so", async () => {
    await store.createPatrol(PATROL);
    const events = eventsOf(await open(`/api/v1/patrols/${PATROL.id}/progress`));
    await next(events);
    await store.abandonPatrol(PATROL.id, "2017-01-05T05:00:00.000Z");
    let told = await next(events);
    while (told.event !== "end") told = await next(events);
    expect(told.data.state).toBe("cancelled");
  });

  it("does not outlive its listener, and keeps no server from closing", async () => {
    await store.createPatrol(PATROL);
    const gone = await open(`/api/v1/patrols/${PATROL.id}/progress`);
    await next(eventsOf(gone));
    gone.destroy();
    const staying = await open(`/api/v1/patrols/${PATROL.id}/progress`);
    const events = eventsOf(staying);
    await next(events);
    await app.close();
    // No end is told: the listener asks again, and finds the server restarted.
    for await (const { event } of events) expect(event).not.toBe("end");
    const connections = await new Promise<number>((resolve) => {
      app.server.getConnections((_error, count) => resolve(count));
    });
    expect(connections).toBe(0);
  });

  it("of an unknown patrol is not found", async () => {
    const answer = await open("/api/v1/patrols/nobody/progress");
    answer.resume();
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
  });

  it("takes no parameter", async () => {
    expect((await app.inject(`/api/v1/patrols/${LATEST_PATROL}/progress?x=1`)).statusCode).toBe(400);
  });
});
