import type { KeyReference } from "../../domain/key_reference.ts";
import type { CliContext } from "../context.ts";
import { readOrg } from "../organisation.ts";
import type { OrgFlag } from "../store/store_flags.ts";

/** A signing key as it was typed, in the organisation of `--org` or CLOACINA_ORG. */
export function toKeyReference(context: CliContext, flags: OrgFlag, text: string): KeyReference {
  return { text, orgId: readOrg(context, flags) };
}
