import type { ApiTokenInfo } from "../../domain/api_token.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { Api } from "./api/connect.ts";

/** Someone who is signed in. Nothing of it is stored anywhere. */
export interface Session {
  readonly api: Api;
  readonly token: ApiTokenInfo;
  /** Forgets the token, and breaks off what is still asked, as leaving the page does. */
  readonly end: () => void;
}

/** What a view is given: who asks, and for which organisation. */
export interface Viewed {
  readonly api: Api;
  readonly orgId: OrgId;
  readonly rights: Rights;
}

/** What a token may do here, beside reading. The server decides; this only hides what it would refuse. */
export interface Rights {
  readonly isAdmin: boolean;
  readonly seesAllOrgs: boolean;
}

/** The rights of a token. */
export function rightsOf({ role, orgId }: Pick<ApiTokenInfo, "role" | "orgId">): Rights {
  return { isAdmin: role === "admin", seesAllOrgs: orgId === null };
}
