import type { RuleOverrides } from "../domain/portal.ts";

/** A portal file's parameters with others over them. */
export function merged(own: RuleOverrides, over: RuleOverrides): RuleOverrides {
  const rules = { ...own };
  for (const [rule, override] of Object.entries(over)) {
    const before = own[rule];
    rules[rule] =
      override === "off" || before === undefined || before === "off" ? override : { ...before, ...override };
  }
  return rules;
}
