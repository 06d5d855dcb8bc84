import type { Rule } from "../audit/rule.ts";

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [];
