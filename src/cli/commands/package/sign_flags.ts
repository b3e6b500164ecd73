import type { JobsFlag } from "../../package/batch.ts";
import type { ForceFlag } from "../../command_line/flags.ts";
import type { PathFlags } from "../../package/package_flags.ts";
import type { StatementFlags } from "../../package/statement_flags.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import type { TargetFlags } from "./signature_targets.ts";
import type { AgentSocketFlag } from "../../signers/signer_flags.ts";

/** The flags of `package sign`. */
export interface SignFlags
  extends
    ForceFlag,
    JsonFlag,
    JobsFlag,
    PathFlags,
    TargetFlags,
    StatementFlags,
    MasterKeyFlags,
    RemoteFlags,
    OrgFlag,
    AgentSocketFlag {
  readonly key?: string;
  readonly keyId?: string;
  readonly store?: boolean;
  readonly skipSigned?: boolean;
}
