import { fieldsOf, isSound, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { MinimumVersionRecord } from "../../domain/records.ts";
import type { Operations } from "../../operations/operations.ts";
import { strangeAnswer } from "./strange_answer.ts";

type Orgs = Operations["orgs"];

/** `Operations.orgs` of a server. Checks that its answers are about the organisations of the request. */
export function checkedOrgs(ask: Orgs): Orgs {
  return {
    list: ask.list,
    grantTrust: async (pair) => {
      const grant = await ask.grantTrust(pair);
      const isAsked = grant.parentOrgId === pair.parent && grant.childOrgId === pair.child;
      if (isAsked && grant.revokedAt === null) return grant;
      throw strangeAnswer("grant trust", "the server says that it granted something else");
    },
    revokeTrust: async (pair) => {
      const revoked = await ask.revokeTrust(pair);
      if (revoked.parent === pair.parent && revoked.child === pair.child) return revoked;
      throw strangeAnswer("revoke trust", "the server says that it revoked another grant");
    },
    listTrust: async (request) => {
      const listed = await ask.listTrust(request);
      const isAsked = listed.items.filter(isSound).every(({ parentOrgId, childOrgId }) =>
        parentOrgId === request.orgId || childOrgId === request.orgId
      );
      if (isAsked) return listed;
      throw strangeAnswer("list the trust grants", "the server sent some of other organisations");
    },
    listMinimums: async (request) => {
      const listed = await ask.listMinimums(request);
      if (listed.items.every((row) => isOf(row, request.orgId))) return listed;
      throw strangeAnswer("list the minimum versions", "the server sent some of others");
    },
    removeMinimum: async (request) => {
      const removed = await ask.removeMinimum(request);
      const { name = request.name } = fieldsOf(removed);
      if (isOf(removed, request.orgId) && name === request.name) return removed;
      throw strangeAnswer("remove the minimum version", "the server says that it removed another");
    },
  };
}

/** Of a damaged row, whose organisation may not be legible. */
function isOf(row: Stored<MinimumVersionRecord>, asked: OrgId): boolean {
  const { orgId = asked } = fieldsOf(row);
  return orgId === asked;
}
