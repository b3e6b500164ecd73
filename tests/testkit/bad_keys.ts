import type { BadKey } from "./bad_keys/bad_key.ts";
import { BAD_ENCRYPTED } from "./bad_keys/encrypted.ts";
import { BAD_FOREIGN } from "./bad_keys/foreign.ts";
import { BAD_JWKS } from "./bad_keys/jwk.ts";
import { BAD_OPENSSH } from "./bad_keys/openssh.ts";
import { BAD_PEMS } from "./bad_keys/pem.ts";
import { BAD_PKCS8S } from "./bad_keys/pkcs8.ts";
import { BAD_PUBLIC_KEYS } from "./bad_keys/public.ts";
import { BAD_TEXTS } from "./bad_keys/text.ts";

/** Every bad key file, with one fault each. */
export const BAD_KEYS: readonly BadKey[] = [
  ...BAD_TEXTS,
  ...BAD_PEMS,
  ...BAD_PKCS8S,
  ...BAD_ENCRYPTED,
  ...BAD_OPENSSH,
  ...BAD_JWKS,
  ...BAD_PUBLIC_KEYS,
  ...BAD_FOREIGN,
];
