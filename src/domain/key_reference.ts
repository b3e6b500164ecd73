import type { OrgId } from "./ids.ts";

/** The fewest characters by which a key may be meant. */
export const MIN_PREFIX_LENGTH = 8;

/**
 * How a person means a signing key: by its whole id, by its name, or by how its id or fingerprint begins. `orgId`, where
 * it is given, restricts all three.
 */
export interface KeyReference {
  readonly text: string;
  readonly orgId: OrgId | null;
}

/** The hex by which the text may begin an id or a fingerprint: dashes do not count. Undefined for any other text. */
export function hexPrefix(text: string): string | undefined {
  const hex = text.toLowerCase().replaceAll("-", "");
  return /^[0-9a-f]+$/.test(hex) && hex.length >= MIN_PREFIX_LENGTH && hex.length <= 64
    ? hex
    : undefined;
}
