/** How long a `Retry-After` header asks to wait, in seconds or until a date, ms; 0 where it does not. */
export function retryAfterMs(header: string | undefined, nowMs = Date.now()): number {
  if (header === undefined) return 0;
  const wanted = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(wanted) ? Math.max(wanted, 0) : 0;
}
