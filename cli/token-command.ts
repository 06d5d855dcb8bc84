import { randomBytes } from "node:crypto";
import path from "node:path";
import { hashOfToken, newToken } from "../api/token.ts";
import type { Instant } from "../domain/time.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import type { Role, TokenRecord } from "../store/tokens.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";

/** Where the tokens are kept. */
export interface TokenPlace {
  /** null: embedded, under `data`. */
  readonly store: string | null;
  readonly data: string;
}

export interface NewTokenArguments {
  readonly role: Role;
  /** The one unit that a `unit` token speaks for. */
  readonly unit: string | null;
  /** null: made up. */
  readonly name: string | null;
  readonly json: boolean;
}

const MOST_CHARACTERS = 100;

/** `xuncha token create`: prints the token, once; only its digest is kept. */
export async function tokenCreate(
  { role, unit, name: given, json }: NewTokenArguments,
  place: TokenPlace,
  output: Output,
): Promise<ExitCode> {
  if (role === "unit" && unit === null) throw new UsageError("角色 unit 须用 --unit 指明单位编号");
  if (role !== "unit" && unit !== null) throw new UsageError(`--unit 只用于角色 unit，现为 ${role}`);
  const name = given ?? `${role}-${randomBytes(3).toString("hex")}`;
  if (name.trim() === "" || name.length > MOST_CHARACTERS || /\p{Cc}/u.test(name))
    throw new UsageError(`--name：应为 1 到 ${MOST_CHARACTERS} 个字`);
  return withStore(place, async (store) => {
    const token = newToken();
    const created = await store.createToken({
      name,
      role,
      unitId: unit,
      hash: hashOfToken(token),
      createdAt: now(),
    });
    if (!created) throw new UsageError(`已有名为“${name}”的令牌生效；先撤销它，或另取名称`);
    output.result(json ? JSON.stringify({ name, role, unit, token }, null, 2) : token);
    output.note(`令牌“${name}”（${role}）只显示这一次，请妥善保存`);
    return EXIT.complete;
  });
}

/** `xuncha token list`: every token that was ever handed out, without the token itself. */
export async function tokenList(json: boolean, place: TokenPlace, output: Output): Promise<ExitCode> {
  return withStore(place, async (store) => {
    const tokens = await store.tokens();
    output.result(
      json ? JSON.stringify(tokens.map(viewOf), null, 2) : tokens.map(lineOf).join("\n") || "没有令牌",
    );
    return EXIT.complete;
  });
}

/** `xuncha token revoke`: at once, also for a server that runs. */
export async function tokenRevoke(name: string, place: TokenPlace, output: Output): Promise<ExitCode> {
  return withStore(place, async (store) => {
    if (!(await store.revokeToken(name, now())))
      throw new UsageError(`没有名为“${name}”的令牌生效；用 xuncha token list 查看`);
    output.result(`已撤销令牌“${name}”`);
    return EXIT.complete;
  });
}

async function withStore(place: TokenPlace, use: (store: Store) => Promise<ExitCode>): Promise<ExitCode> {
  const store = await openStore(place.store ?? path.join(place.data, "xuncha.sqlite"));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** The digest stays where it is: nobody needs it. */
function viewOf({ name, role, unitId, createdAt, lastUsedAt, revokedAt }: TokenRecord) {
  return { name, role, unit: unitId, createdAt, lastUsedAt, revokedAt };
}

function lineOf({ name, role, unitId, createdAt, lastUsedAt, revokedAt }: TokenRecord): string {
  return [
    name,
    unitId === null ? role : `${role} ${unitId}`,
    `建立 ${minute(createdAt)}`,
    lastUsedAt === null ? "未用过" : `最近使用 ${minute(lastUsedAt)}`,
    revokedAt === null ? "生效" : `已撤销 ${minute(revokedAt)}`,
  ].join("　");
}

const CLOCK = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

function minute(instant: Instant): string {
  return CLOCK.format(new Date(instant));
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
