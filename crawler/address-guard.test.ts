import { describe, expect, test } from "vitest";
import { isPrivateAddress, PrivateAddressError, publicLookup } from "./address-guard.ts";

describe("addresses that only an own network has", () => {
  test.each<[what: string, address: string]>([
    ["loopback", "127.0.0.1"],
    ["loopback, another", "127.255.255.254"],
    ["this network", "0.0.0.0"],
    ["private, ten", "10.1.2.3"],
    ["private, hundred seventy-two", "172.31.255.255"],
    ["private, hundred ninety-two", "192.168.1.1"],
    ["of carriers", "100.64.0.1"],
    ["link-local", "169.254.0.1"],
    ["cloud metadata", "169.254.169.254"],
    ["cloud metadata of a carrier network", "100.100.100.200"],
    ["benchmarks", "198.18.0.1"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["documentation", "203.0.113.7"],
    ["IPv6 loopback", "::1"],
    ["IPv6 unspecified", "::"],
    ["unique local", "fd12:3456::1"],
    ["cloud metadata by IPv6", "fd00:ec2::254"],
    ["IPv6 link-local", "fe80::1"],
    ["site-local", "fec0::1"],
    ["IPv6 multicast", "ff02::1"],
    ["IPv4 within IPv6, dotted", "::ffff:127.0.0.1"],
    ["IPv4 within IPv6, in hexadecimal", "::ffff:7f00:1"],
    ["IPv4 within IPv6, private", "::ffff:c0a8:101"],
    ["IPv4 within IPv6, of old", "::127.0.0.1"],
    ["NAT64", "64:ff9b::7f00:1"],
    ["6to4", "2002:7f00:1::"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  ])("%s: %s", (_what, address) => expect(isPrivateAddress(address)).toBe(true));

  test.each([
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "169.253.0.1",
    "223.255.255.255",
    "2400:3200::1",
    "::ffff:8.8.8.8",
    "::ffff:808:808",
    "www.example.gov.cn",
  ])("%s is none", (address) => expect(isPrivateAddress(address)).toBe(false));

  test.each([
    "http://2130706433/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://[::ffff:127.0.0.1]/",
  ])("%s is one in disguise", (url) =>
    expect(isPrivateAddress(new URL(url).hostname.replace(/^\[|\]$/g, ""))).toBe(true),
  );
});

test("a name that leads to one is not connected to, however it is asked for", async () => {
  for (const all of [true, false]) {
    const error = await new Promise((resolve) => publicLookup("localhost", { all }, resolve));
    expect(error).toBeInstanceOf(PrivateAddressError);
  }
});
