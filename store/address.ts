/**
 * An address of a server, or null where it is none or is badly written: a `#`, `/`, `?` or `@` within a password
 * makes another address of it, with part of the password in the host or the path.
 */
export function readAddress(location: string): URL | null {
  const url = URL.canParse(location) ? new URL(location) : null;
  if (url === null || url.hash !== "" || url.pathname.lastIndexOf("/") > 0) return null;
  return /@/.test(url.pathname + url.search) ? null : url;
}

/** An address as people and logs may see it: host and database, neither user nor password nor parameters. */
export function withoutSecrets(location: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1];
  if (scheme === undefined || scheme.toLowerCase() === "file") return location;
  const url = readAddress(location);
  return url ? `${scheme}://${url.host}${url.pathname}` : `${scheme}://…`;
}
