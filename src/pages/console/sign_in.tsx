import { useEffect, useRef, useState } from "preact/hooks";
import { isApiToken } from "../../formats/api_token.ts";
import { toFailure } from "./use_loaded.ts";

interface SignInProps {
  readonly notice: string | null;
  readonly onSignIn: (token: string) => Promise<void>;
}

/** Asks for a token, which goes into no storage, no URL and no cookie. */
export function SignIn({ notice, onSignIn }: SignInProps) {
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    const token = field.current!.value.trim();
    if (token === "" || isBusy) return;
    field.current!.value = "";
    if (!isApiToken(token)) return setError("This is not a complete API token.");
    setError(null);
    setBusy(true);
    try {
      await onSignIn(token);
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.kind !== "signed out") setError(failure.message);
      setBusy(false);
      field.current?.focus();
    }
  };
  return (
    <main class="sign-in">
      <h1>cloacina</h1>
      <p>Keys, trust and signatures on this server.</p>
      <p role="status" class={error === null ? "notice" : "notice problem"}>{error ?? notice}</p>
      <form onSubmit={submit}>
        <label for="token">API token</label>
        <input
          ref={field}
          id="token"
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="token-note"
          required
        />
        <p id="token-note" class="note">
          It is kept in memory until you sign out or leave the page, and nowhere else.
        </p>
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>
  );
}
