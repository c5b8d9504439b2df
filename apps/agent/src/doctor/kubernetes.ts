import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import type { Config } from '../config/config.js';
import { kubernetesApi } from '../discover/kubernetes-api.js';
import { noLabels } from '../discover/labels.js';

const TIMEOUT_MS = 10_000;
const WHAT = 'Kubernetes';

/** Whether the API of the cluster, where there is one, tells this node's pods. */
export async function examineKubernetes(config: Pick<Config, 'kubernetes' | 'inCluster'>): Promise<Finding> {
  const { kubernetes, inCluster } = config;
  if (!inCluster) return foundUnknown(WHAT, 'this is no node of a cluster');
  if (!kubernetes)
    return foundBroken(WHAT, 'pods have no names: set WEIR_NODE_NAME to spec.nodeName, by the downward API');
  try {
    const { pods } = await kubernetesApi(kubernetes, noLabels).list('0', AbortSignal.timeout(TIMEOUT_MS));
    return foundWell(WHAT, `${pods.length} pods of the node ${kubernetes.nodeName} are told`);
  } catch (error) {
    const { message } = error as Error;
    return foundBroken(WHAT, `pods are not told: ${message}; the service account needs list and watch on pods`);
  }
}
