import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { isGoneStatus } from "../domain/gone.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { isPrivateAddress, publicLookup } from "./address-guard.ts";
import { type Answer, answerFrom, locationIn, reasonOf } from "./answer.ts";
import { Breaker, type Trial } from "./breaker.ts";
import { type Condition, conditionFor, confirms, type EarlierPage } from "./conditional.ts";
import { decodePage } from "./decode.ts";
import { absolute } from "./dom.ts";
import { keptHeaders, type Recorded } from "./evidence-record.ts";
import { type ExchangeSettings, exchange, type Once, refused } from "./exchange.ts";
import { Pace, type PaceLimits, type SharedPace } from "./pace.ts";
import { got, HEAD_AGAIN, isHeadOnly, type PageAddress, type PageRequest, pageKey } from "./page-request.ts";
import { isPassingNotice, mayHavePassed } from "./passing.ts";
import { retryAfterMs } from "./retry-after.ts";
import { MOST_ROBOTS_BYTES, ROBOT, type RobotRules, robotRules } from "./robots.ts";
import { countRequest, noTraffic, type Traffic } from "./traffic.ts";
import type { Evidence } from "./warc.ts";

/** Asks for one address at a time, each only once in a patrol; redirects are answers, not followed. */
export interface Client {
  /** Rejects only where `signal` is aborted: whatever a portal does is an answer. */
  get(request: PageRequest, signal: AbortSignal): Promise<Answer>;
  /** Told of an address that is not asked for because it is none of the portal's, for the ledger. */
  leaveOut?(request: PageRequest, reason: Reason): Promise<unknown>;
}

export interface ClientSettings extends PaceLimits {
  readonly allowPrivateHosts: boolean;
  readonly userAgent: string;
  /** Until the response's head, and without a byte of its body, ms. */
  readonly headTimeoutMs: number;
  /** Until the whole response, ms. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly attempts: number;
  /** Before the second attempt, ms; doubled before each further one. */
  readonly retryDelayMs: number;
  /** How long a host that keeps failing is left alone before one address is tried, ms. */
  readonly coolDownMs: number;
  /** What failed before, for a reason that may have passed by now, is asked once more; null: never. */
  readonly askAgainBefore: Instant | null;
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
  coolDownMs: 30_000,
  askAgainBefore: null,
  quietMs: () => 0,
  onQuiet: () => {},
};

/** Waiting costs most: an address that did not answer in time is asked no more often than this. */
const MOST_TIMEOUTS = 2;
/** A host that asks for a longer pause is left alone instead. */
const LONGEST_PAUSE_MS = 120_000;

/** Where a client writes down what it was answered, and finds what it was answered before. */
export type Record = Pick<Evidence, "recorded" | "putResponse" | "putUnmodified" | "putFailure">;

