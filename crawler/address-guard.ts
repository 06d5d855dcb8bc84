import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Loopback, private, link-local and other addresses that no public site has. */
const closed = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  closed.addSubnet(net, bits, "ipv4");
}
for (const [net, bits] of [
  // What holds an IPv4 address within may lead to any of those above.
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2001::", 32],
  ["2002::", 16],
  ["100::", 64],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const) {
  closed.addSubnet(net, bits, "ipv6");
}

/** Whether `address` (an IP address) is one that only an own network has. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return closed.check(mapped ?? address, mapped || family === 4 ? "ipv4" : "ipv6");
}

/** Refused before or while connecting: the host resolves to an address that the portal file does not allow. */
export class PrivateAddressError extends Error {
  readonly code = "XUNCHA_PRIVATE_ADDRESS";

  constructor(host: string, address: string) {
    super(
      `${host} resolves to ${address}, a private address; the portal file's crawl.allowPrivateHosts is false`,
    );
    this.name = "PrivateAddressError";
  }
}

/** Name resolution that yields public addresses alone. Checked when connecting, so no later answer gets around it. */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const hidden = error ? undefined : addresses.find(({ address }) => isPrivateAddress(address));
    const first = addresses?.[0];
    if (error || !first) return callback(error ?? new Error(`${host} has no address`), "", 0);
    if (hidden) return callback(new PrivateAddressError(host, hidden.address), "", 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
