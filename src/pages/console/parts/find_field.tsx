import { useState } from "preact/hooks";

interface FindFieldProps {
  readonly label: string;
  /** An empty text ends the search. */
  readonly onFind: (text: string) => void;
}

/** Asks the server for one row, by its name or the first characters of its fingerprint or ID. */
export function FindField({ label, onFind }: FindFieldProps) {
  const [text, setText] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    onFind(text.trim());
  };
  const clear = () => {
    setText("");
    onFind("");
  };
  return (
    <form role="search" class="find" onSubmit={submit}>
      <label for="find">{label}</label>
      <input
        id="find"
        value={text}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="submit">Find</button>
      <button type="button" onClick={clear}>Show all</button>
    </form>
  );
}
