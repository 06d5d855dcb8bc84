import type { Instant } from "../domain/time.ts";
import type { Database } from "./schema.ts";

export const ROLES = ["viewer", "unit", "inspector", "admin"] as const;

/** What a token's bearer may do. */
export type Role = (typeof ROLES)[number];

/** A token as it is handed out. The store never sees the token itself. */
export interface NewToken {
  /** Whom or what it was given to; one token in force has a name. */
  readonly name: string;
  readonly role: Role;
  /** The one unit that a `unit` token speaks for; null for every other role. */
  readonly unitId: string | null;
  /** Digest of the token, by which it is found. */
  readonly hash: string;
  readonly createdAt: Instant;
}

export interface TokenRecord extends NewToken {
  /** Within the hour; null: never. */
  readonly lastUsedAt: Instant | null;
  /** null: in force. */
  readonly revokedAt: Instant | null;
}

export interface TokenStore {
  /**
   * @returns Whether it was created: false where a token of that name is in force.
   * @throws The role is `unit` and no unit is named, or the other way round.
   */
  createToken(token: NewToken): Promise<boolean>;
  /** The token in force, marked as used `at`; null where there is none. */
  tokenByHash(hash: string, at: Instant): Promise<TokenRecord | null>;
  /** By name, oldest first; revoked ones too. */
  tokens(): Promise<TokenRecord[]>;
  /** @returns Whether a token of that name was in force. */
  revokeToken(name: string, at: Instant): Promise<boolean>;
}

/** Every request names a token: a write for each would cost more than it tells. */
const USE_NOTED_EVERY_MS = 3_600_000;

/** Who may ask what. */
export function tokenStore(db: Database): TokenStore {
  return {
    createToken: (token) => createToken(db, token),
    tokenByHash: (hash, at) => tokenByHash(db, hash, at),
    tokens: () => select(db).orderBy("name").orderBy("created_at").orderBy("hash").execute(),
    async revokeToken(name, at) {
      const revoked = await db
        .updateTable("tokens")
        .set({ revoked_at: at })
        .where("name", "=", name)
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      return revoked.numUpdatedRows > 0n;
    },
  };
}

function select(db: Database) {
  return db
    .selectFrom("tokens")
    .select(["name", "role", "unit_id as unitId", "hash"])
    .select(["created_at as createdAt", "last_used_at as lastUsedAt", "revoked_at as revokedAt"]);
}

async function createToken(
  db: Database,
  { name, role, unitId, hash, createdAt }: NewToken,
): Promise<boolean> {
  if ((role === "unit") !== (unitId !== null)) {
    throw new Error(`a token names a unit if, and only if, its role is unit (role ${role}, unit ${unitId})`);
  }
  const created = await db
    .insertInto("tokens")
    .values({
      hash,
      name,
      role,
      unit_id: unitId,
      created_at: createdAt,
      last_used_at: null,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.column("name").where("revoked_at", "is", null).doNothing())
    .executeTakeFirst();
  return (created.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

async function tokenByHash(db: Database, hash: string, at: Instant): Promise<TokenRecord | null> {
  const found = await select(db).where("hash", "=", hash).where("revoked_at", "is", null).executeTakeFirst();
  if (!found) return null;
  if (found.lastUsedAt !== null && Date.parse(at) - Date.parse(found.lastUsedAt) < USE_NOTED_EVERY_MS)
    return found;
  await db.updateTable("tokens").set({ last_used_at: at }).where("hash", "=", hash).execute();
  return { ...found, lastUsedAt: at };
}
