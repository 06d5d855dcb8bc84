import { PURPOSES, type Purpose } from "./page-request.ts";

/** What a run asked for, for its summary. Each request counts once: by its purpose, or as what it was besides. */
export interface Traffic {
  requests: number;
  bytes: number;
  /** First requests that were answered by something else than a redirect, or by nothing. */
  readonly byPurpose: Record<Purpose, number>;
  /** Requests for what had failed. */
  retries: number;
  /** Requests that were answered by a redirect. */
  redirects: number;
  /** Requests, counted by their purpose, that were answered by the word that nothing has changed. */
  unmodified: number;
  /** Addresses that had failed and were asked once more, and how many of them gave their page. */
  askedAgain: number;
  gotAgain: number;
}

export function noTraffic(): Traffic {
  const byPurpose = Object.fromEntries(PURPOSES.map((purpose) => [purpose, 0]));
  return {
    requests: 0,
    bytes: 0,
    byPurpose: byPurpose as Traffic["byPurpose"], // made of all purposes
    retries: 0,
    redirects: 0,
    unmodified: 0,
    askedAgain: 0,
    gotAgain: 0,
  };
}

/** Counts one request. `status`: of its answer, null where there was none. */
export function countRequest(
  traffic: Traffic,
  {
    purpose,
    isRetry,
    status,
  }: { readonly purpose: Purpose; readonly isRetry: boolean; readonly status: number | null },
): void {
  traffic.requests += 1;
  if (status === 304) traffic.unmodified += 1;
  if (isRetry) traffic.retries += 1;
  else if (status !== null && status >= 300 && status < 400 && status !== 304) traffic.redirects += 1;
  else traffic.byPurpose[purpose] += 1;
}

/** What two clients asked for, one after the other. */
export function sumOf(a: Traffic, b: Traffic): Traffic {
  const byPurpose = Object.fromEntries(
    PURPOSES.map((purpose) => [purpose, a.byPurpose[purpose] + b.byPurpose[purpose]]),
  );
  return {
    requests: a.requests + b.requests,
    bytes: a.bytes + b.bytes,
    byPurpose: byPurpose as Traffic["byPurpose"], // made of all purposes
    retries: a.retries + b.retries,
    redirects: a.redirects + b.redirects,
    unmodified: a.unmodified + b.unmodified,
    askedAgain: a.askedAgain + b.askedAgain,
    gotAgain: a.gotAgain + b.gotAgain,
  };
}
