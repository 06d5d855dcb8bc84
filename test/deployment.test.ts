import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { everyFrom, nextTimeOfDay } from "../worker/schedule.ts";

const ROOT = path.join(import.meta.dirname, "..");
const UNITS = path.join(ROOT, "deploy/systemd");
/** Settings by environment, all of them. */
const SETTINGS = ["STORE", "QUEUE", "HOST", "PORT", "LOG_LEVEL", "CHROMIUM"].map((name) => `XUNCHA_${name}`);
const run = promisify(execFile);
const textOf = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly user: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly timeout: string };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly restart: string;
  readonly profiles?: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly logging: { readonly options: Readonly<Record<string, string>> };
  readonly deploy: { readonly resources: { readonly limits: Readonly<Record<string, string | number>> } };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, null>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

function composeOf(file: string): Compose {
  const document = parseDocument(textOf(file), { merge: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new Error(`${file}: ${fault.message}`);
  return document.toJS();
}

/** Each command's own `--help`. */
const usage = new Map<string, string>();
beforeAll(async () => {
  const help = async (...args: string[]) =>
    (await run(process.execPath, [path.join(ROOT, "bin/xuncha.js"), ...args, "--help"])).stdout;
  const commands = ["serve", "worker", "schedule", "patrol", "token"];
  await Promise.all(commands.map(async (name) => usage.set(name, await help(name))));
}, 120_000);

/** A command and its options are those of the program. */
function expectUsable([command = "", ...rest]: readonly string[]): void {
  expect([...usage.keys()]).toContain(command);
  for (const option of rest.filter((word) => word.startsWith("--")))
    expect(usage.get(command), `${option} of ${command}`).toContain(`${option} `);
  const after = (option: string) => rest[rest.indexOf(option) + 1] ?? "";
  if (rest.includes("--every")) expect(everyFrom(after("--every"))).toBeGreaterThan(0);
  if (rest.includes("--at")) expect(nextTimeOfDay(after("--at"), 0)).toBeGreaterThan(0);
}

const { services, volumes, networks } = composeOf("docker-compose.yml");
const all = Object.entries(services);
const own = all.filter(([, { build }]) => build !== undefined);
const { version } = JSON.parse(textOf("package.json"));

describe.each(all)("%s of docker-compose.yml", (_name, service) => {
  test("its image is pinned", () => {
    expect(service.image).toMatch(/:\d+\.\d+/);
    if (service.build !== undefined) expect(service.image).toBe(`xuncha:${version}`);
  });

  test("it runs as nobody in particular, and writes only where it must", () => {
    expect(service.user).toMatch(/^(?!root\b|0\b)\S+$/);
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(["ALL"]);
    expect(service.security_opt).toContain("no-new-privileges:true");
  });

  test("its health is asked for, its log turns over, and it has limits", () => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(Object.keys(service.logging.options)).toEqual(["max-size", "max-file"]);
    expect(Object.keys(service.deploy.resources.limits)).toEqual(["cpus", "memory", "pids"]);
  });

  test("what it waits for, and what it mounts, is there", () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe("service_healthy");
      expect(services[other]?.healthcheck).toBeDefined();
    }
    for (const volume of service.volumes ?? []) {
      const source = volume.replace(/\$\{[^}]*\}/g, "./").split(":")[0] ?? "";
      if (!source.startsWith(".")) expect(Object.keys(volumes ?? {})).toContain(source);
    }
    for (const network of service.networks) expect(Object.keys(networks ?? {})).toContain(network);
  });

  test("no password stands in it", () => {
    for (const [variable, value] of Object.entries(service.environment)) {
      const place = /password/i.test(variable) ? value : (/:\/\/[^:@/]*:([^@]*)@/.exec(value)?.[1] ?? "${");
      expect(place, variable).toMatch(/^\$\{/);
    }
  });
});

describe.each(own)("%s", (_name, { command, environment, healthcheck }) => {
  test("it runs a command of xuncha with its options", () => {
    expectUsable(command);
    const asked = healthcheck?.test ?? [];
    if (asked.includes("xuncha")) expectUsable(asked.slice(asked.indexOf("xuncha") + 1));
  });

  test("it sets only what xuncha knows", () => {
    for (const variable of Object.keys(environment)) expect(SETTINGS).toContain(variable);
  });
});

test("the service is reached from this machine alone, the servers behind it from nowhere", () => {
  const published = all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port] as const));
  expect(published.map(([name]) => name)).toEqual(["api"]);
  for (const [, port] of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect(networks?.back?.internal).toBe(true);
  for (const name of ["postgres", "redis"]) expect(services[name]?.networks).toEqual(["back"]);
});

test("workers and scheduler see the portal file at one path, workers and API the evidence", () => {
  const place = (name: string, target: string) =>
    services[name]?.volumes?.find((volume) => new RegExp(`:${target}(?::ro)?$`).test(volume));
  expect(place("worker", "/config")).toBe(place("scheduler", "/config"));
  expect(place("worker", "/config")).toBe(place("api", "/config"));
  expect(place("worker", "/data")).toBe("data:/data");
  expect(place("api", "/data")).toBe("data:/data:ro");
});

test("Redis keeps its queue: it writes it down and forgets nothing for want of memory", () => {
  const command = services.redis?.command.join(" ") ?? "";
  expect(command).toContain("appendonly yes");
  expect(command).toContain("maxmemory-policy noeviction");
  expect(services.redis?.volumes).toEqual(["redis:/data"]);
});

