import type { Signer } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import { SIGNER_SCHEMES, type SignerFlags, type SignerScheme } from "./signer_flags.ts";

/** Opens the signer of a key that stays where it is; `selector` follows the scheme. Nothing is signed yet. */
type OpenSigner = (
  context: CliContext,
  selector: string,
  flags: SignerFlags,
) => Promise<Signer>;

/** Loads what opens the keys of a scheme. */
type LoadScheme = () => Promise<OpenSigner>;

/** Where keys may be beside files, by the scheme of `--key SCHEME:SELECTOR`. */
const SCHEMES: Readonly<Record<SignerScheme, LoadScheme>> = {
  "ssh-agent": async () => (await import("./ssh_agent.ts")).openSshAgentSigner,
  vault: async () => (await import("./vault.ts")).openVaultSigner,
};

/** The reference of a key that stays where it is. */
interface SchemeReference {
  readonly scheme: SignerScheme;
  readonly selector: string;
  readonly load: LoadScheme;
}

/** What a reference names beside files; null for the reference of a file. `./SCHEME:x` is a file. */
export function schemeOf(reference: string): SchemeReference | null {
  const scheme = SIGNER_SCHEMES.find((scheme) => reference.startsWith(`${scheme}:`));
  if (scheme === undefined) return null;
  return { scheme, selector: reference.slice(scheme.length + 1), load: SCHEMES[scheme] };
}
