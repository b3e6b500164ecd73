import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { Service } from "kubernetes-models/v1";
import { inFolder } from "../compile/in_folder.ts";
import { podOf, readKubernetes } from "./kubernetes.ts";

const { deployment, service, job } = await readKubernetes();
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

Deno.test("deploy/kubernetes: each object fits the schema of its kind", () => {
  new Deployment(deployment).validate();
  new Service(service).validate();
  new Job(job).validate();
});

// The schemas let fields pass that they do not know, and so a typing error; the types do not.
Deno.test("deploy/kubernetes: no object has a field that its kind has not", () =>
  inFolder(async (folder) => {
    const mistyped = { ...deployment, spec: { ...deployment.spec, replica: 2 } };
    const source = [
      'import type { IDeployment } from "kubernetes-models/apps/v1";',
      'import type { IJob } from "kubernetes-models/batch/v1";',
      'import type { IService } from "kubernetes-models/v1";',
      `export const good: [IDeployment, IService, IJob] = ${
        JSON.stringify([deployment, service, job])
      };`,
      "// @ts-expect-error: so that such a field is known to be noticed.",
      `export const bad: IDeployment = ${JSON.stringify(mistyped)};`,
    ];
    await Deno.writeTextFile(`${folder}/objects.ts`, source.join("\n"));
    const args = ["check", "--quiet", "--config", `${ROOT}deno.json`, `${folder}/objects.ts`];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
  }));

for (const [kind, workload] of Object.entries({ deployment, job })) {
  const { pod, container } = podOf(workload);

  Deno.test(`deploy/kubernetes: the ${kind} fits the restricted standard for pods`, () => {
    const { runAsNonRoot, runAsUser, seccompProfile } = pod.securityContext!;
    assert.deepEqual([runAsNonRoot, runAsUser], [true, 65532]);
    assert.equal(seccompProfile!.type, "RuntimeDefault");
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.equal(pod.automountServiceAccountToken, false);
  });

  Deno.test(`deploy/kubernetes: the ${kind} gets its secrets as files`, () => {
    assert.deepEqual(container.envFrom, undefined);
    for (const { valueFrom } of container.env!) assert.equal(valueFrom, undefined);
    const [mount] = container.volumeMounts!;
    const named = container.args!.join(" ").match(/(?<=file:)\/[\w/-]+(?=\/)/g)!;
    assert.deepEqual(new Set(named), new Set([mount!.mountPath]));
    // Readable for the group of the pod, which Kubernetes makes the group of these files.
    assert.equal(pod.volumes!.find(({ name }) => name === mount!.name)!.secret!.defaultMode, 0o440);
    assert.equal(pod.securityContext!.fsGroup, 65532);
  });
}

Deno.test("deploy/kubernetes: the service leads to the pods of the deployment", () => {
  const { template, selector } = deployment.spec!;
  assert.deepEqual(service.spec!.selector, template.metadata!.labels);
  assert.deepEqual(selector.matchLabels, template.metadata!.labels);
  const { container } = podOf(deployment);
  const [port] = container.ports!;
  assert.equal(service.spec!.ports![0]!.targetPort, port!.name);
  assert.ok(container.args!.includes(`--bind=0.0.0.0:${port!.containerPort}`));
});
