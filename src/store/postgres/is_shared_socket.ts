import { lstatSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Endpoint } from "./connection_target.ts";

const ANYBODY_MAY_WRITE = 0o002;
const STICKY = 0o1000;
const ROOT_USER = 0;

/**
 * Whether anybody could have put this Unix socket there, where a server is expected: everybody may write its directory,
 * and it is neither root's nor this user's own in a sticky one. Where nothing can be seen, anybody could.
 */
export function isSharedSocket(endpoint: Endpoint): boolean {
  if (!("path" in endpoint)) return false;
  try {
    const path = realpathSync(endpoint.path);
    const { mode } = statSync(dirname(path));
    if ((mode & ANYBODY_MAY_WRITE) === 0) return false;
    return (mode & STICKY) === 0 || ![ROOT_USER, Deno.uid()].includes(lstatSync(path).uid);
  } catch {
    return true;
  }
}
