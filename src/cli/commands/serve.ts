import { quoted } from "../../domain/quoted.ts";
import { TENANT_NOTICE } from "../../domain/tenant_notice.ts";
import { CloacinaError } from "../../errors.ts";
import { boundedFailures } from "../../operations/bounded_failures.ts";
import { keepSigners } from "../../operations/package/kept_signers.ts";
import { tokenAccess } from "../../operations/token_access.ts";
import { storeAuditLog } from "../audit/audit_trail.ts";
import { type BindAddress, isLoopback, parseBindAddress } from "../server/bind_address.ts";
import type { CliContext } from "../context.ts";
import { holdMasterKey } from "../secrets/master_key_source.ts";
import { requireNetwork } from "../server/require_network.ts";
import { standbyWarning } from "../asked_place.ts";
import { jsonMessages } from "../terminal/json_messages.ts";
import type { MasterKeyFlags } from "../store/store_flags.ts";
import { readTlsFiles, type TlsFlags, type TlsPair } from "../server/tls_files.ts";

type LogForm = Parameters<CliContext["serve"]>[0]["log"];

/** The flags of `serve`. */
export interface ServeFlags extends MasterKeyFlags, TlsFlags {
  readonly logFormat?: LogForm["format"];
  readonly logLevel?: LogForm["level"];
  readonly bind?: BindAddress;
  readonly behindProxy?: boolean;
  readonly noConsole?: boolean;
}

const DEFAULT_BIND = parseBindAddress("127.0.0.1:8080");

/** Serves the API over a store, until Ctrl-C or SIGTERM. Its master key is fetched once, and kept in memory. */
export default async function serve(this: CliContext, flags: ServeFlags): Promise<void> {
  const { bind = DEFAULT_BIND, behindProxy = false, noConsole = false } = flags;
  if (flags.logFormat === "json") this.terminal.tellInForm(jsonMessages(this.now));
  const tls = await readTlsFiles(this, flags);
  requirePrivacy(bind, tls, behindProxy);
  await requireNetwork(
    this,
    "serve the API",
    "the executable `cloacina` has one, `cloacina-offline` has none",
  );
  await this.withStore(flags, async (parts) => {
    const { source, wipe } = holdMasterKey(parts.masterKey);
    const keptSigners = keepSigners(this.later);
    try {
      const log = storeAuditLog(this, flags);
      const access = tokenAccess(
        { ...parts, masterKey: source, keptSigners, warn: notWaitingFor(parts.warn) },
        boundedFailures((actor) => this.auditTrail(log, actor), () => this.now().getTime()),
        () => this.requireAuditLog(log),
      );
      await access.requireReady();
      // A log that cannot be written shows now, and not at the first request.
      await parts.audit([{ type: "api.started" }]);
      await this.serve(
        { ...bind, tls, behindProxy, log: logForm(this, flags), servesPages: !noConsole },
        access,
        async (urls) => {
          await this.terminal.note(`serving ${parts.store.location}`);
          if (await parts.store.isTenants()) await parts.warn(TENANT_NOTICE);
          if (parts.store.standbyReads() > 0) {
            await this.terminal.tell(standbyWarning(parts.store.location, "--require-primary"));
          }
          if (urls.console !== null) await this.terminal.note(`console at ${urls.console}`);
          await this.terminal.tell(`listening on ${urls.api}`);
        },
      );
    } finally {
      keptSigners.dropAll();
      await wipe();
    }
  });
}

/** A log that goes to a terminal is read by people, any other by programs. */
function logForm({ terminal }: CliContext, { logFormat, logLevel }: ServeFlags): LogForm {
  const format = logFormat ?? (terminal.isAttended ? "text" : "json");
  return { format, level: logLevel ?? "info" };
}

/** The same without waiting: a reader of standard error that is slow must not delay answers. */
function notWaitingFor(warn: (text: string) => Promise<void>): (text: string) => Promise<void> {
  return (text) => {
    warn(text).catch(() => {});
    return Promise.resolve();
  };
}

/** Plain HTTP exposes tokens to anyone on the network. */
function requirePrivacy(
  { hostname }: BindAddress,
  tls: TlsPair | null,
  behindProxy: boolean,
): void {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  if (tls !== null || behindProxy || isLoopback(host)) return;
  const state = "other machines would reach it, and tokens would travel in the clear";
  throw new CloacinaError(
    "invalid_request",
    `Cannot serve on ${quoted(host)} without TLS: ${state}`,
    {
      hint:
        "give --tls-cert and --tls-key, or give --behind-proxy if a reverse proxy terminates TLS",
    },
  );
}
