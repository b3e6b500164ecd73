import { API_ROLES, type ApiRole, type ApiTokenHash } from "../../domain/api_token.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { CloacinaError } from "../../errors.ts";
import type { Row } from "./connection.ts";
import { parseTimeText } from "./times.ts";

const HEX_64 = /^[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A row of a table whose columns are read strictly: what is not as the table has it throws `store_corrupt`. */
export interface StrictRow {
  readonly uuid: (column: string) => string;
  readonly uuidOrNull: (column: string) => string | null;
  readonly bytes: (column: string, length: number) => Uint8Array<ArrayBuffer>;
  readonly text: (column: string) => string;
  readonly textOrNull: (column: string) => string | null;
  readonly time: (column: string) => Date;
  readonly timeOrNull: (column: string) => Date | null;
  readonly fingerprint: (column: string) => Fingerprint;
  readonly packageHash: (column: string) => PackageHash;
  readonly tokenHash: (column: string) => ApiTokenHash;
  readonly role: (column: string) => ApiRole;
  /** UUIDs in lower case that are a JSON array. */
  readonly uuidsOrNull: (column: string) => readonly string[] | null;
}

/**
 * Selects a text column as its bytes: where text has a NUL or is not UTF-8, the runtime hands out something shorter or
 * something else. What is not text becomes a number, which no column of ours is.
 */
export function textColumn(name: string): string {
  return `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) WHEN 'null' THEN NULL ELSE 0 END AS ${name}`;
}

/** Reads a row of the table; `path` is the database that an error names. */
export function strictRow(row: Row, table: string, path: string): StrictRow {
  const read = <Result>(column: string, as: (value: unknown) => Result | undefined): Result => {
    const value = as(row[column]);
    if (value !== undefined) return value;
    throw new CloacinaError(
      "store_corrupt",
      `Cannot read ${table} ${nameOf(row)} in ${path}: its ${column} is not what the table holds`,
      { hint: "restore the row from a backup; nothing was changed" },
    );
  };
  return {
    uuid: (column) => read(column, asUuid),
    uuidOrNull: (column) => read(column, orNull(asUuid)),
    bytes: (column, length) => read(column, (value) => asBytes(value, length)),
    text: (column) => read(column, asText),
    textOrNull: (column) => read(column, orNull(asText)),
    time: (column) => read(column, asTime),
    timeOrNull: (column) => read(column, orNull(asTime)),
    fingerprint: (column) => read(column, asHex64<Fingerprint>),
    packageHash: (column) => read(column, asHex64<PackageHash>),
    tokenHash: (column) => read(column, asHex64<ApiTokenHash>),
    role: (column) => read(column, asRole),
    uuidsOrNull: (column) => read(column, orNull(asUuids)),
  };
}

function nameOf({ id, row_number }: Row): string {
  return asUuid(id) ?? `in row ${row_number}`;
}

function orNull<Result>(as: (value: unknown) => Result | undefined) {
  return (value: unknown): Result | null | undefined => value === null ? null : as(value);
}

/** 16 bytes as a UUID in lower case. */
function asUuid(value: unknown): string | undefined {
  const hex = asBytes(value, 16)?.toHex();
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function asBytes(value: unknown, length: number): Uint8Array<ArrayBuffer> | undefined {
  return value instanceof Uint8Array && value.length === length
    ? Uint8Array.from(value)
    : undefined;
}

function asText(value: unknown): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return undefined;
  }
}

function asTime(value: unknown): Date | undefined {
  const text = asText(value);
  return text === undefined ? undefined : parseTimeText(text) ?? undefined;
}

function asHex64<Hex extends string>(value: unknown): Hex | undefined {
  const text = asText(value);
  return text !== undefined && HEX_64.test(text) ? text as Hex : undefined;
}

function asRole(value: unknown): ApiRole | undefined {
  const text = asText(value);
  return API_ROLES.find((role) => role === text);
}

function asUuids(value: unknown): readonly string[] | undefined {
  const list = asJson(value);
  return Array.isArray(list) && list.every(isUuidText) ? list : undefined;
}

function asJson(value: unknown): unknown {
  try {
    return JSON.parse(asText(value) ?? "");
  } catch {
    return undefined;
  }
}

function isUuidText(value: unknown): boolean {
  return typeof value === "string" && UUID.test(value);
}
