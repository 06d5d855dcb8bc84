import { expect, test } from "vitest";
import { GROUPS } from "../audit/rule.ts";
import { STATE_NAMES } from "../reports/matrix.ts";
import {
  CONFIDENCE_NAMES,
  GROUP_NAMES,
  KIND_NAMES,
  PARAM_UNITS,
  SEVERITY_NAMES,
  STATUS_NAMES,
} from "../reports/names.ts";
import { REASON_NAMES, reasonName } from "../reports/reason-names.ts";
import * as client from "../web/api-answers.ts";
import * as words from "../web/words.ts";

// The dashboard imports no report; that both speak alike is held here.

test("the dashboard says the same words as the reports", () => {
  const zh = (names: Readonly<Record<string, { readonly zh: string }>>) =>
    Object.fromEntries(Object.entries(names).map(([key, name]) => [key, name.zh]));
  expect(words.GROUP_WORDS).toEqual(zh(GROUP_NAMES));
  expect(words.SEVERITY_WORDS).toEqual(zh(SEVERITY_NAMES));
  expect(words.CONFIDENCE_WORDS).toEqual(zh(CONFIDENCE_NAMES));
  expect(words.STATUS_WORDS).toEqual(zh(STATUS_NAMES));
  expect(words.STATE_WORDS).toEqual(zh(STATE_NAMES));
  expect(words.PARAM_UNIT_WORDS).toEqual(zh(PARAM_UNITS));
  expect(words.KIND_WORDS).toEqual(zh(KIND_NAMES));
  const reasons = Object.keys(REASON_NAMES) as (keyof typeof REASON_NAMES)[]; // its own keys
  for (const reason of reasons) expect(words.REASON_WORDS[reason]).toBe(reasonName(reason, "zh"));
});

test("it offers the lists that the API has, in the order of the reports", () => {
  expect(client.GROUPS).toEqual(GROUPS);
});
