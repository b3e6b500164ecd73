import type { ApiTokenHash, ApiTokenId } from "../../../src/domain/api_token.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";

// A process of its own that asks one question (`asker.ts ROOT QUESTION VALUE…`) and prints the ids of the answer, or the
// code of the error.
const [path = "", question = "", first = "", second = ""] = Deno.args;
try {
  console.log((await ask()).map(({ id }) => id).join("\n"));
} catch (error) {
  if (!(error instanceof CloacinaError)) throw error;
  console.log(error.code);
}

async function ask(): Promise<readonly { readonly id: string }[]> {
  const store = await openDirectory({ kind: "directory", path });
  const page = { limit: 10, offset: 20 };
  switch (question) {
    case "signingKey":
      return [await store.signingKey(first as KeyId)].filter((key) => key !== null);
    case "signaturesOf":
      return await store.signaturesOf(first as PackageHash);
    case "trustedKeysOf":
      return await store.trustedKeysOf([second as OrgId], [first as Fingerprint]);
    case "findSigningKeys by name":
      return await store.findSigningKeys({ orgId: first as OrgId, name: second }, 2);
    case "findSigningKeys by prefix":
      return await store.findSigningKeys({ orgId: null, prefix: first }, 2);
    case "listSigningKeys":
      return (await store.listSigningKeys({ orgId: first as OrgId, includeRevoked: false }, page))
        .rows;
    case "listSignatures":
      return (await store.listSignatures({ orgId: first as OrgId, fingerprint: null }, page)).rows;
    case "findApiToken":
      return [await store.findApiToken(first as ApiTokenHash)].filter((token) => token !== null);
    case "apiToken":
      return [await store.apiToken(first as ApiTokenId)].filter((token) => token !== null);
    case "listApiTokens":
      return (await store.listApiTokens({ orgId: first as OrgId, includeRevoked: false }, page))
        .rows;
    default:
      throw new RangeError(question);
  }
}
