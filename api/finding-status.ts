import type { Rule } from "../audit/rule.ts";
import type { Finding, FindingStatus } from "../domain/finding.ts";
import type { Caller } from "./auth.ts";

/** States that a person may give. The others are the machine's to find. */
export const GIVEN = ["open", "notified", "claimed", "disputed", "waived"] as const;
export type GivenStatus = (typeof GIVEN)[number];

type Changes = Readonly<Partial<Record<FindingStatus, readonly GivenStatus[]>>>;

/**
 * What an inspector may make of a finding. What cannot be undone is never notified and claimed: it may be
 * disputed or waived, and `open` makes it `recorded` again. A closed or suspended one is the machine's.
 */
const BY_INSPECTOR: Changes = {
  open: GIVEN,
  notified: GIVEN,
  claimed: GIVEN,
  disputed: GIVEN,
  waived: ["open", "waived"],
  recorded: ["open", "disputed", "waived"],
};
const BY_INSPECTOR_IRREVOCABLE: Changes = {
  disputed: ["open", "disputed", "waived"],
  waived: ["open", "waived"],
  recorded: ["open", "disputed", "waived"],
};

/** What its unit may say of it. */
const BY_UNIT: Changes = {
  open: ["claimed", "disputed"],
  notified: ["claimed", "disputed"],
  claimed: ["claimed", "disputed"],
  disputed: ["claimed", "disputed"],
  recorded: ["disputed"],
};
const BY_UNIT_IRREVOCABLE: Changes = { disputed: ["disputed"], recorded: ["disputed"] };

/** The states to which someone may bring a finding from the one it is in; none for whoever only reads. */
export function nextStatusesBy(rules: readonly Rule[]) {
  const irrevocable = new Set(rules.filter((rule) => rule.irrevocable).map(({ id }) => id));
  return ({ rule, status }: Finding, { role }: Caller): readonly GivenStatus[] => {
    if (role === "viewer") return [];
    const [changes, changesOfIrrevocable] =
      role === "unit" ? [BY_UNIT, BY_UNIT_IRREVOCABLE] : [BY_INSPECTOR, BY_INSPECTOR_IRREVOCABLE];
    return (irrevocable.has(rule) ? changesOfIrrevocable : changes)[status] ?? [];
  };
}
