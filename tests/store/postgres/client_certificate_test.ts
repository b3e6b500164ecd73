import assert from "node:assert/strict";
import { join } from "node:path";
import { readClientCertificate } from "../../../src/store/postgres/client_certificate.ts";
import { inFolder } from "../../compile/in_folder.ts";

Deno.test("a certificate or key of more than 1 MiB is refused, and not cut", () =>
  inFolder(async (folder) => {
    const [short, long] = [join(folder, "short.pem"), join(folder, "long.pem")];
    await Deno.writeTextFile(short, "\n", { mode: 0o600 });
    await Deno.writeTextFile(long, "\n".repeat(1024 * 1024 + 1), { mode: 0o600 });
    for (
      const [parameter, file, keyFile] of [["sslcert", long, short], [
        "sslkey",
        short,
        long,
      ]] as const
    ) {
      assert.throws(() => readClientCertificate({ file, keyFile }), {
        code: "invalid_request",
        message: `Cannot read ${parameter} "${long}": it is over 1 MiB`,
      });
    }
  }));
