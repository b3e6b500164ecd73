import type { Socket } from "node:net";

/** Resolves with what `take` makes of the event, one microtask later; throws what ends the socket before. */
export async function eventOf<Result>(
  socket: Socket,
  event: "connect" | "data" | "readable" | "secureConnect",
  take: (value: unknown) => Result,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const happened = (value: unknown) => resolve(Promise.resolve(value).then(take));
  const closed = () => reject(lost());
  const listeners = [[event, happened], ["error", reject], ["close", closed]] as const;
  for (const [name, listener] of listeners) socket.once(name, listener);
  try {
    return await promise;
  } finally {
    for (const [name, listener] of listeners) socket.removeListener(name, listener);
  }
}

/** What a socket has come to that ended without an error of its own. */
export function lost(): Error {
  return Object.assign(new Error("closed"), { code: "ECONNRESET" });
}
