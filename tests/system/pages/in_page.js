/**
 * Runs in the page of the verifier, and is JavaScript because no type of a browser is known out here. It adds an input
 * `#all`, which the test fills with every file.
 */
export function addInput() {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", id: "all", multiple: true });
  document.body.append(input);
}

/**
 * Runs in the page, where `#all` holds every file: puts the files of each case into the form, as dropping them does,
 * verifies, and returns the code and the message that the page shows.
 *
 * @param {readonly { package: string, signature: string, keys: readonly string[] }[]} cases
 * @returns {Promise<readonly (readonly [code: string, message: string])[]>}
 */
export async function verifyAll(cases) {
  const input = (id) => document.querySelector(`#${id}`);
  const byName = new Map([...input("all").files].map((file) => [file.name, file]));
  const verdict = document.querySelector("#verdict");
  const fill = (id, names) => {
    const transfer = new DataTransfer();
    for (const name of names) transfer.items.add(byName.get(name));
    input(id).files = transfer.files;
  };
  const shown = () =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (verdict.hidden) return;
        observer.disconnect();
        const [code, message] = verdict.querySelectorAll("p");
        resolve(
          verdict.className === "good" ? ["verified", ""] : [code.textContent, message.textContent],
        );
      });
      observer.observe(verdict, { attributes: true, attributeFilter: ["hidden"] });
    });
  const said = [];
  for (const one of cases) {
    verdict.hidden = true;
    fill("package", [one.package]);
    fill("signature", [one.signature]);
    fill("keys", one.keys);
    const next = shown();
    document.querySelector("#verify").click();
    said.push(await next);
    // The button can be pressed again once the page has tidied up.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return said;
}

/**
 * Runs in the page, where `#all` holds every file: drops files of these names on the element of an ID.
 *
 * @param {{ names: readonly string[], id: string }} dropped
 */
export function drop({ names, id }) {
  const dataTransfer = new DataTransfer();
  for (const file of document.querySelector("#all").files) {
    if (names.includes(file.name)) dataTransfer.items.add(file);
  }
  const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector(`#${id}`).dispatchEvent(event);
}

/** Runs in the page: the names of the files in the form, field after field. */
export function chosen() {
  const fields = ["package", "signature", "keys"].map((id) => document.querySelector(`#${id}`));
  return fields.flatMap(({ files }) => [...files].map(({ name }) => name));
}

/** Runs in the page of the console: drops two packages on the field for one. */
export function dropTwo() {
  const dataTransfer = new DataTransfer();
  for (const name of ["a", "b"]) dataTransfer.items.add(new File([name], name));
  const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector(".drop").dispatchEvent(event);
}

/** Runs before a page or its thread: takes away what Safari 18.2 has not. */
export function asOldSafari() {
  const { getReader } = ReadableStream.prototype;
  delete ReadableStream.prototype[Symbol.asyncIterator];
  delete ReadableStream.prototype.values;
  delete globalThis.ReadableStreamBYOBReader;
  ReadableStream.prototype.getReader = function (options) {
    if (options !== undefined) throw new TypeError("only a default reader");
    return getReader.call(this);
  };
  for (const name of Object.getOwnPropertyNames(Iterator.prototype)) {
    delete Iterator.prototype[name];
  }
}
