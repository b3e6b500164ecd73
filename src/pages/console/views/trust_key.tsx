import { useState } from "preact/hooks";
import { isDamaged } from "../../../domain/damaged.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import { parsePublicKeys } from "../../../formats/keys/public_key.ts";
import { Failure } from "../api/failure.ts";
import { ConfirmDialog } from "../parts/confirm_dialog.tsx";
import { Code, Text } from "../parts/text.tsx";
import type { Viewed } from "../session.ts";
import { toFailure } from "../use_loaded.ts";

interface TrustKeyProps extends Viewed {
  readonly onTrusted: () => void;
}

interface GivenKey {
  readonly publicKey: PublicKey;
  readonly name: string;
}

/** Asks for a public key, and trusts it. */
export function TrustKey({ onTrusted, ...viewed }: TrustKeyProps) {
  const [error, setError] = useState<string | null>(null);
  const [given, setGiven] = useState<GivenKey | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setError(null);
    try {
      const name = readName(String(form.get("name")));
      setGiven({ publicKey: await readKey(String(form.get("key"))), name });
    } catch (thrown) {
      setError(toFailure(thrown).message);
    }
  };
  return (
    <details class="panel">
      <summary>Trust a key…</summary>
      <form onSubmit={submit}>
        <label for="key">Public key: PEM, an OpenSSH line, or base64</label>
        <textarea id="key" name="key" rows={4} spellcheck={false} required />
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="off" maxLength={255} required />
        <p role="alert" class="problem">{error !== null && <Text of={error} />}</p>
        <button type="submit">Continue…</button>
      </form>
      {given !== null && (
        <ConfirmTrust
          {...viewed}
          given={given}
          onClose={(changed) => {
            setGiven(null);
            if (changed) onTrusted();
          }}
        />
      )}
    </details>
  );
}

function readName(text: string): string {
  const name = text.trim();
  if (name !== "") return name;
  throw new Failure("refused", "Give the key a name.", "invalid_request");
}

async function readKey(text: string): Promise<PublicKey> {
  const keys = await parsePublicKeys(new TextEncoder().encode(text), "the text");
  if (keys.length === 1) return keys[0]!;
  throw new Failure("refused", `There are ${keys.length} keys in it: give one.`, "invalid_request");
}

interface ConfirmTrustProps extends Viewed {
  readonly given: GivenKey;
  readonly onClose: (changed: boolean) => void;
}

function ConfirmTrust({ api, orgId, given: { publicKey, name }, onClose }: ConfirmTrustProps) {
  const { fingerprint } = publicKey;
  return (
    <ConfirmDialog
      title="Trust this key"
      phrase={name}
      action="Trust"
      loadImpact={() => stateOf({ api, orgId }, publicKey)}
      showImpact={(state) => (
        <>
          <p>Fingerprint, to compare with what its owner says:</p>
          <p>
            <Code of={fingerprint} />
          </p>
          <p>{state}</p>
          <p>Every package that it signed, or will sign, would verify for this organisation.</p>
        </>
      )}
      act={() => api.keys.trust({ orgId, publicKey, name })}
      onClose={onClose}
    />
  );
}

/** What the store knows of a key before it is trusted. */
async function stateOf(
  { api, orgId }: Pick<Viewed, "api" | "orgId">,
  { fingerprint }: PublicKey,
): Promise<string> {
  try {
    const row = await api.keys.trusted.lookUp({ orgId, text: fingerprint });
    if (isDamaged(row)) return `Its row in the store is damaged: ${row.fault}`;
    return "This organisation trusts it already: nothing would change, not even its name.";
  } catch (thrown) {
    const { code } = toFailure(thrown);
    if (code === "key_revoked") {
      return "This organisation had revoked its trust in it: its old signatures would verify again.";
    }
    if (code !== "trust_not_found") throw thrown;
  }
  return await api.keys.isKnown({ orgId, fingerprint })
    ? "It is a signing key of this organisation."
    : "This organisation has not seen this key before.";
}
