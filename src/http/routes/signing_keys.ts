import * as z from "zod/mini";
import { itemsOf, keyIdField, referenceField } from "../../contract/fields.ts";
import { Revoked, Rotated, Signed, SigningKey } from "../../contract/records.ts";
import { referenceToId } from "../../domain/key_reference.ts";
import { encodePublicKey } from "../../formats/keys/encode_public_key.ts";
import { KEY_FORMATS, type KeyFormat } from "../../formats/keys/key_formats.ts";
import { jsonRoute, listQuery, orgOf, orgQuery, pageOf, type Route, toItems } from "../route.ts";
import { MAX_SIGN_BYTES, SignRequest } from "../wire/signature.ts";
import { NewSigningKey, Revocation } from "../wire/signing_key.ts";
import { Rotation } from "../wire/signing_key.ts";
import { MAX_SMALL_REQUEST_BYTES, PATHS } from "../wire.ts";

const keyParams = z.strictObject({ key_id: keyIdField });
const keyQuery = z.strictObject(orgQuery);

const create = jsonRoute({
  method: "POST",
  path: PATHS.signingKeys,
  summary: "Make a signing key",
  body: NewSigningKey,
  status: 201,
  answer: SigningKey,
  handle: ({ operations, body: { org_id, name, trust } }) =>
    operations.keys.generate({ orgId: org_id, name, trust }),
});

const list = jsonRoute({
  method: "GET",
  path: PATHS.signingKeys,
  summary: "List an organisation's signing keys, oldest first",
  query: z.strictObject(listQuery),
  answer: itemsOf(SigningKey),
  handle: async ({ operations, query, token }) => {
    return toItems(
      await operations.keys.list({
        orgId: orgOf(query, token),
        includeRevoked: query.include_revoked,
        page: pageOf(query),
      }),
    );
  },
});

const lookup = jsonRoute({
  method: "GET",
  path: PATHS.lookup,
  summary: "Find a signing key by its id, its name, or how its id or fingerprint begins",
  query: z.strictObject({
    ...orgQuery,
    reference: referenceField,
  }),
  answer: SigningKey,
  handle: ({ operations, query: { reference, org_id = null } }) =>
    operations.keys.lookUp({ text: reference, orgId: org_id }),
});

const show = jsonRoute({
  method: "GET",
  path: PATHS.signingKey,
  summary: "Show a signing key",
  params: keyParams,
  query: keyQuery,
  answer: SigningKey,
  handle: ({ operations, params, query }) => operations.keys.show(referenceOf(params, query)),
});

const MEDIA_TYPES: Readonly<Record<KeyFormat, string>> = {
  pem: "application/x-pem-file",
  der: "application/pkix-spki",
  raw: "application/octet-stream",
  jwk: "application/jwk+json",
  ssh: "text/plain; charset=utf-8",
};

const publicKeyQuery = z.strictObject({
  ...orgQuery,
  format: z._default(z.enum(KEY_FORMATS), "pem"),
});

const publicKey: Route<typeof keyParams, typeof publicKeyQuery> = {
  method: "GET",
  path: PATHS.publicKey,
  summary: "Get the public half of a signing key in any format",
  params: keyParams,
  query: publicKeyQuery,
  body: null,
  maxBytes: MAX_SMALL_REQUEST_BYTES,
  status: 200,
  looksAtToken: false,
  answer: Object.values(MEDIA_TYPES),
  handle: async ({ operations, params, query }) => {
    const key = await operations.keys.show(referenceOf(params, query));
    const bytes = encodePublicKey(key.publicKey, query.format);
    return { mediaType: MEDIA_TYPES[query.format], bytes };
  },
};

const rotate = jsonRoute({
  method: "POST",
  path: PATHS.rotate,
  summary: "Put a new, trusted key in the place of an old one, which no longer signs",
  params: keyParams,
  query: keyQuery,
  body: Rotation,
  status: 201,
  answer: Rotated,
  handle: ({ operations, params, query, body: { name } }) =>
    operations.keys.rotate({ reference: referenceOf(params, query), name }),
});

const revoke = jsonRoute({
  method: "POST",
  path: PATHS.revoke,
  summary: "Take a key out of use for signing, and with and_trust end the trust in it",
  params: keyParams,
  query: keyQuery,
  body: Revocation,
  answer: Revoked,
  handle: ({ operations, params, query, body: { and_trust, dry_run } }) => {
    const reference = referenceOf(params, query);
    return operations.keys.revoke({ reference, andTrust: and_trust, dryRun: dry_run });
  },
});

const sign = jsonRoute({
  method: "POST",
  path: PATHS.sign,
  summary: "Sign the hashes of packages; with store, all signatures are stored or none is made",
  params: keyParams,
  query: keyQuery,
  body: SignRequest,
  maxBytes: MAX_SIGN_BYTES,
  looksAtToken: true,
  answer: Signed,
  handle: ({ operations, params, query, body }) => {
    const hashes = "package_hash" in body ? [body.package_hash] : body.package_hashes;
    const reference = referenceOf(params, query);
    return operations.package.sign({ reference, hashes, store: body.store });
  },
});

/** `/v1/signing-keys` */
export const signingKeyRoutes: readonly Route[] = [
  create,
  list,
  lookup,
  show,
  publicKey as unknown as Route,
  rotate,
  revoke,
  sign,
];

function referenceOf(
  { key_id }: z.output<typeof keyParams>,
  { org_id }: z.output<typeof keyQuery>,
) {
  return { text: referenceToId(key_id), orgId: org_id ?? null };
}
