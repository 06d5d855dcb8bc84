/**
 * What `read` gives, or `otherwise` where it throws. That is a fault of ours, and it must cost what one page says, not
 * the unit that the page stands in.
 */
export function guarded<T>(read: () => T, otherwise: () => T): T {
  try {
    return read();
  } catch {
    return otherwise();
  }
}
