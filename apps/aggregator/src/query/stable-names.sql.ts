/** SQL over `container`: its name, or the first digits of its id where no runtime tells one. An index knows this expression. */
export const CONTAINER_NAME = 'coalesce(container.name, left(container.id, 12))';

/** SQL over `container`: the name by which it is known over all hosts, in each way that containers are taken together. */
export const STABLE_NAMES = {
  container: `concat_ws('/', container.pod, ${CONTAINER_NAME})`,
  stack: 'container.stack',
  // A Swarm service is named after its stack already.
  service: `CASE WHEN container.stack IS NULL OR starts_with(container.service, container.stack || '_')
    THEN container.service ELSE container.stack || '/' || container.service END`,
  workload: `CASE WHEN container.workload IS NULL THEN NULL
    ELSE concat_ws('/', container.pod_namespace, container.workload) END`,
} as const;
