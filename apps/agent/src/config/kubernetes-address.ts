import type { SettingFault } from '@weir/model';
import type { KubernetesAddress } from '../discover/kubernetes-api.js';
import { integer } from './readers.js';

/** Where Kubernetes mounts a pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What Kubernetes tells a pod, and which node it is on; empty where not set. */
export interface KubernetesVariables {
  readonly host: string;
  readonly port: string;
  readonly nodeName: string;
}

/** The cluster's API; null where the agent is in no cluster, or does not know its node. */
export function readKubernetesAddress({ host, port, nodeName }: KubernetesVariables): {
  readonly address: KubernetesAddress | null;
  readonly faults: readonly SettingFault[];
} {
  if (host === '' || nodeName === '') return { address: null, faults: [] };
  const read = integer(port, 1, 65_535);
  if (read.ok) {
    return { address: { host, port: read.value, nodeName, credentials: SERVICE_ACCOUNT }, faults: [] };
  }
  return { address: null, faults: read.remedies.map((remedy) => ({ name: 'KUBERNETES_SERVICE_PORT', remedy })) };
}
