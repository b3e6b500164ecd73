import { join } from "node:path";
import { writeAll } from "../../../src/files/write_all.ts";

/** A server that is closed at the end of a block. */
interface FolderServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves the files of a folder, below any path. A file named `NAME.cut` in it says that NAME breaks off after its first
 * half.
 */
export function serveFolder(folder: string): FolderServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) await answer(connection, folder);
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await serving;
    },
  };
}

async function answer(connection: Deno.Conn, folder: string): Promise<void> {
  using _ = connection;
  const request = new Uint8Array(4096);
  const length = await connection.read(request) ?? 0;
  const asked = new TextDecoder().decode(request.subarray(0, length));
  const [, name] = /^GET \/(?:[\w.-]+\/)*([\w.-]+) /.exec(asked) ?? [];
  const path = join(folder, name ?? "none");
  const bytes = await Deno.readFile(path).catch(() => null);
  const isCut = await Deno.stat(`${path}.cut`).then(() => true, () => false);
  const status = bytes === null ? "404 Not Found" : "200 OK";
  const lines = [
    `HTTP/1.1 ${status}`,
    `Content-Length: ${bytes?.length ?? 0}`,
    "Connection: close",
  ];
  await writeAll(connection, new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
  if (bytes !== null) {
    await writeAll(connection, isCut ? bytes.subarray(0, bytes.length / 2) : bytes);
  }
}
