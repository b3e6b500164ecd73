import { render } from "preact";
import { App } from "./app.tsx";

const TOO_OLD = "This page needs a browser of 2025 or later.";

const canRun = "fromBase64" in Uint8Array && "toHex" in Uint8Array.prototype;
render(canRun ? <App /> : <main>{TOO_OLD}</main>, document.querySelector("#console")!);
