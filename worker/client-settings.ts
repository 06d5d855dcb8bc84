import { CLIENT_DEFAULTS, type ClientSettings } from "../crawler/client.ts";
import { userAgentOf } from "../crawler/user-agent.ts";
import type { Portal } from "../domain/portal.ts";
import { quietMs } from "../domain/quiet-hours.ts";
import { VERSION } from "./versions.ts";

/** How a portal is asked, as its file says. */
export function clientSettings({ crawl, timezone }: Portal): ClientSettings {
  const { requestsPerSecond, concurrency, allowPrivateHosts, contact, quietHours } = crawl;
  return {
    ...CLIENT_DEFAULTS,
    requestsPerSecond,
    concurrency,
    allowPrivateHosts,
    userAgent: userAgentOf(VERSION, contact),
    quietMs: (nowMs) => quietMs(quietHours, timezone, nowMs),
  };
}
