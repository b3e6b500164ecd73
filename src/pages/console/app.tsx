import { useEffect, useState } from "preact/hooks";
import { connect } from "./api/connect.ts";
import { Console } from "./console.tsx";
import type { Session } from "./session.ts";
import { SignIn } from "./sign_in.tsx";

/** The page: signed in, or not. What is on screen of a session ends with it. */
export function App() {
  const [session, setSession] = useState<Session | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const forget = () => setSession(null);
  const signIn = async (text: string) => {
    const ending = new AbortController();
    const end = (reason: string | null) => {
      ending.abort();
      setNotice(reason);
      setSession(null);
    };
    const onSignedOut = () =>
      end("The token is not valid. It may have been revoked, or have expired.");
    const api = connect({ token: text, signal: ending.signal, onSignedOut });
    const token = await api.whoami();
    setNotice(null);
    setSession({ api, token, end: () => end("You are signed out. The token was forgotten.") });
  };
  useEffect(() => {
    // A browser may keep a page that was left, to show it again as it was.
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return session === null
    ? <SignIn notice={notice} onSignIn={signIn} />
    : <Console key={session.token.id} session={session} />;
}
