import { render } from "preact";
import { MISSING } from "../features.ts";
import { App } from "./app.tsx";

if (MISSING.length === 0) {
  document.querySelector("#unusable")!.remove();
  render(<App />, document.querySelector("#console")!);
}
