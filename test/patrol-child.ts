import { text } from "node:stream/consumers";
import type { ClientSettings } from "../crawler/client.ts";
import { HASTY, type HostileUnit, patrolHostile } from "./hostile-patrol.ts";

// One patrol in a process of its own: what it trusts, and what it holds in memory, is then its own alone.
// stdin: ChildOrder, as JSON. stdout: ChildPatrol, as JSON.

/** What is to be patrolled, and how the client departs from `HASTY`. */
export interface ChildOrder {
  readonly units: readonly HostileUnit[];
  readonly client: Partial<ClientSettings>;
}

/** What a patrol in a process of its own came to. */
export interface ChildPatrol {
  /** Unit → what `stale-unit` says of it, with its reason where it cannot tell. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** Unit → every rule that accuses it. */
  readonly accusers: Readonly<Record<string, readonly string[]>>;
  /** Resident memory before the patrol, and at its peak, bytes. */
  readonly memory: { readonly before: number; readonly peak: number };
}

const { units, client } = JSON.parse(await text(process.stdin)) as ChildOrder; // written by inOwnProcess alone
const before = process.memoryUsage().rss;
await patrolHostile(
  units,
  async ({ verdictOf, accusersOf }) => {
    const told: ChildPatrol = {
      verdicts: Object.fromEntries(units.map(({ id }) => [id, verdictOf(id)])),
      accusers: Object.fromEntries(units.map(({ id }) => [id, accusersOf(id)])),
      memory: { before, peak: process.resourceUsage().maxRSS * 1024 },
    };
    process.stdout.write(JSON.stringify(told));
  },
  { client: { ...HASTY, ...client } },
);
