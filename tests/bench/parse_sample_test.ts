import assert from "node:assert/strict";
import { parseSample } from "../../scripts/bench/parse_sample.ts";

Deno.test("user and system time together are the CPU time", () => {
  assert.deepEqual(parseSample("1.250 0.500 0.250\n", "65536\n"), {
    wallSeconds: 1.25,
    cpuSeconds: 0.75,
    peakKibibytes: 65536,
  });
});

Deno.test("without GNU time there is no peak", () => {
  assert.equal(parseSample("0.001 0.000 0.000\n", undefined).peakKibibytes, undefined);
});

Deno.test("what is not three times is refused", () => {
  const texts = ["", "1.250 0.500\n", "1,250 0,500 0,250\n", "real 1.250\n", "1.250 0.500 0.250"];
  for (const text of texts) {
    assert.throws(() => parseSample(text, "1\n"), {
      name: "RangeError",
      message: /^not three times/,
    });
  }
});

Deno.test("a peak that is not a number is refused", () => {
  for (const text of ["", "Command exited with non-zero status 1\n5\n", "-1\n"]) {
    assert.throws(() => parseSample("1.250 0.500 0.250\n", text), {
      name: "RangeError",
      message: /^not a number of KiB/,
    });
  }
});
