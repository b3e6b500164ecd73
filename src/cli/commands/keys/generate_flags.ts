import type { ForceFlag, UnsafeModesFlag } from "../../command_line/flags.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";
import type { JsonFlag } from "../../terminal/output.ts";

/** The flags of `keys generate`. */
export interface GenerateFlags
  extends UnsafeModesFlag, JsonFlag, MasterKeyFlags, RemoteFlags, OrgFlag, ForceFlag {
  readonly name: string;
  readonly output?: string;
  readonly encrypt?: boolean;
  readonly trust?: boolean;
}
