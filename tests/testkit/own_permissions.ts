import { sourceFlags } from "../../scripts/compile/source_flags.ts";

/** The permissions that the tool has from source, with connections to this machine alone. */
export async function ownPermissions(): Promise<readonly string[]> {
  const denoJson = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  return sourceFlags(denoJson).map((flag) =>
    flag === "--allow-net" ? "--allow-net=127.0.0.1" : flag
  );
}
