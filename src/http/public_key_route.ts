import * as z from "zod/mini";
import { DEFAULTS } from "../contract/endpoint.ts";
import { keyInPathField, optionalOrgField } from "../contract/queries.ts";
import { givenRecordOf } from "../contract/record.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import { encodePublicKey } from "../formats/keys/encode_public_key.ts";
import { KEY_FORMATS, type KeyFormat } from "../formats/keys/key_formats.ts";
import type { Route } from "./route.ts";

interface PublicKeyRequest extends KeyReference {
  readonly format: KeyFormat;
}

const MEDIA_TYPES: Readonly<Record<KeyFormat, string>> = {
  pem: "application/x-pem-file",
  der: "application/pkix-spki",
  raw: "application/octet-stream",
  jwk: "application/jwk+json",
  ssh: "text/plain; charset=utf-8",
};

/** The one route whose answer is not JSON: a public key as a file. Our own client encodes what `keys.show` gives. */
export const PUBLIC_KEY_ROUTE: Route = {
  ...DEFAULTS,
  method: "GET",
  path: "/v1/signing-keys/:key_id/public-key",
  summary: "Get the public half of a signing key in any format",
  role: "read",
  params: givenRecordOf<Pick<KeyReference, "text">>({ text: ["key_id", keyInPathField] }),
  query: givenRecordOf<Omit<PublicKeyRequest, "text">>({
    orgId: ["org_id", optionalOrgField],
    format: ["format", z._default(z.enum(KEY_FORMATS), "pem")],
  }),
  answer: Object.values(MEDIA_TYPES),
  handle: async ({ operations, request }) => {
    const { format, ...reference } = request as PublicKeyRequest;
    const { publicKey } = await operations.keys.show(reference);
    return { mediaType: MEDIA_TYPES[format], bytes: encodePublicKey(publicKey, format) };
  },
};
