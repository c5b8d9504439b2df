import type { KubernetesAddress } from '../discover/kubernetes-api.js';

/** Where Kubernetes mounts a pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What Kubernetes tells a pod, and which node it is on. */
export interface KubernetesVariables {
  /** Empty where the agent is in no cluster. */
  readonly host: string;
  readonly port: number;
  readonly nodeName: string | null;
}

/** The cluster's API; null where the agent is in no cluster, or does not know its node. */
export function kubernetesAddressOf({ host, port, nodeName }: KubernetesVariables): KubernetesAddress | null {
  return host === '' || nodeName === null ? null : { host, port, nodeName, credentials: SERVICE_ACCOUNT };
}
