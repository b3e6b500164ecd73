// The project's own lint rules, loaded by `deno lint` through deno.json. What they enforce is data
// in rooms.ts; what they cannot see is a value handed from a room that may touch the machine to
// one that may not, which is how it is meant to get there.
import config from "../../deno.json" with { type: "json" };
import { cyclesRule } from "./cycles_rule.ts";
import { machineRule } from "./machine_rule.ts";
import { parametersRule } from "./parameters_rule.ts";
import { primitiveRule } from "./primitive_rule.ts";
import { roomsRule } from "./rooms_rule.ts";

export default {
  name: "cloacina",
  rules: {
    rooms: roomsRule(config.imports),
    cycles: cyclesRule(config.imports),
    machine: machineRule(config.imports),
    primitive: primitiveRule(),
    parameters: parametersRule(),
  },
} satisfies Deno.lint.Plugin;
