import type { Reason, UnitSnapshot } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { type Answer, answerFrom, reasonOf } from "./answer.ts";
import { decodePage } from "./decode.ts";
import type { Recorded } from "./evidence-record.ts";
import { notAPage } from "./not-a-page.ts";
import { PageDocument } from "./page-document.ts";

/** What a page may say of its server under a good status, and may no longer say in an hour. */
const SAID: ReadonlySet<Reason> = new Set(["maintenance", "server-error"]);
/** A notice is short; what is longer is not even decoded. */
const LARGEST_NOTICE_BYTES = 64 * 1024;

const PASSING: ReadonlySet<Reason> = new Set(["unreachable", "timeout", "server-error"]);

/** Whether what failed for that reason may answer when it is asked once more. */
export function isPassingReason(reason: Reason): boolean {
  return PASSING.has(reason);
}

/** Whether what went wrong before `before` may have passed by now: no answer in time, an error of the server, too many requests. */
export function mayHavePassed(recorded: Recorded, before: Instant): boolean {
  if (recorded.kind === "failure") return recorded.at < before && PASSING.has(recorded.reason);
  return recorded.fetchedAt < before && isPassing(recorded.status);
}

/** Whether a good answer is a notice that the site is under maintenance, or has broken down, and came before `before`. */
export async function isPassingNotice(recorded: Recorded, before: Instant): Promise<boolean> {
  if (recorded.kind === "failure" || recorded.status !== 200 || recorded.fetchedAt >= before) return false;
  if (recorded.body.length > LARGEST_NOTICE_BYTES) return false;
  const answer = await answerFrom(recorded);
  if (!answer.ok) return false;
  const { text } = decodePage(answer.body, answer.contentType);
  const reason = notAPage(new PageDocument(text, recorded.url), 200);
  return reason !== null && SAID.has(reason);
}

/** Whether a page of the unit was such a notice. */
export function holdsPassingNotice({ navigation, columns }: UnitSnapshot): boolean {
  const facts = columns.flatMap(({ listing, text }) => [
    listing,
    text,
    ...(listing.known
      ? listing.value.items.flatMap(({ title, carriedFrom }) => (carriedFrom ? [] : [title]))
      : []),
  ]);
  return [navigation, ...facts].some(
    (fact) => !fact.known && fact.page?.status === 200 && SAID.has(fact.reason),
  );
}

/** Whether an answer failed for such a reason. */
export function mayPassLater(answer: Answer): boolean {
  if (answer.ok) return false;
  return answer.page === null ? PASSING.has(answer.reason) : isPassing(answer.page.status);
}

function isPassing(status: number): boolean {
  return status === 429 || status === 408 || reasonOf(status) === "server-error";
}
