import type { Signer } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import type { SeedCheck } from "../secrets/secret_seed.ts";

/** Opens the signer of a key that stays where it is; `selector` follows the scheme. Nothing is signed yet. */
type OpenSigner = (
  context: CliContext,
  selector: string,
  flags: SeedCheck["flags"],
) => Promise<Signer>;

/** Loads what opens the keys of a scheme. */
type LoadScheme = () => Promise<OpenSigner>;

/** Where keys may be beside files, by the scheme of `--key SCHEME:SELECTOR`. */
const SCHEMES: Readonly<Record<string, LoadScheme>> = {
  vault: async () => (await import("./vault.ts")).openVaultSigner,
};

/** The scheme of a reference, and what follows it; null for the reference of a file. `./SCHEME:x` is a file. */
export function schemeOf(
  reference: string,
): { readonly load: LoadScheme; readonly selector: string } | null {
  const [, scheme, selector] = /^([a-z-]+):(.*)$/s.exec(reference) ?? [];
  if (scheme === undefined || !Object.hasOwn(SCHEMES, scheme)) return null;
  return { load: SCHEMES[scheme]!, selector: selector! };
}
