import type { ApiTokenInfo } from "../domain/api_token.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import { type KeyReference, referenceToId } from "../domain/key_reference.ts";
import { CloacinaError } from "../errors.ts";
import type { Operations } from "./operations.ts";

/**
 * The operations as the holder of a token may use them, whatever its role: those of its own organisation, with its own
 * signing keys. Another organisation's key is not found, as if it did not exist. What several organisations have a part
 * in (a grant of trust, the engine's lookup among all signatures of a package) needs a token for all of them. What of
 * other organisations' rows an answer may tell is decided below, by `LocalParts.viewer`.
 */
export function restrictedOperations(
  operations: Operations,
  { orgId, keyIds }: Pick<ApiTokenInfo, "orgId" | "keyIds">,
): Operations {
  const ofOrg = orgId === null ? operations : ofOneOrg(operations, orgId);
  return keyIds === null ? ofOrg : withTheseKeys(ofOrg, keyIds);
}

function ofOneOrg(operations: Operations, own: OrgId): Operations {
  const { keys, orgs, package: packages, signatures, tokens } = operations;
  const named = restriction(own);
  return {
    keys: {
      generate: named(keys.generate),
      import: named(keys.import),
      list: named(keys.list),
      lookUp: async (reference) => await keys.lookUp(within(own, reference)),
      show: async (reference) => await keys.show(within(own, reference)),
      isKnown: async (request) => await keys.isKnown(ownOrNone(own, request)),
      exportPrivate: async (reference) => await keys.exportPrivate(within(own, reference)),
      rotate: async (request) => await keys.rotate(referringWithin(own, request)),
      revoke: async (request) => await keys.revoke(referringWithin(own, request)),
      trust: named(keys.trust),
      trusted: {
        lookUp: named(keys.trusted.lookUp),
        list: named(keys.trusted.list),
        revoke: named(keys.trusted.revoke),
      },
    },
    orgs: {
      grantTrust: refuse("grant trust"),
      revokeTrust: refuse("revoke a grant of trust"),
      listTrust: async (orgId) => {
        requireOwn(own, orgId);
        return await orgs.listTrust(orgId);
      },
    },
    package: {
      sign: async (request) => await packages.sign(referringWithin(own, request)),
      verify: named(packages.verify),
      preflight: refuse("say what the engine would answer"),
    },
    signatures: {
      import: named(signatures.import),
      list: async (request) => await signatures.list(ownOrNone(own, request)),
    },
    tokens: {
      create: named(tokens.create),
      list: async (request) => await tokens.list(ownOrNone(own, request)),
      revoke: async (request) => await tokens.revoke(ownOrNone(own, request)),
    },
  };
}

/** A signature from elsewhere is no signature by one of these keys. */
function withTheseKeys(operations: Operations, keyIds: readonly KeyId[]): Operations {
  const { keys, package: packages, signatures } = operations;
  return {
    ...operations,
    package: {
      ...packages,
      sign: async (request) => {
        const { id, orgId } = await keys.lookUp(request.reference);
        if (!keyIds.includes(id)) {
          throw notAllowed(`sign with the key ${id}`, "the token is limited to other keys");
        }
        return await packages.sign({ ...request, reference: { text: referenceToId(id), orgId } });
      },
    },
    signatures: {
      ...signatures,
      import: () =>
        Promise.reject(notAllowed(
          "store a signature from elsewhere",
          "the token is limited to certain keys",
        )),
    },
  };
}

/** Lets a method through where its request names the own organisation. */
function restriction(own: OrgId) {
  return <Request extends { readonly orgId: OrgId | null }, Result>(
    method: (request: Request) => Promise<Result>,
  ) =>
  async (request: Request): Promise<Result> => {
    requireOwn(own, request.orgId);
    return await method(request);
  };
}

function within(own: OrgId, { text, orgId }: KeyReference): KeyReference {
  return { text, orgId: ownOrNone(own, { orgId }).orgId };
}

function referringWithin<Request extends { readonly reference: KeyReference }>(
  own: OrgId,
  request: Request,
): Request {
  return { ...request, reference: within(own, request.reference) };
}

/** Where no organisation is named, the own one is meant. */
function ownOrNone<Request extends { readonly orgId: OrgId | null }>(
  own: OrgId,
  request: Request,
): Request & { readonly orgId: OrgId } {
  const { orgId } = request;
  if (orgId !== null) requireOwn(own, orgId);
  return { ...request, orgId: own };
}

function requireOwn(own: OrgId, orgId: OrgId | null): void {
  if (orgId === own) return;
  throw orgId === null
    ? notAllowed("act for all organisations", "the token is for one")
    : notAllowed(`act for organisation ${orgId}`, "the token is for another organisation");
}

function refuse(action: string): () => Promise<never> {
  const state = "it takes a token for all organisations";
  return () => Promise.reject(notAllowed(action, state));
}

function notAllowed(action: string, state: string): CloacinaError {
  return new CloacinaError("insufficient_permissions", `Cannot ${action}: ${state}`);
}
