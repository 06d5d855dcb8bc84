import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createSilentServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reason } from "../domain/snapshot.ts";
import { certificate } from "./certificates.ts";
import { HOME, listPage, STALE } from "./hostile-pages.ts";
import type { HostileUnit } from "./hostile-patrol.ts";
import { type Answerer, asOf, sendHtml } from "./hostile-server.ts";
import { inOwnProcess } from "./in-own-process.ts";
import type { ChildPatrol } from "./patrol-child.ts";

const healthy: Answerer = (at, response) => {
  asOf(response, at);
  if (/^\/u\/[^/]+\/$/.test(at)) sendHtml(response, HOME);
  else if (/^\/u\/[^/]+\/gzdt\/$/.test(at)) sendHtml(response, listPage(STALE));
  else response.writeHead(404).end();
};

const DAY_MS = 86_400_000;
const authority = certificate({ isAuthority: true });
const stranger = certificate({ isAuthority: true });
const between = certificate({ isAuthority: true, by: authority });
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS);

interface TlsCase {
  readonly why: string;
  readonly expected: Reason;
  readonly server: () => Server;
}

const overTls = (options: TlsOptions) => () =>
  createServer(options, (request, response) => healthy(request.url ?? "/", response, request));

const CASES: Readonly<Record<string, TlsCase>> = {
  "self-signed": {
    why: "a certificate that nobody vouches for but itself",
    expected: "unreachable",
    server: overTls(certificate()),
  },
  expired: {
    why: "a certificate that has expired",
    expected: "unreachable",
    server: overTls(certificate({ by: authority, from: daysFromNow(-400), until: daysFromNow(-1) })),
  },
  "not-yet": {
    why: "a certificate that is not valid yet",
    expected: "unreachable",
    server: overTls(certificate({ by: authority, from: daysFromNow(2), until: daysFromNow(400) })),
  },
  "wrong-host": {
    why: "a certificate for another address",
    expected: "unreachable",
    server: overTls(certificate({ by: authority, ip: "127.0.0.9" })),
  },
  stranger: {
    why: "a certificate of an authority that is not known",
    expected: "unreachable",
    server: overTls(certificate({ by: stranger })),
  },
  "link-missing": {
    why: "a certificate whose next authority is left out",
    expected: "unreachable",
    server: overTls(certificate({ by: between })),
  },
  "old-protocol": {
    why: "TLS 1.0 alone",
    expected: "unreachable",
    server: overTls({
      ...certificate({ by: authority }),
      minVersion: "TLSv1",
      maxVersion: "TLSv1",
      ciphers: "DEFAULT@SECLEVEL=0",
    }),
  },
  "no-tls": {
    why: "HTTP where TLS should be spoken",
    expected: "unreachable",
    server: () => createPlainServer((request, response) => healthy(request.url ?? "/", response, request)),
  },
  "no-handshake": {
    why: "a connection on which nothing is said",
    expected: "timeout",
    server: () => createSilentServer(),
  },
};

describe("columns behind a connection that cannot be trusted", () => {
  const opened: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];
  const connections = new Map<string, number>();
  let folder: string;
  let patrol: ChildPatrol;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "xuncha-tls-"));
    const trusted = path.join(folder, "authority.pem");
    await writeFile(trusted, authority.cert);
    const well = await opening("well", overTls(certificate({ by: authority })));
    const units: HostileUnit[] = [];
    for (const [name, { server }] of Object.entries(CASES))
      units.push(unitAt(await opening(name, server), name), unitAt(well, `${name}.well`));
    const order = { units, client: { headTimeoutMs: 1500 } };
    patrol = await inOwnProcess(order, { NODE_EXTRA_CA_CERTS: trusted });
  }, 30_000);
  afterAll(async () => {
    for (const { sockets } of opened) for (const socket of sockets) socket.destroy();
    await Promise.all(opened.map(({ server }) => new Promise((resolve) => server.close(resolve))));
    await rm(folder, { recursive: true, force: true });
  });

  /** @returns The server's root. */
  async function opening(name: string, make: () => Server): Promise<string> {
    const server = make();
    const sockets = new Set<Socket>();
    opened.push({ server, sockets });
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      connections.set(name, (connections.get(name) ?? 0) + 1);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server's address is no text
  }

  test.each(Object.entries(CASES).map(([name, { expected, why }]) => [name, expected, why] as const))(
    "%s is %s: %s",
    (name, expected) => {
      expect(patrol.verdicts[name]).toBe(expected);
      expect(patrol.accusers[name]).toEqual([]);
    },
  );

  test("a certificate that is not believed is tried once in each pass", () => {
    for (const name of ["self-signed", "expired", "not-yet", "wrong-host", "stranger", "link-missing"])
      expect(connections.get(name), name).toBe(2);
  });

  test.each(Object.keys(CASES))("the twin of %s, whose certificate is good, is judged", (name) =>
    expect(patrol.verdicts[`${name}.well`]).toBe("failed"),
  );
});

function unitAt(root: string, id: string): HostileUnit {
  return { id, url: `${root}u/${id}/`, columnUrls: [`${root}u/${id}/gzdt/`] };
}
