import type { HashedPackage } from "../../domain/package_hash.ts";
import { processPackages } from "./batch.ts";
import type { CliContext } from "../context.ts";

/** Hashes one package; `-` is standard input. Throws where it cannot be read. */
export async function hashPackage(context: CliContext, path: string): Promise<HashedPackage> {
  const [outcome] = await processPackages(context, {}, [path], (one) => Promise.resolve(one));
  if ("error" in outcome!) throw outcome.error;
  return outcome!.value;
}
