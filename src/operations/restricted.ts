import { CONTRACT } from "../contract/contract.ts";
import type { Verb } from "../contract/endpoint.ts";
import { mapVerbs, verbAt } from "../contract/map_verbs.ts";
import type { ApiTokenInfo } from "../domain/api_token.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import { type KeyReference, referenceToId } from "../domain/key_reference.ts";
import { CloacinaError } from "../errors.ts";
import type { Operations } from "./operations.ts";

/** A verb that nothing more is known of. Its request is one of the forms that the scope names. */
type AnyVerb = Verb<{ readonly orgId: OrgId | null; readonly reference: KeyReference }, unknown>;
type Request = { readonly orgId: OrgId | null; readonly reference: KeyReference };
type Method = (request: Request) => Promise<unknown>;

/**
 * The operations as the holder of a token may use them, whatever its role: those of its own organisation, with its own
 * signing keys. Another organisation's key is not found, as if it did not exist. How each verb is restricted stands in its
 * entry in `contract/`; what an answer may tell of other organisations' rows is decided below, by `LocalParts.viewer`.
 */
export function restrictedOperations(
  operations: Operations,
  { orgId, keyIds }: Pick<ApiTokenInfo, "orgId" | "keyIds">,
): Operations {
  const ofOrg = orgId === null
    ? operations
    : restrict(operations, (verb, method) => ofOneOrg(verb, method, orgId));
  return keyIds === null
    ? ofOrg
    : restrict(ofOrg, (verb, method) => withTheseKeys(verb, method, { ofOrg, keyIds }));
}

function restrict(
  operations: Operations,
  restriction: (verb: AnyVerb, method: Method) => Method,
): Operations {
  const restricted = mapVerbs<AnyVerb>(CONTRACT, (verb, path) => {
    const method = verbAt<Method>(operations, path);
    return async (request: Request) => await restriction(verb, method)(request);
  });
  return restricted as Operations;
}

/** What has no scope is refused. */
function ofOneOrg({ scope }: AnyVerb, method: Method, own: OrgId): Method {
  switch (scope) {
    case "own":
      return (request) => {
        requireOwn(own, request.orgId);
        return method(request);
      };
    case "ownOrNone":
      return (request) => method(ownOrNone(own, request));
    case "reference":
      return (request) => {
        const reference = ownOrNone(own, request.reference);
        return method({ ...request, reference });
      };
    default:
      throw notAllowed(
        scope?.allOrgs ?? "run this operation",
        "it takes a token for all organisations",
      );
  }
}

/** A signature from elsewhere is not one by these keys. */
function withTheseKeys(
  { keys }: AnyVerb,
  method: Method,
  { ofOrg, keyIds }: { readonly ofOrg: Operations; readonly keyIds: readonly KeyId[] },
): Method {
  if (keys === undefined) return method;
  if (keys !== "reference") throw notAllowed(keys.noLimit, "the token is limited to certain keys");
  return async (request) => {
    const { id, orgId } = await ofOrg.keys.lookUp(request.reference);
    if (!keyIds.includes(id)) {
      throw notAllowed(`sign with the key ${id}`, "the token is limited to other keys");
    }
    return await method({ ...request, reference: { text: referenceToId(id), orgId } });
  };
}

/** A request that names no organisation is about the own one. */
function ownOrNone<Named extends { readonly orgId: OrgId | null }>(
  own: OrgId,
  request: Named,
): Named {
  if (request.orgId !== null) requireOwn(own, request.orgId);
  return { ...request, orgId: own };
}

function requireOwn(own: OrgId, orgId: OrgId | null): void {
  if (orgId === own) return;
  throw orgId === null
    ? notAllowed("act for all organisations", "the token is for one")
    : notAllowed(`act for organisation ${orgId}`, "the token is for another organisation");
}

function notAllowed(action: string, state: string): CloacinaError {
  return new CloacinaError("insufficient_permissions", `Cannot ${action}: ${state}`);
}
