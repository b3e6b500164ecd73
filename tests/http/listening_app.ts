import { getLogger } from "@logtape/logtape";
import { type ListenOptions, serve } from "../../src/http/server.ts";
import type { App } from "../../src/http/server_app.ts";

/** An app on a real socket of this machine. */
export interface ListeningApp {
  readonly url: string;
  /** Drains and closes it. */
  readonly stop: () => Promise<void>;
}

/** Serves an app on a free port of the loopback. */
export async function listenWith(
  app: App,
  tls: ListenOptions["tls"] = null,
): Promise<ListeningApp> {
  const end = new AbortController();
  const listening = Promise.withResolvers<string>();
  const options = { hostname: "127.0.0.1", port: 0, tls, behindProxy: false };
  const log = getLogger(["cloacina", "test"]);
  const done = serve(app, options, end.signal, log, (url) => {
    listening.resolve(url);
    return Promise.resolve();
  });
  done.catch(listening.reject);
  const stop = async () => {
    end.abort();
    await done;
  };
  return { url: await listening.promise, stop };
}
