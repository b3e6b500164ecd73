import { faultOfClaims, VERSION_CLAIM } from "../../domain/claims.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { parseStrictJsonBytes } from "../json/strict_json.ts";

/** The highest version of each package that was accepted, by the name that is claimed. */
export type MinimumVersions = ReadonlyMap<string, string>;

/** The maximum size of such a file, in bytes. */
export const MAX_MINIMUM_VERSIONS_BYTES = 1024 * 1024;

const KIND = "minimum-versions";

const MEMBERS = ["version", "kind", "minimum"];

/** The file (docs/format.md, "Minimum versions"). Throws `invalid_request` for one that could not be read again. */
export function serializeMinimumVersions(
  minimum: MinimumVersions,
  target: string,
): Uint8Array<ArrayBuffer> {
  const versions = Object.fromEntries(
    [...minimum].toSorted(([one], [other]) => one < other ? -1 : 1),
  );
  const text = `${JSON.stringify({ version: 1, kind: KIND, minimum: versions }, null, 2)}\n`;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_MINIMUM_VERSIONS_BYTES) return bytes;
  throw new CloacinaError(
    "invalid_request",
    `Cannot keep the minimum versions in ${quoted(target)}: it would be over 1 MiB`,
    { hint: "remove from it the names that are no longer verified" },
  );
}

/** Reads the file. Throws `invalid_request`: what cannot be read lets nothing pass. */
export function parseMinimumVersions(bytes: Uint8Array, source: string): MinimumVersions {
  const refused = (state: string, cause?: unknown) =>
    new CloacinaError("invalid_request", `Cannot read ${quoted(source)}: ${state}`, { cause });
  if (bytes.length > MAX_MINIMUM_VERSIONS_BYTES) throw refused("it is over 1 MiB");
  const document = parseStrictJsonBytes(bytes, refused) as Readonly<Record<string, unknown>> | null;
  const { version, kind, minimum } = document ?? {};
  if (version !== 1 || kind !== KIND || typeof minimum !== "object" || minimum === null) {
    throw refused("it is not a minimum-versions file");
  }
  const others = Object.keys(document!).filter((member) => !MEMBERS.includes(member));
  // It would be lost when the file is replaced, and may restrict what passes.
  if (others.length > 0) throw refused(`it has a member that is unknown: ${quoted(others[0]!)}`);
  const all = Object.entries<unknown>({ ...minimum });
  const isSound = ([, one]: readonly [string, unknown]) =>
    typeof one === "string" && faultOfClaims({ [VERSION_CLAIM]: one }) === undefined;
  if (Array.isArray(minimum) || !all.every(isSound)) {
    throw refused("a minimum is not a semantic version");
  }
  return new Map(all as readonly (readonly [string, string])[]);
}
