import { fieldsOf, isDamaged } from "../../../domain/damaged.ts";
import { quoted } from "../../../domain/quoted.ts";
import { shownReference } from "../../../domain/shown_text.ts";
import type { ConfirmFlags } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { requireOrg } from "../../organisation.ts";
import { storedJson } from "../../records/record_json.ts";
import { shownField } from "../../records/shown_field.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import { confirm } from "../../terminal/confirm.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";

/** The flags of `orgs remove-minimum`. */
export interface RemoveMinimumFlags
  extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag, ConfirmFlags {
  readonly name: string;
}

/** Removes the minimum version of a name: any signed version of it passes, until one is accepted. */
export default async function removeMinimum(
  this: CliContext,
  flags: RemoveMinimumFlags,
): Promise<void> {
  const { name } = flags;
  const orgId = requireOrg(this, flags);
  const shown = quoted(shownReference(name));
  await confirm(this, flags, {
    action: `remove the minimum version of ${shown}`,
    question: `Let organisation ${orgId} accept older versions of ${shown} again?`,
  });
  const removed = await this.withOperations(
    flags,
    ({ orgs }) => orgs.removeMinimum({ orgId, name }),
  );
  await printResult(this.terminal, flags, {
    document: () => storedJson("MinimumVersion", removed),
    fields: [
      ["removed", "yes"],
      ["organisation", orgId],
      ["name", name],
      ["version", shownField(fieldsOf(removed).version, String)],
      ...(isDamaged(removed) ? [["fault", removed.fault] as const] : []),
    ],
  });
}
