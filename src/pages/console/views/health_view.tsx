import { serverState } from "../api/server_state.ts";
import { LoadState } from "../parts/load_state.tsx";
import { Status } from "../parts/text.tsx";
import { useLoaded } from "../use_loaded.ts";

/** How the server is. */
export function HealthView() {
  const state = useLoaded("server", () => serverState());
  return (
    <>
      <LoadState of={state}>
        {({ isReady, version }) => (
          <dl>
            <dt>Server</dt>
            <dd>
              <Status of={isReady ? "ready" : "not ready"} />
            </dd>
            <dt>Version</dt>
            <dd>{version ?? "not known"}</dd>
          </dl>
        )}
      </LoadState>
      <button type="button" onClick={state.reload}>Reload</button>
      <p>
        Opens in a new tab: <a href="./docs" target="_blank" rel="noreferrer">API reference</a>,
        {" "}
        <a href="./verify" target="_blank" rel="noreferrer">package verifier</a>
      </p>
    </>
  );
}