/** A client that answers from evidence alone; what is not on record was not patrolled. */
export function recordedClient(evidence: Pick<Record, "recorded">): Client {
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
  readonly traffic: Traffic = noTraffic();
  readonly #evidence: Record;
  readonly #settings: ClientSettings;
  readonly #earlierPage: EarlierPage;
  readonly #pace: Pace;
  readonly #breaker: Breaker;
  readonly #agent: Agent;
  readonly #robots = new Map<string, Promise<RobotRules | { readonly reason: Reason }>>();
  readonly #asking = new Map<string, Promise<Answer>>();
  /** Addresses that were asked once more. */
  readonly #again = new Set<string>();

  /**
   * @param sharedPace What processes that patrol the same hosts keep together; null: this one is alone.
   * @param earlierPage What earlier patrols received: their pages are sent again only where they have changed.
   */
  constructor(
    evidence: Record,
    settings: ClientSettings,
    sharedPace: SharedPace | null = null,
    earlierPage: EarlierPage = async () => null,
  ) {
    this.#evidence = evidence;
    this.#earlierPage = earlierPage;
    this.#settings = settings;
    this.#pace = new Pace(settings, sharedPace);
    this.#breaker = new Breaker({ coolDownMs: settings.coolDownMs, clock: () => performance.now() });
    this.#agent = new Agent({
      connections: settings.concurrency,
      headersTimeout: settings.headTimeoutMs,
      bodyTimeout: settings.headTimeoutMs,
      connect: {
        timeout: settings.headTimeoutMs,
        ...(settings.allowPrivateHosts ? {} : { lookup: publicLookup }),
      },
    });
  }

  get(request: PageRequest, signal: AbortSignal): Promise<Answer> {
    const key = pageKey(request);
    // Two columns may list the same item at the same time.
    const asking = this.#asking.get(key);
    if (asking) return asking;
    const answer = this.#answer(request, signal).finally(() => this.#asking.delete(key));
    this.#asking.set(key, answer);
    return answer;
  }

  async leaveOut(request: PageRequest, reason: Reason): Promise<unknown> {
    return /^https?:/i.test(request.url) ? this.#skip(request, reason) : null;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #answer(request: PageRequest, signal: AbortSignal): Promise<Answer> {
    const { url } = request;
    const settled = await this.#settled(request);
    if (settled) return answerFrom(settled);
    if (request.form === HEAD_AGAIN && this.#settings.askAgainBefore === null)
      return recordedClient(this.#evidence).get(request, signal);
    const rules = await this.#rulesFor(url, signal);
    let response: Recorded | null = null;
    if ("reason" in rules) await this.#skip(request, rules.reason);
    else if (rules.allows(url)) response = await this.#ask(request, signal);
    else await this.#skip(request, "robots");
    // A response is answered as it was written, without being read back from the file.
    return response ? answerFrom(response) : recordedClient(this.#evidence).get(request, signal);
  }

  /** What is on record of a page and is not to be asked for (again); null where it is. */
  async #settled(address: PageAddress): Promise<Recorded | null> {
    const recorded = await this.#evidence.recorded(address.url, address.form);
    const { askAgainBefore } = this.#settings;
    if (!recorded || askAgainBefore === null || this.#again.has(pageKey(address))) return recorded;
    const isWorthIt =
      mayHavePassed(recorded, askAgainBefore) || (await isPassingNotice(recorded, askAgainBefore));
    return isWorthIt ? null : recorded;
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
      const address = got(at);
      const recorded =
        (await this.#settled(address)) ??
        (await this.#ask({ ...address, purpose: "robots" }, signal)) ??
        (await this.#evidence.recorded(at));
      const moved = recorded?.kind === "response" && recorded.status >= 300 && recorded.status < 400;
      const next = moved ? absolute(locationIn(recorded.headers) ?? "", at) : null;
      if (next === null || hop === 5 || new URL(next).hostname !== new URL(url).hostname) return recorded;
      at = next;
    }
  }

  async #skip(request: PageRequest, reason: Reason): Promise<null> {
    const { url, form, purpose } = request;
    if (this.#settings.askAgainBefore !== null) this.#again.add(pageKey(request));
    // That it was left out again says nothing new.
    if (await this.#evidence.recorded(url, form)) return null;
    await this.#evidence.putFailure({ url, form, reason, attempts: 0, ms: 0, at: now() }, purpose);
    return null;
  }

  /** Asks until there is something worth recording, and records it. Gives a response as it is then on record. */
  async #ask(request: PageRequest, signal: AbortSignal): Promise<Recorded | null> {
    const { url, form, purpose } = request;
    const isSecond = (await this.#evidence.recorded(url, form)) !== null;
    const { host } = new URL(url);
    const started = performance.now();
    let last: Once | null = null;
    let condition = await this.#conditionFor(request);
    let timeouts = 0;
    let attempts = 0;
    let unbelieved = 0;
    let tries = 0;
    while (attempts - unbelieved < this.#settings.attempts && timeouts < MOST_TIMEOUTS) {
      const refusal = this.#breaker.refusal(url);
      // A page in a browser stands waiting for it, and gives up after a while.
      const place = purpose === "render" ? "next" : "last";
      const result =
        refusal ??
        (await this.#pace.run(
          host,
          signal,
          () => this.#once(request, condition, { attempts, isRetry: attempts > 0 || isSecond }, signal),
          place,
        ));
      if (result === null || typeof result === "string") {
        if (!last) return this.#skip(request, result ?? this.#breaker.refusal(url) ?? "unreachable");
        break;
      }
      if (result === refused) return this.#skip(request, "not-patrolled");
      attempts += 1;
      tries = last && isAlike(last, result) ? tries + 1 : 1;
      last = result;
      if (condition && result.kind === "response" && result.status === 304 && !confirms(result, condition)) {
        // The server speaks of another page than was named: it is asked for as it is.
        condition = null;
        unbelieved = 1;
        continue;
      }
      if (!mayPass(result) && !isToBeSure(request, result, attempts)) break;
      if (result.kind === "failure" && result.reason === "timeout") timeouts += 1;
      const wantedMs = result.kind === "response" ? retryAfterMs(result.headers["retry-after"]) : 0;
      if (wantedMs > LONGEST_PAUSE_MS) {
        this.#breaker.leaveAlone(url, reasonOfOnce(result), wantedMs);
        this.#pace.dismiss(host);
        break;
      }
      if (wantedMs > 0) await this.#pace.pause(host, wantedMs);
      if (attempts - unbelieved === this.#settings.attempts || timeouts === MOST_TIMEOUTS) break;
      await sleep(this.#settings.retryDelayMs * 2 ** (attempts - 1), undefined, { signal });
    }
    if (!last) return null;
    const ms = Math.round(performance.now() - started);
    if (isSecond) this.#countSecond(request, last);
    if (last.kind === "response" && last.status === 304 && condition) {
      await this.#evidence.putUnmodified(condition.earlier, last, { purpose, attempts, ms });
      return this.#evidence.recorded(url);
    }
    if (last.kind === "response") {
      const response = tries > 1 ? { ...last, tries } : last;
      const sha256 = await this.#evidence.putResponse(response, { purpose, attempts, ms });
      return { ...response, headers: keptHeaders(last.headers), sha256 };
    }
    await this.#evidence.putFailure({ url, form, reason: last.reason, attempts, ms, at: now() }, purpose);
    return null;
  }

  async #conditionFor({ url, form, purpose }: PageRequest): Promise<Condition | null> {
    return form === null ? conditionFor(await this.#earlierPage(url), purpose, now()) : null;
  }

  #countSecond(request: PageRequest, { kind, ...result }: Once): void {
    this.#again.add(pageKey(request));
    this.traffic.askedAgain += 1;
    if (kind === "response" && "status" in result && reasonOf(result.status) === null)
      this.traffic.gotAgain += 1;
  }

  /** One request, when its turn has come. A reason: the host is left alone. */
  async #once(
    request: PageRequest,
    condition: Condition | null,
    { attempts, isRetry }: { readonly attempts: number; readonly isRetry: boolean },
    signal: AbortSignal,
  ): Promise<Once | Reason> {
    const { url, purpose } = request;
    const { userAgent, timeoutMs, allowPrivateHosts } = this.#settings;
    const { host, hostname } = new URL(url);
    if (!allowPrivateHosts && isPrivateAddress(hostname.replace(/^\[|\]$/g, ""))) return refused;
    const trial = this.#breaker.admit(url);
    if (typeof trial === "string") return trial;
    const head = attempts === 0 && request.form !== HEAD_AGAIN ? "head" : "cut";
    const plain = isHeadOnly(request.form) ? head : (request.as ?? "page");
    const as = purpose === "robots" ? "beginning" : plain;
    const maxBytes = as === "beginning" ? MOST_ROBOTS_BYTES : this.#settings.maxBytes;
    const started = performance.now();
    try {
      const given: ExchangeSettings = {
        userAgent,
        timeoutMs,
        maxBytes,
        as,
        condition: condition?.headers ?? {},
      };
      const result = await exchange(request, given, this.#agent, signal);
      if (result.kind === "response") this.traffic.bytes += result.body.length;
      const status = result.kind === "response" ? result.status : null;
      if (result !== refused) countRequest(this.traffic, { purpose, isRetry, status });
      this.#learn(host, trial, result, performance.now() - started);
      return result;
    } finally {
      trial.dropped();
    }
  }

  /** What a request says of its host, besides its answer. */
  #learn(host: string, trial: Trial, result: Once, ms: number): void {
    const slowness = this.#pace.slownessOf(host);
    if (result.kind === "response" && (result.status === 429 || result.status === 503)) slowness.refused();
    else slowness.answered(ms);
    if (result === refused) return;
    if (!mayPass(result) && !isNoAnswer(result)) trial.answered();
    else if (trial.failed(reasonOfOnce(result))) this.#pace.dismiss(host);
  }
}

/** A failure that may pass: asking again may help. */
function mayPass(result: Once): boolean {
  if (result.kind === "failure") return result.again;
  return reasonOf(result.status) === "server-error" || result.status === 429;
}

/**
 * What is held against whoever keeps a page is asked again: that a column, or what only this is asked of, is gone.
 * Servers that do not know HEAD say all kinds of things to it.
 */
function isToBeSure({ form, purpose }: PageRequest, result: Once, attempts: number): boolean {
  if (result.kind !== "response") return false;
  const isHead = isHeadOnly(form);
  if (isHead && attempts === 1 && result.status >= 400) return true;
  return (isHead || purpose === "column") && isGoneStatus(result.status);
}

function isAlike(a: Once, b: Once): boolean {
  return a.kind === "response" && b.kind === "response" && a.status === b.status;
}

function isNoAnswer(result: Once): boolean {
  return result.kind === "failure" && (result.reason === "unreachable" || result.reason === "timeout");
}

function reasonOfOnce(result: Once): Reason {
  return result.kind === "failure" ? result.reason : (reasonOf(result.status) ?? "server-error");
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
