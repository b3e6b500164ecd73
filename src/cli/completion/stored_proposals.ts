import { fieldsOf, isSound, type Stored } from "../../domain/damaged.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { storedKeyStatus } from "../records/signing_key_output.ts";
import { signingKeyStatus } from "../../domain/status.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import type { Operations } from "../../operations/operations.ts";
import type { CliContext } from "../context.ts";
import { requireOrg } from "../organisation.ts";
import type { RemoteFlags } from "../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../store/store_flags.ts";
import { escapeText } from "../../formats/escape.ts";
import type { CompletionSlot } from "./completion_slot.ts";
import type { Proposal } from "./proposal.ts";

/** How many keys or tokens are proposed at the most. */
const MAX_ITEMS = 1000;

const PAGE = { limit: MAX_ITEMS, offset: 0 } as const;

type Flags = StoreFlags & RemoteFlags & OrgFlag;

/** Lists what may stand in a slot. */
type Lister = (
  context: CliContext,
  flags: Flags,
  there: Operations,
) => Promise<readonly Proposal[]>;

/** What the store or server that the flags choose has for a slot; nothing where values of the slot are not kept there. */
export async function storedProposals(
  context: CliContext,
  flags: Flags,
  slot: CompletionSlot,
): Promise<readonly Proposal[]> {
  const list = listerOf(slot);
  if (list === null) return [];
  const found = await context.withOperations(flags, (there) => list(context, flags, there));
  // What is escaped cannot be typed, and must not reach the terminal as it is.
  return found.filter(({ word }) => word !== "" && escapeText(word) === word)
    .map(({ word, brief }) => ({ word, brief: escapeText(brief) }));
}

function listerOf({ words: [noun, verb], placeholder }: CompletionSlot): Lister | null {
  if (noun === "tokens" && placeholder === "ID") return tokens;
  if (!/^KEY\b/.test(placeholder ?? "")) return null;
  return noun === "keys" && verb === "trusted" ? trustedKeys : signingKeys;
}

const signingKeys: Lister = async (context, flags, { keys }) => {
  const request = { orgId: requireOrg(context, flags), includeRevoked: false, page: PAGE };
  const { items } = await keys.list(request);
  const sound = items.filter(isSound);
  return [...sound.map(byName), ...items.map(byId)];
};

function byName(key: SigningKeyInfo): Proposal {
  return { word: key.name, brief: `${signingKeyStatus(key)}, ${key.publicKey.fingerprint}` };
}

function byId(key: Stored<SigningKeyInfo>): Proposal {
  const { id = "", name = "" } = fieldsOf(key);
  return { word: id, brief: `${name}, ${storedKeyStatus(key)}` };
}

const trustedKeys: Lister = async (context, flags, { keys }) => {
  const request = { orgId: requireOrg(context, flags), includeRevoked: false, page: PAGE };
  const { items } = await keys.trusted.list(request);
  const sound = items.filter(isSound);
  return [...sound.map(byTrustedName), ...sound.map(byFingerprint)];
};

function byTrustedName({ name, publicKey }: TrustedKeyInfo): Proposal {
  return { word: name ?? "", brief: publicKey.fingerprint };
}

function byFingerprint({ name, publicKey }: TrustedKeyInfo): Proposal {
  return { word: publicKey.fingerprint, brief: name ?? "" };
}

const tokens: Lister = async (_context, _flags, { tokens }) => {
  const { items } = await tokens.list({ orgId: null, includeRevoked: false, page: PAGE });
  return items.filter(isSound)
    .map(({ id, name, role }) => ({ word: id, brief: `${name ?? ""} (${role})`.trim() }));
};
