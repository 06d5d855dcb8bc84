import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Instant } from "../domain/time.ts";
import { ENGINES } from "./engines.ts";
import { noon } from "./example.ts";
import type { Store } from "./store.ts";
import type { NewToken } from "./tokens.ts";

const CREATED = noon("2016-12-01");
const later = (minutes: number) => new Date(Date.parse(CREATED) + minutes * 60_000).toISOString() as Instant;

describe.each(ENGINES)("tokens in $engine", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const token = (name: string, rest: Partial<NewToken> = {}): NewToken => ({
    name,
    role: "viewer",
    unitId: null,
    hash: `digest of ${name}`,
    createdAt: CREATED,
    ...rest,
  });

  it("are found by their digest alone", async () => {
    const unit = token("民政局", { role: "unit", unitId: "mzj" });
    expect(await store.createToken(unit)).toBe(true);
    expect(await store.tokenByHash(unit.hash, CREATED)).toMatchObject({ ...unit, revokedAt: null });
    for (const hash of ["", "民政局", "digest of", "digest of 民政局 "]) {
      expect(await store.tokenByHash(hash, CREATED)).toBeNull();
    }
  });

  it("note when they were last used, within the hour", async () => {
    await store.createToken(token("liu"));
    expect(await store.tokens()).toMatchObject([{ lastUsedAt: null }]);
    for (const [minutes, noted] of [
      [5, 5],
      [64, 5],
      [65, 65],
    ] as const) {
      expect(await store.tokenByHash("digest of liu", later(minutes))).toMatchObject({
        lastUsedAt: later(noted),
      });
      expect(await store.tokens()).toMatchObject([{ lastUsedAt: later(noted) }]);
    }
  });

  it("have names of their own as long as they are in force", async () => {
    await store.createToken(token("liu", { role: "admin" }));
    expect(await store.createToken(token("liu", { hash: "another" }))).toBe(false);
    expect(await store.revokeToken("liu", later(1))).toBe(true);
    expect(await store.revokeToken("liu", later(2))).toBe(false);
    expect(await store.revokeToken("chen", later(2))).toBe(false);
    expect(await store.tokenByHash("digest of liu", later(2))).toBeNull();
    expect(await store.createToken(token("liu", { hash: "another", createdAt: later(3) }))).toBe(true);
    expect(await store.tokens()).toMatchObject([
      { name: "liu", role: "admin", revokedAt: later(1) },
      { name: "liu", role: "viewer", revokedAt: null },
    ]);
    expect(await store.tokenByHash("digest of liu", later(4))).toBeNull();
  });

  it("name a unit if they are a unit's, and only then", async () => {
    await expect(store.createToken(token("a", { role: "unit" }))).rejects.toThrow("names a unit");
    await expect(store.createToken(token("a", { unitId: "mzj" }))).rejects.toThrow("names a unit");
    expect(await store.tokens()).toEqual([]);
  });
});
