/** `address` where a browser may be sent there from a finding; null for anything but http and https. */
export function safeAddress(address: string): string | null {
  try {
    const { protocol } = new URL(address);
    return protocol === "http:" || protocol === "https:" ? address : null;
  } catch {
    return null;
  }
}
