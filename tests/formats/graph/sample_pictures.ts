import type { Picture } from "../../../src/formats/graph/picture.ts";

/** Text that a format might take for its own signs. */
export const HOSTILE_TEXTS = [
  '"quoted" and \\" \\',
  "] | } > --> o0 ;",
  "<script>alert(1)</script>",
  "</text></svg><script>alert(1)</script>",
  "]]> <!-- <?xml <![CDATA[",
  "&amp; &lt; &#60; #quot; #34;",
  "\\N \\G \\l \\n %% `code` **bold**",
  "\\u{202e}gnp.\\x1b[31m",
  "end class classDef subgraph click o0 href",
  "名前 ключ 🔑 e\u0301",
  "\ufffe \uffff",
  "x".repeat(255),
];

/** A picture with these texts in each place where one may be. */
export function pictureOf(texts: readonly string[]): Picture {
  return {
    title: texts.join(" "),
    legend: texts.join(" "),
    boxes: texts.map((text, index) => ({
      title: text,
      lines: [{ text, isFaint: index % 2 === 0 }],
      weight: (["main", "plain", "faint"] as const)[index % 3]!,
    })),
    arrows: texts.map((label, from) => ({
      from,
      to: (from * 7 + 3) % texts.length,
      label,
      isFaint: from % 2 === 0,
    })),
  };
}

/** A picture of this many boxes, each connected with others. */
export function largePicture(count: number): Picture {
  return pictureOf(Array.from({ length: count }, (_, index) => `organisation ${index}`));
}

/** A picture of nothing. */
export const EMPTY_PICTURE: Picture = { title: "t", legend: "nothing", boxes: [], arrows: [] };
