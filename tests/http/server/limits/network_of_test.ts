import assert from "node:assert/strict";
import { networkOf } from "../../../../src/http/server/limits/network_of.ts";

const SAME: readonly (readonly [string, string])[] = [
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::2"],
  ["2001:db8::1", "2001:db8:0:0:1::"],
  ["::1", "::ffff"],
  ["::", "0:0:0:0:1:2:3:4"],
  ["fe80::1", "fe80:0:0:0::9"],
  ["1:2:3::", "1:2:3:0:4:5:6:7"],
];

for (const [one, other] of SAME) {
  Deno.test(`${one} and ${other} are of one /64, which is one network`, () => {
    assert.equal(networkOf(one), networkOf(other));
  });
}

const DIFFERENT: readonly (readonly [string, string])[] = [
  ["2001:db8:1:2::1", "2001:db8:1:3::1"],
  ["2001:db8::1", "2001:db8:0:1::1"],
  ["::1", "0:0:0:1::1"],
  ["1:2:3:4:5:6:7:8", "1:2:3:5:5:6:7:8"],
];

for (const [one, other] of DIFFERENT) {
  Deno.test(`${one} and ${other} are of two /64, which are two networks`, () => {
    assert.notEqual(networkOf(one), networkOf(other));
  });
}

Deno.test("an IPv4 address is a network of its own", () => {
  for (const address of ["192.0.2.1", "192.0.2.11"]) assert.equal(networkOf(address), address);
});

for (const address of ["", "unknown", "::1::2", ":::", "[::1]:443", "%", "x".repeat(64)]) {
  Deno.test(`${JSON.stringify(address)}, which is no address, is no other one's network`, () => {
    assert.notEqual(networkOf(address), networkOf("192.0.2.1"));
  });
}
