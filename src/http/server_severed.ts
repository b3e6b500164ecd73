/** How long the runtime gets to send an answer before it is broken off, in milliseconds. */
const FLUSH_MS = 50;

/**
 * The same answer, in chunks of which the last is missing. Deno 2.9.6 writes `connection: close` and goes on to serve
 * what follows on the connection; when an answer breaks off, it ends it, unless a body is still to come.
 */
export function severed(response: Response): Response {
  const reader = response.body?.getReader();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const { done, value } = await reader?.read() ?? { done: true, value: undefined };
      if (!done) return controller.enqueue(value);
      await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
      controller.error(new Error("the connection ends here"));
    },
  });
  const { status, headers } = response;
  return new Response(body, { status, headers });
}
