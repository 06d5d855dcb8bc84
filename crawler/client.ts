import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { isPrivateAddress, publicLookup } from "./address-guard.ts";
import { type Answer, answerFrom, reasonOf } from "./answer.ts";
import { decodePage } from "./decode.ts";
import { absolute } from "./dom.ts";
import { exchange, type Once, refused } from "./exchange.ts";
import { Pace, type SharedTurn } from "./pace.ts";
import { got, type PageAddress, type PageRequest, pageKey } from "./page-request.ts";
import { retryAfterMs } from "./retry-after.ts";
import { MOST_ROBOTS_BYTES, ROBOT, type RobotRules, robotRules } from "./robots.ts";
import type { Evidence, Recorded } from "./warc.ts";

/** Asks for one address at a time, each only once in a patrol; redirects are answers, not followed. */
export interface Client {
  /** Rejects only where `signal` is aborted: whatever a portal does is an answer. */
  get(request: PageRequest, signal: AbortSignal): Promise<Answer>;
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

const MOST_FAILURES_RUNNING = 10;

/** What a run asked for, for its summary. */
export interface Traffic {
  requests: number;
  bytes: number;
}

/** A client that answers from evidence alone; what is not on record was not patrolled. */
export function recordedClient(evidence: Evidence): Client {
  return {
    async get({ url, form }) {
      const recorded = await evidence.recorded(url, form);
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
  /** Host → addresses that failed one after another. */
  readonly #failing = new Map<string, number>();
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

  get(request: PageRequest, signal: AbortSignal): Promise<Answer> {
    const key = pageKey(request);
    // Two columns may list the same item at the same time.
    const asked = this.#asked.get(key);
    if (asked) return asked;
    const answer = this.#answer(request, signal).finally(() => this.#asked.delete(key));
    this.#asked.set(key, answer);
    return answer;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #answer(request: PageRequest, signal: AbortSignal): Promise<Answer> {
    const { url, form } = request;
    const recorded = await this.#evidence.recorded(url, form);
    if (recorded) return answerFrom(recorded);
    const rules = await this.#rulesFor(url, signal);
    if ("reason" in rules) await this.#skip(request, rules.reason);
    else if (rules.allows(url)) await this.#ask(request, signal);
    else await this.#skip(request, "robots");
    return recordedClient(this.#evidence).get(request, signal);
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
    const recorded = await this.#robotsFile(url, signal);
    if (recorded?.kind !== "response") return { reason: recorded?.reason ?? ("unreachable" as const) };
    // A server that fails to give its rules allows nothing (RFC 9309); why is what it answered.
    if (recorded.status >= 500) return { reason: reasonOf(recorded.status) ?? ("server-error" as const) };
    const answer = await answerFrom(recorded);
    const text = answer.ok ? decodePage(answer.body, answer.contentType).text : "";
    const rules = robotRules(url, recorded.status, text);
    if (rules.crawlDelay !== null) this.#pace.slowDown(host, rules.crawlDelay * 1000);
    return rules;
  }

  /** The answer to `/robots.txt`, behind redirects within the host (RFC 9309 follows five). */
  async #robotsFile(url: string, signal: AbortSignal): Promise<Recorded | null> {
    for (let hop = 0, at = url; ; hop += 1) {
      if (!(await this.#evidence.recorded(at))) await this.#ask(got(at), signal, "beginning");
      const recorded = await this.#evidence.recorded(at);
      const moved = recorded?.kind === "response" && recorded.status >= 300 && recorded.status < 400;
      const next = moved ? absolute(recorded.headers.location ?? "", at) : null;
      if (next === null || hop === 5 || new URL(next).hostname !== new URL(url).hostname) return recorded;
      at = next;
    }
  }

  async #skip({ url, form }: PageAddress, reason: Reason): Promise<void> {
    await this.#evidence.putFailure({ url, form, reason, attempts: 0, ms: 0, at: now() });
  }

  /** Asks until there is something worth recording, and records it. */
  async #ask(address: PageAddress, signal: AbortSignal, as: "page" | "beginning" = "page"): Promise<void> {
    const { retryDelayMs } = this.#settings;
    const { url, form } = address;
    const host = new URL(url).host;
    const started = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#pace.run(host, signal, () => this.#once(address, signal, as));
      const fails = mayPass(result);
      // A host that has failed many times running is down: it is asked on, but only once for each address.
      const running = fails ? (this.#failing.get(host) ?? 0) : 0;
      const last = attempt >= (running >= MOST_FAILURES_RUNNING ? 1 : this.#settings.attempts);
      if (last || !fails) {
        this.#failing.set(host, fails ? running + 1 : 0);
        if (result.kind === "response") await this.#evidence.putResponse(result);
        else {
          const ms = Math.round(performance.now() - started);
          await this.#evidence.putFailure({
            url,
            form,
            reason: result.reason,
            attempts: attempt,
            ms,
            at: now(),
          });
        }
        return;
      }
      const wanted = result.kind === "response" ? retryAfterMs(result.headers["retry-after"]) : 0;
      await sleep(Math.max(wanted, retryDelayMs * 2 ** (attempt - 1)), undefined, { signal });
    }
  }

  async #once(address: PageAddress, signal: AbortSignal, as: "page" | "beginning"): Promise<Once> {
    const { userAgent, timeoutMs, allowPrivateHosts } = this.#settings;
    const { hostname } = new URL(address.url);
    if (!allowPrivateHosts && isPrivateAddress(hostname.replace(/^\[|\]$/g, ""))) return refused;
    this.traffic.requests += 1;
    const maxBytes = as === "page" ? this.#settings.maxBytes : MOST_ROBOTS_BYTES;
    const result = await exchange(address, { userAgent, timeoutMs, maxBytes, as }, this.#agent, signal);
    if (result.kind === "response") this.traffic.bytes += result.body.length;
    return result;
  }
}

/** A failure that may pass: asking again may help. */
function mayPass(result: Once): boolean {
  if (result.kind === "failure") return result.again;
  return reasonOf(result.status) === "server-error" || result.status === 429;
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
