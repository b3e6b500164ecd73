/** Below those that Linux, macOS and Windows give to whoever asks for any: no connection takes one of these meanwhile. */
const [FIRST, LAST] = [20_000, 32_767];

/** A port of the loopback interface on which nobody listens. At random, so that two who ask at once get two. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (isFree(port)) return port;
  }
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    // Windows keeps some for itself.
    const { AddrInUse, PermissionDenied } = Deno.errors;
    if (error instanceof AddrInUse || error instanceof PermissionDenied) return false;
    throw error;
  }
}
