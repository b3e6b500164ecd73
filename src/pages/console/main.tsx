import { render } from "preact";
import { MISSING } from "../features.ts";
import { App } from "./app.tsx";

const keepPage = (event: Event) => event.preventDefault();

if (MISSING.length === 0) {
  // A browser would open a file that is dropped, and with the page the token would be gone.
  addEventListener("dragover", keepPage);
  addEventListener("drop", keepPage);
  document.querySelector("#unusable")!.remove();
  render(<App />, document.querySelector("#console")!);
}