describe("docker-compose.postgres-only.yml", () => {
  const override = composeOf("docker-compose.postgres-only.yml").services;

  test("does without Redis in every service of xuncha", () => {
    for (const [name] of own) {
      expect(override[name]?.environment.XUNCHA_QUEUE).toMatch(/^postgres:\/\//);
      expect(override[name]?.environment.XUNCHA_QUEUE).toBe(services[name]?.environment.XUNCHA_STORE);
      expect(override[name]?.depends_on?.redis?.required).toBe(false);
    }
    expect(override.redis?.profiles).toHaveLength(1);
  });

  test("speaks of services that are there", () => {
    for (const name of Object.keys(override)) expect(Object.keys(services)).toContain(name);
  });
});

test(".env.example names every variable of the compose files, and no password", () => {
  const example = textOf(".env.example");
  const asked = ["docker-compose.yml", "docker-compose.postgres-only.yml"].flatMap((file) =>
    [...textOf(file).matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = ""]) => name),
  );
  expect(asked.length).toBeGreaterThan(0);
  for (const name of asked) expect(example).toMatch(new RegExp(`^${name}=`, "m"));
  expect(example).toMatch(/^POSTGRES_PASSWORD=$/m);
  expect(example).toMatch(/^REDIS_PASSWORD=$/m);
  expect(textOf(".gitignore").split("\n")).toContain(".env");
});

describe("Dockerfile", () => {
  const text = textOf("Dockerfile");

  test("its base is pinned, and fit for this package", () => {
    const [, major = "", minor = ""] = /^ARG NODE_IMAGE=node:(\d+)\.(\d+)\.\d+-\w+-slim$/m.exec(text) ?? [];
    const [, least = "", atLeast = ""] =
      /^>=(\d+)\.(\d+)$/.exec(JSON.parse(textOf("package.json")).engines.node) ?? [];
    expect(Number(major) * 1000 + Number(minor)).toBeGreaterThanOrEqual(
      Number(least) * 1000 + Number(atLeast),
    );
    for (const [, image] of text.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/^\$\{NODE_IMAGE\}$/);
  });

  test("its program runs as no root, and is asked for its health", () => {
    const lines = text.split("\n");
    expect(lines.filter((line) => line.startsWith("USER "))).toEqual(["USER node"]);
    expect(lines.indexOf("USER node")).toBeLessThan(lines.findIndex((line) => line.startsWith("ENTRYPOINT")));
    expect(text).toMatch(/^HEALTHCHECK /m);
    expectUsable(JSON.parse(/^CMD (\[.*\])$/m.exec(text)?.[1] ?? "[]"));
    expect(text).toContain(`org.opencontainers.image.version="${version}"`);
    for (const [, variable] of text.matchAll(/\b(XUNCHA_\w+)/g)) expect(SETTINGS).toContain(variable);
  });

  test("the folders that are compiled are let into its build, the sources not into the image", () => {
    const lines = textOf(".dockerignore").split("\n");
    const { include } = JSON.parse(textOf("tsconfig.build.json"));
    for (const folder of [...include, "web", "bin", "package-lock.json"])
      expect(lines).toContain(`!${folder}`);
    for (const line of lines.filter((l) => l.startsWith("!")))
      expect(existsSync(path.join(ROOT, line.slice(1))), line).toBe(true);
    const image = text.slice(text.lastIndexOf("FROM "));
    expect(image).not.toMatch(/^COPY .*\bcli\b/m);
    expect(image).not.toMatch(/^COPY \. /m);
  });
});

/** The values of a key of a unit file. */
function valuesOf(unit: string, key: string): string[] {
  const text = readFileSync(path.join(UNITS, unit), "utf8");
  return [...text.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value);
}

const units = readdirSync(UNITS);

describe.each(units.filter((file) => file.endsWith(".service")))("%s", (unit) => {
  test("it runs a command of xuncha with its options", () => {
    const [line = ""] = valuesOf(unit, "ExecStart");
    const [program = "", ...command] = line.split(" ");
    expect(program).toBe("/opt/xuncha/node_modules/.bin/xuncha");
    expectUsable(command);
  });

  test("it runs as no root, and shut in", () => {
    expect(valuesOf(unit, "User")).toEqual(["xuncha"]);
    for (const key of ["NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices"])
      expect(valuesOf(unit, key), key).toEqual(["yes"]);
    expect(valuesOf(unit, "ProtectSystem")).toEqual(["strict"]);
    expect(valuesOf(unit, "CapabilityBoundingSet")).toEqual([""]);
    // Settings, and with them passwords, stand in a file that only root and the service may read.
    expect(valuesOf(unit, "Environment")).toEqual([]);
  });

  test("a wrong setting, exit code 2, is not tried again and again", () => {
    const restarts = valuesOf(unit, "Restart").length > 0;
    expect(valuesOf(unit, "RestartPreventExitStatus")).toEqual(restarts ? ["2"] : []);
  });
});

test("each timer has its service, and catches up", () => {
  const timers = units.filter((file) => file.endsWith(".timer"));
  expect(timers.length).toBeGreaterThan(0);
  for (const timer of timers) {
    expect(units).toContain(timer.replace(".timer", ".service"));
    expect(valuesOf(timer, "Persistent")).toEqual(["true"]);
  }
});
