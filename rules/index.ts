import type { Rule } from "../audit/rule.ts";
import { backdatedItem } from "./backdated-item.ts";
import { burstPublishing } from "./burst-publishing.ts";
import { damagedText } from "./damaged-text.ts";
import { damagedTitle } from "./damaged-title.ts";
import { deadAttachment } from "./dead-attachment.ts";
import { deadLink } from "./dead-link.ts";
import { documentNumberFormat } from "./document-number-format.ts";
import { duplicateItem } from "./duplicate-item.ts";
import { headingSequence } from "./heading-sequence.ts";
import { implausibleDate } from "./implausible-date.ts";
import { misfiledItem } from "./misfiled-item.ts";
import { missingCategory } from "./missing-category.ts";
import { missingElement } from "./missing-element.ts";
import { pageTags } from "./page-tags.ts";
import { personalData } from "./personal-data.ts";
import { punctuationWidth } from "./punctuation-width.ts";
import { recycledItem } from "./recycled-item.ts";
import { staleColumn } from "./stale-column.ts";
import { staleUnit } from "./stale-unit.ts";
import { sumMismatch } from "./sum-mismatch.ts";
import { templateElement } from "./template-element.ts";
import { unreachableColumn } from "./unreachable-column.ts";

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  missingCategory,
  staleColumn,
  staleUnit,
  burstPublishing,
  backdatedItem,
  misfiledItem,
  missingElement,
  documentNumberFormat,
  implausibleDate,
  headingSequence,
  damagedTitle,
  damagedText,
  punctuationWidth,
  sumMismatch,
  personalData,
  duplicateItem,
  recycledItem,
  deadAttachment,
  unreachableColumn,
  deadLink,
  pageTags,
  templateElement,
];
