import type { Bytes } from "../../crypto/bytes.ts";
import { sha256 } from "../../crypto/sha256.ts";
import { fingerprintOf } from "../../domain/fingerprint.ts";
import { HEX_32_BYTES } from "../../domain/patterns.ts";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownReference } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { AgentKey } from "../../formats/agent/ssh_agent.ts";
import { nameOfSshType } from "../../formats/keys/ssh_public_blob.ts";

/** A key of an agent that can sign packages. */
interface ChosenAgentKey {
  readonly blob: Bytes;
  readonly comment: string;
  readonly publicKey: PublicKey;
}

const OPENSSH_FINGERPRINT = /^SHA256:[\w+/]{43}$/;

/** How many keys of an agent a hint names, and how many characters of what the agent calls them. */
const NAMED_KEYS = 5;
const MAX_NAME_LENGTH = 100;

/**
 * The Ed25519 key that a selector means: the fingerprint of a key, as hex or in OpenSSH's form, else its comment; the
 * empty one means the only key. Certificates and keys of other types are ignored. Throws `key_not_found`,
 * `invalid_request` where several keys match, and `invalid_key` for a key of another type alone.
 */
export function chooseAgentKey(keys: readonly AgentKey[], selector: string): ChosenAgentKey {
  const selected = keys.filter((key) => isSelected(key, selector));
  const usable = differing(selected.filter(({ publicKey }) => publicKey !== null));
  const [only, second] = usable;
  if (second !== undefined) throw several(usable, selector);
  if (only !== undefined) {
    const { blob, comment, publicKey } = only;
    return { blob, comment: clipped(comment), publicKey: toPublicKey(publicKey!) };
  }
  const [other] = selected;
  throw other === undefined || selector === ""
    ? missing(keys, selector)
    : ofOtherType(other, selector);
}

function isSelected({ blob, publicKey, comment }: AgentKey, selector: string): boolean {
  if (selector === "") return true;
  if (HEX_32_BYTES.test(selector)) {
    return publicKey !== null && fingerprintOf(publicKey) === selector.toLowerCase();
  }
  return selector.startsWith("SHA256:")
    ? openSshFingerprint(blob) === selector
    : comment === selector;
}

/** The fingerprint of a key as OpenSSH prints it: `SHA256:` and base64 without padding. */
function openSshFingerprint(blob: Bytes): string {
  return `SHA256:${sha256(blob).toBase64({ omitPadding: true })}`;
}

/** An agent with a smart card may list a key twice. */
function differing(keys: readonly AgentKey[]): readonly AgentKey[] {
  return [...new Map(keys.map((key) => [key.blob.toHex(), key])).values()];
}

function missing(keys: readonly AgentKey[], selector: string): CloacinaError {
  const state = selector === "" ? "it holds no Ed25519 key" : "it holds no such key";
  const hint = keys.length === 0
    ? "it lists no keys: `ssh-add FILE` adds one, and `ssh-add -X` unlocks an agent that is locked"
    : `it holds ${listed(keys)}`;
  return new CloacinaError("key_not_found", cannotFind(selector, state), { hint });
}

function several(usable: readonly AgentKey[], selector: string): CloacinaError {
  const state = selector === ""
    ? `it holds ${usable.length} Ed25519 keys`
    : `${usable.length} of its keys have this comment`;
  return new CloacinaError("invalid_request", cannotFind(selector, state), {
    hint: `name one by its fingerprint, as ssh-agent:SHA256:…: ${listed(usable)}`,
  });
}

function ofOtherType({ type }: AgentKey, selector: string): CloacinaError {
  const state = `it is ${nameOfSshType(type)}, not a plain Ed25519 key`;
  return new CloacinaError("invalid_key", `Cannot open ${keyOf(selector)}: ${state}`);
}

function listed(keys: readonly AgentKey[]): string {
  const names = keys.slice(0, NAMED_KEYS).map(({ blob, type, comment }) =>
    `${openSshFingerprint(blob)} (${[clipped(type), ...commentOf(comment)].join(", ")})`
  );
  const others = keys.length - names.length;
  return [...names, ...(others > 0 ? [`${others} more`] : [])].join(", ");
}

function commentOf(comment: string): readonly string[] {
  return comment === "" ? [] : [quoted(clipped(comment))];
}

/** An agent may give a key any name, of up to 256 KiB. */
function clipped(text: string): string {
  return text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH)}…` : text;
}

function cannotFind(selector: string, state: string): string {
  return `Cannot find ${keyOf(selector)}: ${state}`;
}

/** A fingerprint as `ssh-add -l` prints it is shown whole: it looks like a key in base64, and is none. */
function keyOf(selector: string): string {
  if (selector === "") return "the key in the agent";
  const shown = OPENSSH_FINGERPRINT.test(selector) ? selector : shownReference(selector);
  return `the key ${quoted(shown)} in the agent`;
}
