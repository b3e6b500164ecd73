import type { JobsFlag } from "../../package/batch.ts";
import type { PackageArguments, PathFlags } from "../../package/package_flags.ts";
import type { DemandFlags } from "../../package/statement_flags.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import type { JsonFlag } from "../../terminal/output.ts";

/** The `--minimum-version` that is no file. */
export const IN_STORE = "store";

/** The flags of `package verify`. */
export interface VerifyFlags
  extends
    JsonFlag,
    JobsFlag,
    PackageArguments,
    PathFlags,
    DemandFlags,
    StoreFlags,
    RemoteFlags,
    OrgFlag {
  readonly signature?: string;
  readonly signatureDir?: string;
  readonly ignoreMissing?: boolean;
  readonly trustKey?: readonly string[];
  readonly recipe?: "openssl";
}
