import { CONTRACT } from "../contract/contract.ts";
import type { Verb } from "../contract/endpoint.ts";
import { mapVerbs, verbAt } from "../contract/map_verbs.ts";
import type { ApiTokenInfo } from "../domain/api_token.ts";
import { fieldsOf } from "../domain/damaged.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import { type KeyReference, referenceToId } from "../domain/key_reference.ts";
import { CloacinaError } from "../errors.ts";
import type { Operations } from "./operations.ts";

/** Any verb. The form of its request depends on the scope. */
type AnyVerb = Verb<{ readonly orgId: OrgId | null; readonly reference: KeyReference }, unknown>;
type Request = { readonly orgId: OrgId | null; readonly reference: KeyReference };
type Method = (request: Request) => Promise<unknown>;

/**
 * Restricts operations to the organisation and signing keys of a token, regardless of its role. Keys of other
 * organisations are reported as not found. The entry of each verb in `contract/` defines its restriction;
 * `LocalParts.viewer` restricts what answers reveal about other organisations.
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

/** Verbs without a scope are refused. */
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

/** Restricts a verb to the token's signing keys, or refuses it. The key is looked up first, and passed on by ID. */
function withTheseKeys(
  { keys }: AnyVerb,
  method: Method,
  { ofOrg, keyIds }: { readonly ofOrg: Operations; readonly keyIds: readonly KeyId[] },
): Method {
  if (keys === undefined) return method;
  if (keys !== "reference") throw notAllowed(keys.noLimit, "the token is limited to certain keys");
  return async (request) => {
    const { id, orgId } = fieldsOf(await ofOrg.keys.lookUp(request.reference));
    if (id === undefined || orgId === undefined || !keyIds.includes(id)) {
      const key = id === undefined ? "a key whose row is damaged" : `the key ${id}`;
      throw notAllowed(`sign with ${key}`, "the token is limited to other keys");
    }
    return await method({ ...request, reference: { text: referenceToId(id), orgId } });
  };
}

/** A request without an organisation applies to the token's own. Throws `insufficient_permissions` for another one. */
export function ownOrNone<Named extends { readonly orgId: OrgId | null }>(
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
