import * as z from "zod/mini";
import { type Damaged, type Intact, isDamaged, type Stored } from "../domain/damaged.ts";

/**
 * Maps each field of a value to its name and codec in the JSON document. A nested table maps a nested object, whose
 * fields are flattened into the document. A missing field does not compile.
 */
export type FieldTable<Value> = {
  readonly [Name in keyof Value]-?:
    | readonly [name: string, codec: z.ZodMiniType<Value[Name]>]
    | FieldTable<Value[Name]>;
};

/** What a document contains besides the fields of the value. */
interface Extras<Value> {
  /** Constant fields at the beginning, which identify the kind of document. */
  readonly constants?: Readonly<Record<string, string | number | boolean>>;
  /** Fields derived from the value: written and required, but not part of the value that is read. */
  readonly derived?: Readonly<Record<string, Derived<Value>>>;
  /** Creates the schema of the document. By default, unknown fields are ignored. */
  readonly object?: (shape: Shape) => z.ZodMiniObject;
}

type Shape = Record<string, z.ZodMiniType>;

type Derived<Value> = readonly [schema: z.ZodMiniType, of: (value: Value) => unknown];

/** A codec between a JSON document and a domain value. */
export type RecordCodec<Value> = z.ZodMiniCodec<z.ZodMiniObject, z.ZodMiniCustom<Value, Value>>;

/** The codec of a record. */
export function recordOf<Value>(
  table: FieldTable<Value>,
  { constants = {}, derived = {}, object = z.object }: Extras<Value> = {},
): RecordCodec<Value> {
  const leaves = leavesOf(table);
  const shape = {
    ...mapValues(constants, (constant) => z.literal(constant)),
    ...shapeOf(leaves),
    ...mapValues(derived, ([schema]) => schema),
  };
  return codecOf(object(shape), leaves, (value: Value) => ({
    ...constants,
    ...mapValues(derived, ([, of]) => of(value)),
  }));
}

/** The codec of a record in a request: unknown fields are refused, and constants may be omitted. */
export function givenRecordOf<Value>(
  table: FieldTable<Value>,
  { constants = {} }: Pick<Extras<Value>, "constants"> = {},
): RecordCodec<Value> {
  const leaves = leavesOf(table);
  const shape = {
    ...mapValues(constants, (constant) => z._default(z.literal(constant), constant)),
    ...shapeOf(leaves),
  };
  return codecOf(z.strictObject(shape), leaves, () => constants);
}

/**
 * The codec of a damaged row: the fields of its record, each null if it could not be read, `fault`, and the status
 * `damaged`.
 */
export function damagedRecordOf<Value>(table: FieldTable<Value>): RecordCodec<Damaged<Value>> {
  const leaves = leavesOf(table).filter(({ name }) => !["fault", "status"].includes(name));
  const object = z.object({
    ...mapValues(shapeOf(leaves), (codec) => z.nullable(codec)),
    fault: z.string(),
    status: z.literal("damaged"),
  });
  return z.codec(object as z.ZodMiniObject, z.custom<Damaged<Value>>(isDamagedRow), {
    decode: (fields) => {
      const known = leaves.filter(({ name }) => fields[name] !== null);
      return { fault: fields["fault"] as string, intact: build(known, fields) as Intact<Value> };
    },
    encode: ({ fault, intact }) => ({
      ...Object.fromEntries(leaves.map(({ name, path }) => [name, valueAt(intact, path) ?? null])),
      fault,
      status: "damaged",
    }),
  });
}

/** A record, or what is left of one whose row is damaged. */
export function orDamaged<Row extends object>(
  sound: RecordCodec<Row>,
  damaged: z.ZodMiniType<Damaged<Row>>,
): z.ZodMiniType<Stored<Row>> {
  return z.union([sound, damaged]) as z.ZodMiniType<Stored<Row>>;
}

function isDamagedRow(value: unknown): boolean {
  return typeof value === "object" && value !== null && isDamaged(value);
}

/** A field of a document, and its path in the value. */
interface Leaf {
  readonly path: readonly string[];
  readonly name: string;
  readonly codec: z.ZodMiniType;
}

function leavesOf(table: object, path: readonly string[] = []): readonly Leaf[] {
  return Object.entries(table).flatMap(([key, node]) => {
    const here = [...path, key];
    return Array.isArray(node)
      ? [{ path: here, name: node[0], codec: node[1] }]
      : leavesOf(node, here);
  });
}

function shapeOf(leaves: readonly Leaf[]): Shape {
  return Object.fromEntries(leaves.map(({ name, codec }) => [name, codec]));
}

function codecOf<Value>(
  document: z.ZodMiniObject,
  leaves: readonly Leaf[],
  extras: (value: Value) => Readonly<Record<string, unknown>>,
): RecordCodec<Value> {
  return z.codec(document, z.custom<Value>(), {
    decode: (fields) => build(leaves, fields) as Value,
    // A damaged row is no such document, and zod 4.6.7 goes on to encode the fields of one that is an object.
    encode: (value) =>
      isDamagedRow(value) ? null as never : {
        ...extras(value),
        ...Object.fromEntries(
          leaves.map(({ name, path }) => [name, valueAt(value, path)])
            .filter(([, part]) => part !== undefined),
        ),
      },
  });
}

type Fields = Record<string, unknown>;

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part, key) => (part as Fields | undefined)?.[key], value);
}

function build(leaves: readonly Leaf[], document: Readonly<Fields>): Fields {
  const value: Fields = {};
  for (const { path, name } of leaves) {
    if (document[name] === undefined) continue;
    const parts = path.slice(0, -1);
    const part = parts.reduce((outer, key) => (outer[key] ??= {}) as Fields, value);
    part[path.at(-1)!] = document[name];
  }
  return value;
}

function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));
}
