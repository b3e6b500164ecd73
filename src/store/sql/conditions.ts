import type { SignedBy } from "../../domain/signed_by.ts";
import type { Dialect, Fragment, SqlSession, SqlValue, ValueFormat } from "./session.ts";
import type { Column } from "./columns.ts";

type Says = Pick<SqlSession, "dialect">;

/** Only rows that were not revoked. */
export const isActive: Fragment = () => "revoked_at is null";

/** The column has the value. */
export function equals<Value>({ dialect }: Says, column: Column<Value>, value: Value): Fragment {
  return (bind) => `${column.name} = ${bind(encodeValue(dialect, column, value))}`;
}

/** The column has no digest in lower-case hex, as text: its row is damaged. */
export function isNoDigest({ name, maxLength }: Column): Fragment {
  return () =>
    `length(${name}) <> ${maxLength} or ltrim(${name}, '0123456789abcdef') <> '' or ` +
    `${name} <> cast(${name} as text)`;
}

/** Rows with the hashes and keys of these, and others with a hash of one and the key of another. */
export function isAmong(
  { dialect: { isOneOf } }: Says,
  { packageHash, keyFingerprint }: { readonly [Field in keyof SignedBy]: Column },
  records: readonly SignedBy[],
): Fragment {
  return all(
    isOneOf(packageHash, [...new Set(records.map((record) => record.packageHash))]),
    isOneOf(keyFingerprint, [...new Set(records.map((record) => record.keyFingerprint))]),
  );
}

/** All of these; what is null is no condition. Empty where there is none. */
export function all(...conditions: readonly (Fragment | null)[]): Fragment {
  return (bind) => joined(conditions, bind, " and ");
}

/** At least one of these; what is null is none. */
export function either(...conditions: readonly (Fragment | null)[]): Fragment {
  return (bind) => {
    const text = joined(conditions, bind, " or ");
    return text === "" ? "false" : `(${text})`;
  };
}

/** A value of a column as the database stores it. */
export function encodeValue<Value>(
  dialect: Dialect,
  column: Column<Value>,
  value: NoInfer<Value>,
): SqlValue {
  const format = dialect.formats[column.kind] as ValueFormat<unknown>;
  return value === null ? null : format.encode(value);
}

function joined(
  conditions: readonly (Fragment | null)[],
  bind: Parameters<Fragment>[0],
  word: string,
): string {
  return conditions.map((condition) => condition?.(bind) ?? "").filter((text) => text !== "")
    .join(word);
}
