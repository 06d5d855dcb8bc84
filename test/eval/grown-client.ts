import { type Answer, answerFrom } from "../../crawler/answer.ts";
import type { Client } from "../../crawler/client.ts";
import { HEAD_AGAIN, isHeadOnly } from "../../crawler/page-request.ts";
import { sha256Of } from "../../crawler/warc-record.ts";
import type { Instant } from "../../domain/time.ts";
import type { PagesOf } from "../../fixtures/grown/grown-portal.ts";
import { NOT_FOUND } from "../../fixtures/portal/portal.ts";

/** Answers for one unit out of the generator, without a socket: a hundred thousand pages in minutes. */
export function grownClient(pagesOf: PagesOf, unitId: string, fetchedAt: Instant): Client {
  const pages = pagesOf(unitId);
  return {
    async get({ url, form, purpose }): Promise<Answer> {
      const { pathname, search } = new URL(url);
      const path = `${pathname}${search}`;
      const first = (pages.get(path) ?? pages.get(path.replace(/\/index\.html$/, "/")))?.() ?? NOT_FOUND;
      const page = form === HEAD_AGAIN ? (first.later ?? first) : first;
      if (page.status === 0) return { ok: false, reason: "timeout", page: null };
      const { status, body } = page;
      // What is surely no text is not even received.
      const isHead = isHeadOnly(form);
      if (!isHead && !/text|json|xml/.test(page.contentType))
        return { ok: false, reason: "not-html", page: null };
      return answerFrom({
        kind: "response",
        url,
        form,
        status,
        headers: { "content-type": page.contentType, ...page.headers },
        body,
        fetchedAt,
        sha256: sha256Of(body),
        // What is held against whoever keeps a page is asked until it has said so three times.
        ...((isHead || purpose === "column") && (status === 404 || status === 410) && { tries: 3 }),
      });
    },
  };
}
