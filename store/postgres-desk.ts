import { once } from "node:events";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import type { TestProject } from "vitest/node";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";

// One PostgreSQL for all test files of a run, started when the first of them asks for it.

declare module "vitest" {
  interface ProvidedContext {
    readonly postgresDesk: number;
  }
}

type Answer = { readonly url: string } | { readonly error: string };

/** Vitest runs it before all tests, and what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | null = null;
  const answer = (): Promise<Answer> => {
    server ??= startPostgres();
    return server.then(
      ({ url }) => ({ url }),
      (error: Error) => ({ error: error.message }),
    );
  };
  const desk = createServer(async (socket) => {
    socket.on("error", () => {}); // who asked may be gone
    socket.end(JSON.stringify(await answer()));
  });
  await once(desk.listen(0, "127.0.0.1"), "listening");
  const address = desk.address();
  if (address === null || typeof address === "string") throw new Error("no port to ask for PostgreSQL at");
  project.provide("postgresDesk", address.port);
  return async () => {
    desk.close();
    await server?.then(
      (started) => started.stop(),
      () => {},
    );
  };
}

/** The address of the run's server. Throws an error of one line where there is none. */
export async function askForPostgres(desk: number): Promise<string> {
  const answer: Answer = JSON.parse(await text(connect(desk, "127.0.0.1")));
  if ("error" in answer) throw new Error(answer.error);
  return answer.url;
}
