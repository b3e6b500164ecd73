import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { escapeText } from "../../../formats/escape.ts";
import { type Failure } from "../api/failure.ts";
import { toFailure, useLoaded } from "../use_loaded.ts";
import { LoadState } from "./load_state.tsx";
import { Text } from "./text.tsx";

interface ConfirmDialogProps<Impact> {
  readonly title: string;
  /** What to type: the name of what is changed. Nothing is changed that has none. */
  readonly phrase: string;
  readonly action: string;
  /** What a dry run depends on: another one is made when it changes. */
  readonly choice?: string;
  readonly loadImpact: () => Promise<Impact>;
  readonly showImpact: (impact: Impact) => ComponentChildren;
  readonly act: () => Promise<unknown>;
  /** Called with whether something may have changed. */
  readonly onClose: (changed: boolean) => void;
  readonly children?: ComponentChildren;
}

/** Shows what a change would do, and makes it once its name was typed. Stays until it is known what became of it. */
export function ConfirmDialog<Impact>(props: ConfirmDialogProps<Impact>) {
  const { title, phrase, action, choice = "", loadImpact, showImpact, act, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const impact = useLoaded(choice, loadImpact);
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isDone = useRef(false);
  useEffect(() => dialog.current?.showModal(), []);
  // Whoever cannot type what stands there types it as it is shown.
  const isTyped = phrase !== "" && (typed === phrase || typed === escapeText(phrase));
  const mayAct = isTyped && !isBusy && impact.value !== undefined && impact.failure === null;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!mayAct) return;
    setBusy(true);
    setFailure(null);
    try {
      await act();
      isDone.current = true;
      dialog.current?.close();
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
      impact.reload();
    }
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby="confirm-title"
      onCancel={(event) => isBusy && event.preventDefault()}
      onClose={() => {
        // A browser closes it all the same if it is asked to twice.
        if (isBusy && !isDone.current) dialog.current?.showModal();
        else onClose(isDone.current || failure !== null);
      }}
    >
      <form onSubmit={submit}>
        <h2 id="confirm-title">{title}</h2>
        <p class="subject">
          <Text of={phrase} />
        </p>
        {props.children}
        <LoadState of={impact}>
          {(value) => <div class="impact">{showImpact(value)}</div>}
        </LoadState>
        <label for="typed">
          To confirm, type{" "}
          <strong>
            <Text of={phrase} />
          </strong>
        </label>
        <input
          id="typed"
          value={typed}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <p role="alert" class="problem">{failure !== null && <Text of={failure.message} />}</p>
        <div class="buttons">
          <button type="button" disabled={isBusy} onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="danger" disabled={!mayAct}>{action}</button>
        </div>
      </form>
    </dialog>
  );
}
