import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A running server, and how to stop it. */
export interface Served {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Whether the system has nginx. */
export function hasNginx(): boolean {
  return spawnSync("nginx", ["-v"], { stdio: "ignore" }).status === 0;
}

/** Serves `folder` on a free loopback port with one nginx worker and a configuration of its own, kept in `scratch`. */
export async function serve(folder: string, scratch: string): Promise<Served> {
  const port = await freePort();
  mkdirSync(scratch, { recursive: true });
  const config = path.join(scratch, "nginx.conf");
  writeFileSync(config, configuration(folder, scratch, port));
  const server = spawn("nginx", ["-c", config, "-p", scratch, "-e", path.join(scratch, "error.log")], {
    stdio: "inherit",
  });
  await answers(port, server);
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      if (server.exitCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    },
  };
}

function configuration(folder: string, scratch: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${path.join(scratch, name)};`)
    .join("\n  ");
  return `daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? "user root;" : ""}
pid ${path.join(scratch, "nginx.pid")};
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  default_type text/html;
  types { text/html html htm; text/plain txt; }
  open_file_cache off;
  ${temporary}
  server { listen 127.0.0.1:${port} backlog=1024; root ${folder}; index index.html; }
}
`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  probe.close();
  await once(probe, "close");
  return port;
}

async function answers(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (server.exitCode !== null) throw new Error("nginx did not start");
    const response = await fetch(`http://127.0.0.1:${port}/robots.txt`).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error("nginx does not answer");
}
