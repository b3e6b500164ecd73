import type { RunStatement } from "./connection.ts";
import type { Bind } from "./select.ts";

const FINGERPRINT_DIGITS = 64;

/**
 * The condition that a fingerprint begins with these hex digits. The range speaks to the index, which is sorted as the
 * database's language sorts: Danish has "aa" after "f", and then only a range in the order of bytes is right, which no
 * index serves.
 */
export async function fingerprintRange(
  run: RunStatement,
  prefix: string,
): Promise<(bind: Bind) => string> {
  if (prefix.length === FINGERPRINT_DIGITS) return (bind) => `key_fingerprint = ${bind(prefix)}`;
  const { rows } = await run(HEX_SORTS_AS_BYTES);
  const column = rows[0]?.["as_bytes"] === true ? "key_fingerprint" : 'key_fingerprint collate "C"';
  return (bind) => {
    const range = `${column} >= ${bind(prefix)} and ${column} < ${bind(`${prefix}g`)}`;
    return `(${range} and starts_with(key_fingerprint, ${bind(prefix)}))`;
  };
}

const HEX_SORTS_AS_BYTES = `
  select array_agg(pair order by pair) = array_agg(pair order by pair collate "C") as as_bytes
  from (select lpad(to_hex(number), 2, '0') as pair from generate_series(0, 255) as number) as pairs`;
