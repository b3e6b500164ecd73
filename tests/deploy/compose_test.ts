import assert from "node:assert/strict";
import { readCompose } from "./compose.ts";

const { services, networks, volumes, secrets } = await readCompose();
const OURS = { migrate: services.migrate, serve: services.serve };

for (const [name, service] of Object.entries(OURS)) {
  Deno.test(`compose.yaml: ${name} may write to its volume alone, and gains no privileges`, () => {
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ["ALL"]);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"]);
    assert.deepEqual(service.volumes, ["cloacina:/var/lib/cloacina"]);
    assert.equal(service.image, services.serve.image);
  });

  Deno.test(`compose.yaml: ${name} gets its secrets as files`, () => {
    assert.equal(service.environment, undefined);
    const named = service.command!.join(" ").match(/(?<=file:\/run\/secrets\/)[\w-]+/g);
    assert.deepEqual(named, service.secrets);
  });
}

Deno.test("compose.yaml: whatever a service names is there, and every secret is a file in secrets/", () => {
  for (const service of Object.values(services)) {
    for (const name of service.secrets) assert.ok(name in secrets, name);
    for (const name of service.networks) assert.ok(name in networks, name);
    for (const place of service.volumes) assert.ok(place.split(":")[0]! in volumes, place);
    for (const name of Object.keys(service.depends_on ?? {})) assert.ok(name in services, name);
  }
  for (const [name, { file }] of Object.entries(secrets)) assert.equal(file, `./secrets/${name}`);
});

Deno.test("compose.yaml: only this machine reaches serve, and only its services reach Postgres", () => {
  assert.deepEqual(services.serve.ports, ["127.0.0.1:8080:8080"]);
  assert.equal(services.postgres.ports, undefined);
  for (const name of services.postgres.networks) assert.equal(networks[name]!.internal, true);
});

Deno.test("compose.yaml: serve waits for the tables, and what makes them waits for Postgres", () => {
  const { migrate, serve } = services;
  assert.equal(migrate.depends_on!["postgres"]!.condition, "service_healthy");
  assert.equal(serve.depends_on!["migrate"]!.condition, "service_completed_successfully");
});

Deno.test("the secrets of compose.yaml are kept out of git", async () => {
  const ignored = await Deno.readTextFile(new URL("../../.gitignore", import.meta.url));
  assert.match(ignored, /^\/secrets\/$/m);
});

Deno.test("what is sent to build the image is dist/ alone: neither secrets nor keys", async () => {
  const ignored = await Deno.readTextFile(new URL("../../.dockerignore", import.meta.url));
  assert.equal(ignored, "*\n!dist\n");
});
