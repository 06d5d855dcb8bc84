import { randomUUID } from "node:crypto";
import { createPostgresBackend, FlowProducer, type Job, Queue, Worker, type WorkerOptions } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import type { SharedPace } from "../crawler/pace.ts";
import { InputError } from "../domain/input-error.ts";

/** What a job of any queue holds; each handler checks its own. */
export type JobData = Readonly<Record<string, unknown>>;
export type JobHandler = (job: Job<JobData>, token: string | undefined, signal: AbortSignal) => Promise<void>;

/** BullMQ on Redis or on PostgreSQL alone: the same queues, flows and schedules on either. */
export interface QueueBackend {
  queue(name: string): Queue<JobData>;
  flows(): FlowProducer;
  worker(
    name: string,
    handler: JobHandler,
    options: Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval" | "maxStalledCount">,
  ): Worker<JobData>;
  /** Kept by all processes on this backend. */
  readonly sharedPace: SharedPace;
  /** Rejects where it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the queue's backend.
 * @param namespace Keeps apart what shares a server; a letter, then letters, digits and underscores.
 * @throws InputError for an address that is neither `redis://` nor `postgres://`.
 */
export async function openBackend(url: string, namespace = "xuncha"): Promise<QueueBackend> {
  if (/^rediss?:\/\//.test(url)) return redisBackend(url, namespace);
  if (/^postgres(?:ql)?:\/\//.test(url)) return postgresBackend(url, `${namespace}_queue`);
  throw new InputError("XUNCHA_QUEUE", null, "", "应为 redis://… 或 postgres://… 的地址");
}

/** Reserves the next turn at a host: nobody goes before the time that the last one set. */
const TAKE_TURN = `
local now = redis.call('TIME')
local ms = now[1] * 1000 + now[2] / 1000
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
local turn = math.max(ms, free)
redis.call('SET', KEYS[1], tostring(turn + tonumber(ARGV[1])), 'PX', math.ceil(turn - ms + tonumber(ARGV[1])) + 60000)
return tostring(turn - ms)`;

/** Takes a place at a host where fewer than ARGV[1] are taken; those that were not given back in time are free. */
const TAKE_PLACE = `
local now = redis.call('TIME')
local ms = now[1] * 1000 + now[2] / 1000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], ms + tonumber(ARGV[2]), ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

const KEEP_PLACE = `
local now = redis.call('TIME')
redis.call('ZADD', KEYS[1], 'XX', now[1] * 1000 + now[2] / 1000 + tonumber(ARGV[1]), ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])`;

async function redisBackend(url: string, prefix: string): Promise<QueueBackend> {
  // Workers wait for Redis to come back, however long that takes; a request that a person waits for does not.
  const patient = new Redis(url, { maxRetriesPerRequest: null });
  const opened = new Opened();
  const shared = { connection: patient, prefix };
  patient.on("error", () => {
    // Each command that fails says so itself; without a listener the process would end.
  });
  return {
    queue: (name) => opened.once(`queue ${name}`, () => new Queue<JobData>(name, shared)),
    flows: () => opened.once("flows", () => new FlowProducer(shared)),
    worker: (name, handler, options) =>
      opened.keep(
        new Worker<JobData>(name, (job, token, signal) => handler(job, token, signal ?? never), {
          ...shared,
          ...options,
        }),
      ),
    sharedPace: {
      takeTurn: async (host, intervalMs) =>
        Number(await patient.eval(TAKE_TURN, 1, `${prefix}:turn:${host}`, String(intervalMs))),
      takePlace: async (host, most, forMs) => {
        const place = randomUUID();
        const given = [String(most), String(forMs), place];
        return (await patient.eval(TAKE_PLACE, 1, `${prefix}:open:${host}`, ...given)) === 1 ? place : null;
      },
      keepPlace: async (host, place, forMs) => {
        await patient.eval(KEEP_PLACE, 1, `${prefix}:open:${host}`, String(forMs), place);
      },
      givePlaceBack: async (host, place) => {
        await patient.zrem(`${prefix}:open:${host}`, place);
      },
    },
    ping: async () => {
      await patient.ping();
    },
    close: async () => {
      await opened.close();
      patient.disconnect();
    },
  };
}

/**
 * @param schema Not one that a user may be called: PostgreSQL looks for tables, and the store makes its own, in the
 *   schema of the user's name first, where there is one.
 */
async function postgresBackend(connectionString: string, schema: string): Promise<QueueBackend> {
  const pool = new pg.Pool({ connectionString, max: 4 });
  pool.on("error", () => {
    // An idle connection that breaks is replaced by the next query.
  });
  const turns = `"${schema}"."turns"`;
  const places = `"${schema}"."places"`;
  const now = "extract(epoch from clock_timestamp()) * 1000";
  await pool.query(`create schema if not exists "${schema}"`);
  await pool.query(
    `create unlogged table if not exists ${turns} (host text primary key, free_at double precision not null)`,
  );
  await pool.query(
    `create unlogged table if not exists ${places}
     (host text, number integer, holder uuid not null, until double precision not null, primary key (host, number))`,
  );
  const opened = new Opened();
  const connection = { connectionString, schema, migrate: true };
  const shared = { connection };
  return {
    queue: (name) =>
      // BullMQ names the backend in the type; what callers use is the same on either.
      opened.once(
        `queue ${name}`,
        () => new Queue(name, shared, createPostgresBackend),
      ) as unknown as Queue<JobData>,
    flows: () =>
      opened.once("flows", () => new FlowProducer(shared, createPostgresBackend)) as unknown as FlowProducer,
    worker: (name, handler, options) =>
      opened.keep(
        new Worker(
          name,
          (job: Job<JobData>, token?: string, signal?: AbortSignal) => handler(job, token, signal ?? never),
          { ...shared, ...options },
          createPostgresBackend,
        ),
      ) as unknown as Worker<JobData>,
    sharedPace: {
      takeTurn: async (host, intervalMs) => {
        const { rows } = await pool.query<{ wait: number }>(
          `insert into ${turns} as t (host, free_at) values ($1, ${now} + $2)
           on conflict (host) do update set free_at = greatest(t.free_at, ${now}) + $2
           returning free_at - $2 - ${now} as wait`,
          [host, intervalMs],
        );
        return Math.max(0, rows[0]?.wait ?? 0);
      },
      takePlace: async (host, most, forMs) => {
        const place = randomUUID();
        // Two that look at once may choose the same: one of them is told that none is free, and looks again.
        const { rowCount } = await pool.query(
          `insert into ${places} as p (host, number, holder, until)
           select $1, number, $2, ${now} + $4 from generate_series(1, $3) as number
           where not exists (select from ${places} as taken
             where taken.host = $1 and taken.number = number.number and taken.until > ${now}) limit 1
           on conflict (host, number) do update set holder = $2, until = ${now} + $4 where p.until <= ${now}`,
          [host, place, most, forMs],
        );
        return rowCount === 1 ? place : null;
      },
      keepPlace: async (host, place, forMs) => {
        await pool.query(`update ${places} set until = ${now} + $3 where host = $1 and holder = $2`, [
          host,
          place,
          forMs,
        ]);
      },
      givePlaceBack: async (host, place) => {
        await pool.query(`update ${places} set until = 0 where host = $1 and holder = $2`, [host, place]);
      },
    },
    ping: async () => {
      await pool.query("select 1");
    },
    close: async () => {
      await opened.close();
      await pool.end();
    },
  };
}

interface Closable {
  close(): Promise<unknown>;
  on(event: "error", listener: () => void): unknown;
}

/** What is to be closed with its backend. */
class Opened {
  readonly #parts: Closable[] = [];
  readonly #named = new Map<string, Closable>();

  /** The part of that name, opened when it is first asked for. */
  once<T extends Closable>(name: string, open: () => T): T {
    const known = this.#named.get(name);
    if (known) return known as T; // kept under its own name, in the line below
    const part = this.keep(open());
    this.#named.set(name, part);
    return part;
  }

  keep<T extends Closable>(part: T): T {
    // BullMQ tries again by itself; without a listener a lost connection would end the process.
    part.on("error", () => {});
    this.#parts.push(part);
    return part;
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()));
  }
}

/** A job that nobody can cancel. */
const never = new AbortController().signal;
