import { getLogger } from "@logtape/logtape";
import type { ListenOptions } from "../../src/http/server/server_listener.ts";
import { serve } from "../../src/http/server/server.ts";
import type { App } from "../../src/http/server/server_app.ts";

/** An app on a real socket of this machine. */
export interface ListeningApp {
  readonly url: string;
  /** Drains and closes it. */
  readonly stop: () => Promise<void>;
}

/** Serves an app on a free port, of the loopback if no other address is given. */
export async function listenWith(
  app: App,
  wish: Partial<ListenOptions> = {},
): Promise<ListeningApp> {
  const end = new AbortController();
  const listening = Promise.withResolvers<string>();
  const options = { hostname: "127.0.0.1", port: 0, tls: null, behindProxy: false, ...wish };
  const log = getLogger(["cloacina", "test"]);
  const onListening = (url: string) => {
    listening.resolve(url);
    return Promise.resolve();
  };
  const done = serve(app, options, { signal: end.signal, log, onListening });
  done.catch(listening.reject);
  const stop = async () => {
    end.abort();
    await done;
  };
  return { url: await listening.promise, stop };
}
