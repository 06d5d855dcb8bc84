import { setTimeout as sleep } from "node:timers/promises";
import { Agent, type Dispatcher, request } from "undici";
import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { isPrivateAddress, PrivateAddressError, publicLookup } from "./address-guard.ts";
import { type Answer, answerFrom, reasonOf } from "./answer.ts";
import { decodePage } from "./decode.ts";
import { Pace, type SharedTurn } from "./pace.ts";
import { ROBOT, type RobotRules, robotRules } from "./robots.ts";
import type { Evidence } from "./warc.ts";

/** Asks for one address at a time, each only once in a patrol; redirects are answers, not followed. */
export interface Client {
  /** Rejects only where `signal` is aborted: whatever a portal does is an answer. */
  get(url: string, signal: AbortSignal): Promise<Answer>;
}

export interface ClientSettings {
  readonly requestsPerSecond: number;
  readonly concurrency: number;
  readonly allowPrivateHosts: boolean;
  readonly userAgent: string;
  /** Until the response's head, ms. */
  readonly headTimeoutMs: number;
  /** Until the whole response, ms. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly attempts: number;
  /** Before the second attempt, ms; doubled before each further one. */
  readonly retryDelayMs: number;
}

export const CLIENT_DEFAULTS: Omit<
  ClientSettings,
  "requestsPerSecond" | "concurrency" | "allowPrivateHosts"
> = {
  userAgent: `Mozilla/5.0 (compatible; ${ROBOT}; patrol of government information columns)`,
  headTimeoutMs: 20_000,
  timeoutMs: 60_000,
  maxBytes: 16 * 1024 * 1024,
  attempts: 3,
  retryDelayMs: 500,
};

/** What a run asked for, for its summary. */
export interface Traffic {
  requests: number;
  bytes: number;
}

/** A client that answers from evidence alone; what is not on record was not patrolled. */
export function recordedClient(evidence: Evidence): Client {
  return {
    async get(url) {
      const recorded = await evidence.recorded(url);
      return recorded ? answerFrom(recorded) : { ok: false, reason: "not-patrolled", page: null };
    },
  };
}

/**
 * A client that asks the network, politely, and writes every exchange into the evidence before it answers.
 * What the evidence already holds is answered from there, so that an interrupted patrol goes on where it was.
 */
export class LiveClient implements Client {
  readonly traffic: Traffic = { requests: 0, bytes: 0 };
  readonly #evidence: Evidence;
  readonly #settings: ClientSettings;
  readonly #pace: Pace;
  readonly #agent: Agent;
  readonly #robots = new Map<string, Promise<RobotRules | { readonly reason: Reason }>>();
  readonly #asked = new Map<string, Promise<Answer>>();

