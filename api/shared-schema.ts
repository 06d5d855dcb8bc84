import {
  type Static,
  type TProperties,
  type TSchema,
  type TSchemaOptions,
  type TUnsafe,
  Type,
} from "typebox";

/** A schema with a name: a component of the OpenAPI document. */
export function component<P extends TProperties>($id: string, properties: P, options: TSchemaOptions = {}) {
  return Object.assign(Type.Object(properties, options), { $id });
}

/** A reference to a schema that the server knows by its $id; `T` is what answers are made as. */
export function refTo<T>(schema: TSchema & { readonly $id: string }): TUnsafe<T> {
  return Type.Unsafe<T>({ $ref: `${schema.$id}#` });
}

/** One of these words. */
export function oneOf<const Values extends string[]>(
  values: readonly [...Values],
  options: TSchemaOptions = {},
) {
  return Type.Enum(values, { type: "string", ...options });
}

export function orNull<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** A key of a body that may be left out or null: a text with these restrictions. */
export function textOrNothing(options: TSchemaOptions) {
  // Not a union: there, null would first be made a text.
  return Type.Optional(Type.Unsafe<string | null>({ type: ["string", "null"], ...options }));
}

/** The type of an answer may be readonly all through; its schema says the same without. */
export function listOf<T>(schema: TUnsafe<T>) {
  return Type.Unsafe<readonly T[]>(Type.Array(schema));
}

/** An object with exactly these keys. */
export function keyed<K extends string, T extends TSchema>(keys: readonly K[], schema: T) {
  return Type.Object(Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, T>); // each key is there
}

export const INSTANT = Type.String({ format: "date-time" });
export const DATE = Type.String({ format: "date" });
export const COUNT = Type.Integer({ minimum: 0 });

export const PAGE = component("Page", {
  limit: Type.Integer({ minimum: 1 }),
  total: Type.Integer({ minimum: 0, description: "各页合计" }),
  next: Type.Union([Type.String(), Type.Null()], { description: "下一页的 cursor；最后一页为 null" }),
});
export type Page = Static<typeof PAGE>;

export const PROBLEM = component(
  "Problem",
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    parameter: Type.Optional(Type.String({ description: "出错的查询参数" })),
  },
  { description: "RFC 9457" },
);

/** What any answer may be instead. */
export const PROBLEM_ANSWERS = {
  "4xx": {
    description: "请求不对，或没有所求",
    content: { "application/problem+json": { schema: refTo(PROBLEM) } },
  },
  "5xx": {
    description: "服务出错",
    content: { "application/problem+json": { schema: refTo(PROBLEM) } },
  },
} as const;

/** The description of a JSON answer. */
export function json<S extends TSchema>(description: string, schema: S) {
  return { description, content: { "application/json": { schema } } } as const;
}
