/** Adds one to the group of its key, in place: groups may have thousands, and many are made. */
export function addTo<K, T>(groups: Map<K, T[]>, key: K, one: T): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}
