import type { FastifyReply, FastifyRequest } from "fastify";
import type { Lang } from "../reports/context.ts";
import { weighted } from "./negotiation.ts";

/** The language asked for by `?lang=`, else by `Accept-Language`; Chinese where neither says. */
export function languageOf({ query, headers }: Pick<FastifyRequest, "query" | "headers">): Lang {
  const asked = query !== null && typeof query === "object" && "lang" in query ? query.lang : undefined;
  if (asked === "zh" || asked === "en") return asked;
  for (const { value } of weighted(headers["accept-language"])) {
    if (/^zh(-|$)/.test(value) || value === "*") return "zh";
    if (/^en(-|$)/.test(value)) return "en";
  }
  return "zh";
}

/** Tells caches and readers which language an answer is in, and that another was to be had. */
export function inLanguage(reply: FastifyReply, lang: Lang): FastifyReply {
  return reply
    .header("content-language", lang === "zh" ? "zh-CN" : "en")
    .header("vary", "accept, accept-language");
}
