import type { IDeployment } from "kubernetes-models/apps/v1";
import type { IJob } from "kubernetes-models/batch/v1";
import type { IContainer, IPodSpec, IService } from "kubernetes-models/v1";
import { readYaml } from "./read_yaml.ts";

/** The example for Kubernetes. */
export interface KubernetesExample {
  readonly deployment: IDeployment;
  readonly service: IService;
  readonly job: IJob;
}

/** A pod of one container, as both of the example have. */
export interface OnePod {
  readonly pod: IPodSpec;
  readonly container: IContainer;
}

/** Reads deploy/kubernetes/. */
export async function readKubernetes(): Promise<KubernetesExample> {
  const [deployment, service] = await readYaml("deploy/kubernetes/cloacina.yaml");
  const [job] = await readYaml("deploy/kubernetes/migrate.yaml");
  return {
    deployment: deployment as IDeployment,
    service: service as IService,
    job: job as IJob,
  };
}

/** The pod of a deployment or job, and its container. */
export function podOf({ spec }: IDeployment | IJob): OnePod {
  const pod = spec!.template.spec!;
  const [container, ...others] = pod.containers;
  if (container === undefined || others.length > 0) throw new Error("not one container");
  return { pod, container };
}
