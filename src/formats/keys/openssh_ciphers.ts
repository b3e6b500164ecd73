import { aesCbcDecryptBlocks } from "../../crypto/aes_cbc.ts";
import { aesCtr } from "../../crypto/aes_ctr.ts";
import { aesGcmDecrypt } from "../../crypto/aes_gcm.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { invalidKey } from "./invalid_key.ts";

/** A cipher of `ssh -Q cipher`: lengths in bytes; `decrypt` takes the ciphertext followed by the tag, if any. */
export interface OpenSshCipher {
  readonly keyLength: number;
  readonly ivLength: number;
  readonly tagLength: number;
  readonly decrypt: (key: Bytes, iv: Bytes, ciphertext: Bytes) => Promise<Bytes>;
}

const CTR = { ivLength: 16, tagLength: 0, decrypt: aesCtr };
const CBC = { ivLength: 16, tagLength: 0, decrypt: aesCbcDecryptBlocks };
const GCM = { ivLength: 12, tagLength: 16, decrypt: aesGcmDecrypt };

const CIPHERS: Readonly<Record<string, OpenSshCipher>> = {
  "aes128-ctr": { keyLength: 16, ...CTR },
  "aes192-ctr": { keyLength: 24, ...CTR },
  "aes256-ctr": { keyLength: 32, ...CTR },
  "aes128-cbc": { keyLength: 16, ...CBC },
  "aes192-cbc": { keyLength: 24, ...CBC },
  "aes256-cbc": { keyLength: 32, ...CBC },
  "aes128-gcm@openssh.com": { keyLength: 16, ...GCM },
  "aes256-gcm@openssh.com": { keyLength: 32, ...GCM },
};

/** Ciphers of `ssh-keygen -Z` that Web Crypto does not support. */
const REFUSED = ["3des-cbc", "chacha20-poly1305@openssh.com"];

/** Looks up a cipher by name. Throws `invalid_key`, which names a known but unsupported cipher. */
export function openSshCipher(name: string): OpenSshCipher {
  if (Object.hasOwn(CIPHERS, name)) return CIPHERS[name]!;
  const shown = REFUSED.includes(name) ? name : "an unknown cipher";
  throw invalidKey(`it is encrypted with ${shown}`, {
    hint: "`ssh-keygen -p -Z aes256-ctr -f FILE` encrypts it in a form that cloacina reads",
  });
}
