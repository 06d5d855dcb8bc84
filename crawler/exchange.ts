import { type Dispatcher, request } from "undici";
import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { PrivateAddressError } from "./address-guard.ts";
import type { PageAddress } from "./page-request.ts";
import type { Exchange } from "./warc.ts";

/** What came of one request. `again`: asking once more may help. */
export type Once =
  | ({ readonly kind: "response" } & Exchange)
  | { readonly kind: "failure"; readonly reason: Reason; readonly again: boolean };

/** An address that the portal file does not allow. */
export const refused: Once = { kind: "failure", reason: "not-patrolled", again: false };

export interface ExchangeSettings {
  readonly userAgent: string;
  /** Until the whole response, ms. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** A page is text, and comes whole; a resource is anything, and comes whole; of a beginning counts what fits. */
  readonly as: "page" | "resource" | "beginning";
}

/** Makes one request. Rejects only where `signal` is aborted. */
export async function exchange(
  { url, form }: PageAddress,
  { userAgent, timeoutMs, maxBytes, as }: ExchangeSettings,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Once> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, {
      dispatcher,
      ...(form === null ? {} : { method: "POST" as const, body: form }),
      headers: {
        "user-agent": userAgent,
        accept: "text/html,application/xhtml+xml,*/*;q=0.8",
        "accept-language": "zh-CN,zh;q=0.9",
        "accept-encoding": "gzip, deflate, br",
        ...(form === null ? {} : { "content-type": isJson(form) ? JSON_TYPE : FORM_TYPE }),
      },
      signal: AbortSignal.any([signal, deadline]),
    });
    const { "content-length": length, ...others } = flat(response.headers);
    if (as === "page" && response.statusCode < 300 && !isText(others["content-type"])) {
      discard(response.body);
      return { kind: "failure", reason: "not-html", again: false };
    }
    const { bytes, cut } = await bounded(response.body, maxBytes);
    if (cut && as !== "beginning") return { kind: "failure", reason: "too-large", again: false };
    // What was cut off no longer has the length that it announced.
    const headers = length === undefined || cut ? others : { ...others, "content-length": length };
    return {
      kind: "response",
      url,
      form,
      status: response.statusCode,
      headers,
      body: bytes,
      fetchedAt: now(),
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return failureFrom(error, deadline.aborted);
  }
}

/** What a form is posted as. */
const FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8";
const JSON_TYPE = "application/json";

/** No form begins so: a brace is written %7B in it. */
function isJson(form: string): boolean {
  return /^\s{0,99}[{[]/.test(form);
}

function failureFrom(error: unknown, deadlinePassed: boolean): Once {
  if (deadlinePassed) return { kind: "failure", reason: "timeout", again: true };
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PrivateAddressError) return refused;
    const code = "code" in cause ? String(cause.code) : "";
    if (/TIMEOUT|ETIMEDOUT/.test(code)) return { kind: "failure", reason: "timeout", again: true };
    if (code === "ENOTFOUND") return { kind: "failure", reason: "unreachable", again: false };
  }
  return { kind: "failure", reason: "unreachable", again: true };
}

/** Whether a response may hold text; what is surely none is not even received. */
function isText(contentType: string | undefined): boolean {
  return !/^(?:image|audio|video|font)\/|pdf|msword|ms-|officedocument|zip|rar|octet-stream|wps/i.test(
    contentType ?? "",
  );
}

/** Gives a body up unread. Its stream then reports an abort, which is no error of anybody's. */
function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => {});
  body.destroy();
}

/** The whole body, or what of it fits into `maxBytes`; `cut` where more came. */
async function bounded(
  body: Dispatcher.ResponseData["body"],
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) {
      discard(body);
      return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), cut: true };
    }
  }
  return { bytes: Buffer.concat(chunks), cut: false };
}

function flat(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
