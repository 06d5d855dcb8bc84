export const API_BASE = "/api/v1";

/** Why an answer could not be had, and what the reader can do about it. */
export class Failure extends Error {
  readonly title: string;
  readonly advice: string;
  /** Asking again may help. */
  readonly isPassing: boolean;
  /** Whoever asks has to sign in first. */
  readonly isSignedOut: boolean;

  constructor(title: string, advice: string, isPassing: boolean, isSignedOut = false) {
    super(title);
    this.name = "Failure";
    this.title = title;
    this.advice = advice;
    this.isPassing = isPassing;
    this.isSignedOut = isSignedOut;
  }
}

/** `error` as it can be shown. */
export function failureFrom(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure("看板出错", "请刷新页面后重试。", true);
}

const pending = new Map<string, Promise<unknown>>();
let signedOut = (): void => {};

/** `listener` is told whenever an answer could not be had because nobody is signed in. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/**
 * What the API answers, in Chinese. Asked twice at once, it is fetched once.
 * @param path Below {@link API_BASE}, with its query.
 * @throws Failure
 */
export function ask<T>(path: string): Promise<T> {
  const known = pending.get(path);
  if (known) return known as Promise<T>; // the path decides the shape
  const answer = fetched<T>("GET", path, null).finally(() => pending.delete(path));
  pending.set(path, answer);
  return answer;
}

/**
 * Changes something. `body` is sent as JSON; null sends none.
 * @returns What the API answers; null where it answers nothing.
 * @throws Failure
 */
export function send<T>(
  method: "POST" | "PATCH" | "DELETE",
  path: string,
  body: Readonly<Record<string, unknown>> | null,
): Promise<T> {
  return fetched<T>(method, path, body);
}

/** Resolves when nothing is being fetched. */
export async function settled(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled(pending.values());
}

async function fetched<T>(
  method: string,
  path: string,
  sent: Readonly<Record<string, unknown>> | null,
): Promise<T> {
  const address = `${API_BASE}${path}${path.includes("?") ? "&" : "?"}lang=zh`;
  const response = await fetch(address, {
    method,
    headers: { accept: "application/json", ...(sent && { "content-type": "application/json" }) },
    ...(sent && { body: JSON.stringify(sent) }),
  }).catch(() => null);
  if (!response)
    throw new Failure("连接不上巡查服务", "请确认服务仍在运行（xuncha serve）、网络正常，然后重试。", true);
  if (response.status === 204) return null as T; // the path decides the shape
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T; // the API's tests hold its answers against its document
  if (response.status === 401) signedOut();
  throw failureOf(response.status, body, method !== "GET");
}

function failureOf(status: number, body: unknown, isChange: boolean): Failure {
  const { title, detail, type } = (body ?? {}) as { title?: unknown; detail?: unknown; type?: unknown };
  if (typeof title !== "string" || typeof detail !== "string")
    return new Failure(`服务的答复读不懂（${status}）`, "请稍后重试；仍然如此时，请联系维护人员。", true);
  // Its detail says all: what to run first.
  if (type === "urn:xuncha:problem:no-patrol") return new Failure(title, `${detail}。`, true);
  if (status >= 500)
    return new Failure(title, `${detail}。请稍后重试；仍然如此时，请把这句话告诉维护人员。`, true);
  const saysAll = isChange || status === 401 || status === 403;
  const advice = saysAll ? `${detail}。` : `${detail}。请检查地址，或从上方的菜单重新进入。`;
  return new Failure(title, advice, false, status === 401);
}
