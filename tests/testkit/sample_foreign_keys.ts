import { join } from "./key_bytes.ts";
import { PUBLIC_KEY, SEED } from "./sample_keys.ts";

/** The sample key as other tools keep it. `PASSPHRASE` unlocks the locked ones, which take little time. */
const PAIR = join(SEED, PUBLIC_KEY);

/** As libsodium, TweetNaCl and Go have it. */
export const NACL_HEX = `${PAIR.toHex()}\n`;

/** As `nix-store --generate-binary-cache-key` writes it, and its public key. */
export const NIX_KEY = `sample-1:${PAIR.toBase64()}`;
export const NIX_PUBLIC_KEY = `sample-1:${join(PUBLIC_KEY).toBase64()}`;

/** As `minisign -G -W` writes it. */
export const MINISIGN_KEY = `untrusted comment: minisign encrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQIDBAUGBwidYbGd7/1aYLqESvSS7CzEREnFaXsyaRlwO6wDHK5/YNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1EaAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
`;

/** As `minisign -G` writes it, but with 32 KiB of memory. minisign 0.11 signs with it. */
export const LOCKED_MINISIGN_KEY = `untrusted comment: minisign encrypted secret key
RWRTY0IyY0ea1poJCyWCd+yPum+ZQZov+ySJgVEGV8lEzNEUjpcAgAAAAAAAAACAAAAAAAAAK/VGd58dzLDpDLw8oyeQhhCJYChc/slhmRn8JPJm3sWAds2BvdKvEKZaTWOJ/mDUjUDaZxV8vKGd/DAxx+qD2+9B0fiJx6hU0PUKmmWNg1nsL3VsfGfUBImQETCjC0KIAe9tGI7Cy38=
`;

/** As `signify -G` writes it, but with one round. signify 31 signs with it. */
export const LOCKED_SIGNIFY_KEY = `untrusted comment: signify secret key
RWRCSwAAAAFjR5rWmgkLJYJ37I+6b5lBSulvySzYtIABAgMEBQYHCEafTPdrDqhiWt+phLkxgCCKHGsXZI+/5LYQJRnN0rwiLWcjMoUr0cn88mINoQk/Qvf5ntIW2cwwLS+S3gN5iMo=
`;

/** As minisign writes the public key, and signify with another comment. */
export const MINISIGN_PUBLIC_KEY = `untrusted comment: minisign public key 0807060504030201
RWQBAgMEBQYHCNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea
`;

/** As securesystemslib 0.26.0 writes it. */
export const SECURESYSTEMSLIB_KEY = JSON.stringify({
  keytype: "ed25519",
  scheme: "ed25519",
  keyid_hash_algorithms: ["sha256", "sha512"],
  keyval: { public: PUBLIC_KEY, private: SEED },
});
