import { hostOf } from "../crawler/site.ts";
import type { Portal } from "../domain/portal.ts";

/** Hosts of the portal file's sites, with port. Nothing else is ever asked. */
export function hostsOf({ url, units, sharedColumns }: Portal): Set<string> {
  const own = units.flatMap((unit) => [unit.url, ...unit.columns.map((column) => column.url)]);
  return new Set([url, ...own, ...sharedColumns.map((column) => column.url)].map(hostOf));
}
