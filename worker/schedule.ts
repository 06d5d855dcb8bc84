import { createHash } from "node:crypto";
import path from "node:path";
import { InputError } from "../domain/input-error.ts";
import { PATROLS } from "./queue.ts";
import type { QueueBackend } from "./queue-backend.ts";

/** A patrol that comes again and again. */
export interface Schedule {
  readonly id: string;
  readonly portalPath: string;
  readonly everyMs: number;
  /** By the clock, ms since 1970. */
  readonly nextAt: number;
}

/** China has one time zone and no summer time. */
const OFFSET_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

/** Registers a portal's patrol; the same portal again replaces what it had. Returns when it comes first. */
export async function schedulePatrol(
  backend: QueueBackend,
  {
    portalPath,
    everyMs,
    at,
  }: { readonly portalPath: string; readonly everyMs: number; readonly at: string | null },
  nowMs: number,
): Promise<Schedule> {
  const absolute = path.resolve(portalPath);
  const id = idOf(absolute);
  const known = (await schedules(backend)).find((schedule) => schedule.id === id);
  // Registered again as it was, it keeps its rhythm.
  if (
    known &&
    known.everyMs === everyMs &&
    known.nextAt > nowMs &&
    (at === null || at === timeOfDay(known.nextAt))
  ) {
    return known;
  }
  const startDate = at === null ? nowMs + everyMs : nextTimeOfDay(at, nowMs);
  await backend.queue(PATROLS).upsertJobScheduler(
    id,
    { every: everyMs, startDate },
    {
      name: "begin",
      data: { portalPath: absolute },
      opts: { removeOnComplete: true, removeOnFail: { count: 100 } },
    },
  );
  return { id, portalPath: absolute, everyMs, nextAt: startDate };
}

export async function schedules(backend: QueueBackend): Promise<Schedule[]> {
  const registered = await backend.queue(PATROLS).getJobSchedulers();
  return registered.map(({ key, every, next, template }) => ({
    id: key,
    portalPath: String(template?.data?.portalPath ?? ""),
    everyMs: Number(every ?? 0),
    nextAt: Number(next ?? 0),
  }));
}

/** Whether there was one to remove. */
export function unschedule(backend: QueueBackend, portalPath: string): Promise<boolean> {
  return backend.queue(PATROLS).removeJobScheduler(idOf(path.resolve(portalPath)));
}

/**
 * `14d`, `6h`, `20s` in ms.
 * @throws InputError for anything else.
 */
export function everyFrom(text: string): number {
  const [, count = "", unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * ({ s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS }[unit] ?? 0);
  if (ms === 0) throw new InputError("--every", null, "", `应为数字加 s、m、h 或 d，如 14d，现为“${text}”`);
  return ms;
}

/** The next moment at which a clock in China shows `at` (`HH:MM`). */
export function nextTimeOfDay(at: string, nowMs: number): number {
  const [, hours = "", minutes = ""] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? [];
  if (hours === "") throw new InputError("--at", null, "", `应为 HH:MM，如 02:00，现为“${at}”`);
  const midnight = Math.floor((nowMs + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  const today = midnight + (Number(hours) * 60 + Number(minutes)) * 60_000;
  return today > nowMs ? today : today + DAY_MS;
}

function timeOfDay(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(11, 16);
}

function idOf(portalPath: string): string {
  return `portal-${createHash("sha256").update(portalPath).digest("hex").slice(0, 16)}`;
}
