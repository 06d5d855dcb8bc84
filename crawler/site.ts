import { hostOf } from "../domain/host.ts";

export { hostOf } from "../domain/host.ts";

const SECOND_LEVEL =
  /^(?:ac|com|edu|gov|net|org|mil|bj|sh|tj|cq|he|sx|nm|ln|jl|hl|js|zj|ah|fj|jx|sd|ha|hb|hn|gd|gx|hi|sc|gz|yn|xz|sn|gs|qh|nx|xj|tw|hk|mo)$/;

/** The part of an address's host that one body has registered: `mzj.example.gov.cn` → `example.gov.cn`. */
export function siteOf(url: string): string {
  const host = hostOf(url);
  if (/^[\d.]+(?::\d+)?$/.test(host) || host.includes("[")) return host;
  const labels = host.replace(/:\d+$/, "").split(".");
  const suffix = labels.at(-1) === "cn" && SECOND_LEVEL.test(labels.at(-2) ?? "") ? 2 : 1;
  return labels.slice(-suffix - 1).join(".");
}

/**
 * One key for the spellings of a column's address: `/zwgk/`, `/zwgk/index.html`, `/zwgk`. Not an address itself. What
 * follows `#` is another column in a directory alone: `/gkmlpt/index#257`.
 */
export function columnKey(url: string): string {
  return url
    .replace(/(?<!\/gkmlpt\/index)#.*$/, "")
    .replace(/^https?:\/\//i, "")
    .replace(/\/(?:index|default)\.(?:s?html?|jhtml|jsp|php|aspx?)$/i, "/")
    .replace(/\/$/, "");
}

/** The folder of an address, with its closing slash. */
export function folderOf(url: string): string {
  return url.replace(/[?#].*$/, "").replace(/[^/]*$/, "");
}
