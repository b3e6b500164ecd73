import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "./api/failure.ts";
import { connect } from "./api/connect.ts";
import { Console } from "./console.tsx";
import type { Session } from "./session.ts";
import { SignIn } from "./sign_in.tsx";

/** The page: signed in, or not. What is on screen of a session ends with it, and so does what it still asks. */
export function App() {
  const [session, setSession] = useState<Session | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const ending = useRef(new AbortController());
  const end = (reason: string | null) => {
    ending.current.abort(new Failure("signed out", "The session has ended.", "unauthorized"));
    setNotice(reason);
    setSession(null);
  };
  const signIn = async (text: string) => {
    const { signal } = ending.current = new AbortController();
    const onSignedOut = () =>
      end("The token is not valid. It may have been revoked, or have expired.");
    const api = connect({ token: text, signal, onSignedOut });
    const token = await api.whoami();
    signal.throwIfAborted();
    setNotice(null);
    setSession({ api, token, end: () => end("You are signed out. The token was forgotten.") });
  };
  useEffect(() => {
    // A browser may keep a page that was left, to show it again as it was.
    const forget = () => end(null);
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return session === null
    ? <SignIn notice={notice} onSignIn={signIn} />
    : <Console key={session.token.id} session={session} />;
}
