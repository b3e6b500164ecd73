/** Closes a connection that may be closed already. */
export function closeQuietly(socket: Deno.Conn): void {
  try {
    socket.close();
  } catch {
    // It was.
  }
}