  /** @param sharedTurn How processes that patrol the same hosts take turns; null: this one is alone. */
  constructor(evidence: Evidence, settings: ClientSettings, sharedTurn: SharedTurn | null = null) {
    this.#evidence = evidence;
    this.#settings = settings;
    this.#pace = new Pace(settings, sharedTurn);
    this.#agent = new Agent({
      connections: settings.concurrency,
      headersTimeout: settings.headTimeoutMs,
      bodyTimeout: settings.timeoutMs,
      connect: {
        timeout: settings.headTimeoutMs,
        ...(settings.allowPrivateHosts ? {} : { lookup: publicLookup }),
      },
    });
  }

  get(url: string, signal: AbortSignal): Promise<Answer> {
    // Two columns may list the same item at the same time.
    const asked = this.#asked.get(url);
    if (asked) return asked;
    const answer = this.#answer(url, signal).finally(() => this.#asked.delete(url));
    this.#asked.set(url, answer);
    return answer;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #answer(url: string, signal: AbortSignal): Promise<Answer> {
    const recorded = await this.#evidence.recorded(url);
    if (recorded) return answerFrom(recorded);
    const rules = await this.#rulesFor(url, signal);
    if ("reason" in rules) await this.#skip(url, rules.reason);
    else if (rules.allows(url)) await this.#ask(url, signal);
    else await this.#skip(url, "robots");
    return recordedClient(this.#evidence).get(url, signal);
  }

  #rulesFor(url: string, signal: AbortSignal): Promise<RobotRules | { readonly reason: Reason }> {
    const { origin, host } = new URL(url);
    let rules = this.#robots.get(origin);
    if (!rules) {
      rules = this.#readRobots(`${origin}/robots.txt`, host, signal);
      this.#robots.set(origin, rules);
    }
    return rules;
  }

  async #readRobots(url: string, host: string, signal: AbortSignal) {
    if (!(await this.#evidence.recorded(url))) await this.#ask(url, signal);
    const recorded = await this.#evidence.recorded(url);
    if (recorded?.kind !== "response") return { reason: recorded?.reason ?? ("unreachable" as const) };
    // A server that fails to give its rules allows nothing (RFC 9309); why is what it answered.
    if (recorded.status >= 500) return { reason: reasonOf(recorded.status) ?? ("server-error" as const) };
    const answer = await answerFrom(recorded);
    const text = answer.ok ? decodePage(answer.body, answer.contentType).text : "";
    const rules = robotRules(url, recorded.status, text);
    if (rules.crawlDelay !== null) this.#pace.slowDown(host, rules.crawlDelay * 1000);
    return rules;
  }

  async #skip(url: string, reason: Reason): Promise<void> {
    await this.#evidence.putFailure({ url, reason, attempts: 0, ms: 0, at: now() });
  }

  /** Asks until there is something worth recording, and records it. */
  async #ask(url: string, signal: AbortSignal): Promise<void> {
    const { attempts, retryDelayMs } = this.#settings;
    const host = new URL(url).host;
    const started = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= attempts;
      const result = await this.#pace.run(host, signal, () => this.#once(url, signal));
      if (result.kind === "response") {
        const { status, headers } = result;
        const again = reasonOf(status) === "server-error" || status === 429;
        if (last || !again) {
          await this.#evidence.putResponse(result);
          return;
        }
        await sleep(Math.max(retryAfterMs(headers), retryDelayMs * 2 ** (attempt - 1)), undefined, {
          signal,
        });
      } else {
        if (last || !result.again) {
          const ms = Math.round(performance.now() - started);
          await this.#evidence.putFailure({ url, reason: result.reason, attempts: attempt, ms, at: now() });
          return;
        }
        await sleep(retryDelayMs * 2 ** (attempt - 1), undefined, { signal });
      }
    }
  }

  async #once(url: string, signal: AbortSignal): Promise<Once> {
    const { userAgent, timeoutMs, maxBytes, allowPrivateHosts } = this.#settings;
    const { hostname } = new URL(url);
    if (!allowPrivateHosts && isPrivateAddress(hostname.replace(/^\[|\]$/g, ""))) return refused;
    this.traffic.requests += 1;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(url, {
        dispatcher: this.#agent,
        headers: {
          "user-agent": userAgent,
          accept: "text/html,application/xhtml+xml,*/*;q=0.8",
          "accept-language": "zh-CN,zh;q=0.9",
          "accept-encoding": "gzip, deflate, br",
        },
        signal: AbortSignal.any([signal, deadline]),
      });
      const headers = flat(response.headers);
      if (response.statusCode < 300 && !isText(headers["content-type"])) {
        discard(response.body);
        return { kind: "failure", reason: "not-html", again: false };
      }
      const body = await bounded(response.body, maxBytes);
      if (body === null) return { kind: "failure", reason: "too-large", again: false };
      this.traffic.bytes += body.length;
      return { kind: "response", url, status: response.statusCode, headers, body, fetchedAt: now() };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return failureFrom(error, deadline.aborted);
    }
  }
}

type Once =
  | ({ readonly kind: "response" } & Parameters<Evidence["putResponse"]>[0])
  | { readonly kind: "failure"; readonly reason: Reason; readonly again: boolean };

const refused: Once = { kind: "failure", reason: "not-patrolled", again: false };

function failureFrom(error: unknown, deadlinePassed: boolean): Once {
  if (deadlinePassed) return { kind: "failure", reason: "timeout", again: true };
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PrivateAddressError) return refused;
    const code = "code" in cause ? String(cause.code) : "";
    if (/TIMEOUT|ETIMEDOUT/.test(code)) return { kind: "failure", reason: "timeout", again: true };
    if (code === "ENOTFOUND") return { kind: "failure", reason: "unreachable", again: false };
  }
  return { kind: "failure", reason: "unreachable", again: true };
}

/** Whether a response may hold text; what is surely none is not even received. */
function isText(contentType: string | undefined): boolean {
  return !/^(?:image|audio|video|font)\/|pdf|msword|ms-|officedocument|zip|rar|octet-stream|wps/i.test(
    contentType ?? "",
  );
}

/** Gives a body up unread. Its stream then reports an abort, which is no error of anybody's. */
function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => {});
  body.destroy();
}

async function bounded(body: Dispatcher.ResponseData["body"], maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      discard(body);
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flat(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

const LONGEST_RETRY_AFTER_MS = 30_000;

function retryAfterMs(headers: Readonly<Record<string, string>>): number {
  const seconds = Number(headers["retry-after"]);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : 0;
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
