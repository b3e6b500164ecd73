/** A UUID as its 16 bytes. */
export function uuidBytes(uuid: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(uuid.replaceAll("-", ""));
}

/** A UUID as its 16 bytes, or null. */
export function uuidBytesOrNull(uuid: string | null): Uint8Array<ArrayBuffer> | null {
  return uuid === null ? null : uuidBytes(uuid);
}

/** UUIDs as JSON text, for a statement that takes any number of them. */
export function uuidsJson(uuids: readonly string[]): string {
  return JSON.stringify([...new Set(uuids)].map((uuid) => uuid.replaceAll("-", "")));
}

/** The lowest and the highest UUID that begin with these hex digits; a range of none where there are too many digits. */
export function uuidRange(prefix: string): readonly [Uint8Array, Uint8Array] {
  if (prefix.length > 32) return [Uint8Array.of(1), Uint8Array.of(0)];
  return [
    Uint8Array.fromHex(prefix.padEnd(32, "0")),
    Uint8Array.fromHex(prefix.padEnd(32, "f")),
  ];
}

/** The first text that begins with these hex digits, and the first after all that do. */
export function hexRange(prefix: string): readonly [string, string] {
  return [prefix, `${prefix}g`];
}
