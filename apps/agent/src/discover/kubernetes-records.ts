import { asList, asRecord, type Json, text } from './json.js';
import { workloadOf } from './kubernetes-workload.js';
import { allowedLabels, type LabelFilter, type Labels } from './labels.js';

/** What the agent keeps of a pod. Nothing else is kept: no environment, no other labels. */
export interface Pod {
  readonly uid: string;
  /** What its cgroup calls it: of a static pod, the hash of its configuration. */
  readonly cgroupUid: string;
  readonly name: string;
  readonly namespace: string;
  /** As `Deployment/web`. */
  readonly workload: string | null;
  /** Those that may be sent. */
  readonly labels: Labels;
  /** Those that were started, init and ephemeral ones too. */
  readonly containers: readonly PodContainer[];
  /** Whether each of its containers was started: one that is not known then is none of these. */
  readonly isComplete: boolean;
}

/** A container of a pod. */
export interface PodContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string | null;
}

const MAX_IMAGE = 1_024;
/** The API mirrors a static pod under a uid of its own; the kubelet goes by this. */
const CONFIG_HASH = 'kubernetes.io/config.hash';
const STATUSES = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];
const SPECS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Reads a pod; null where it has no uid or name. */
export function toPod(value: unknown, allows: LabelFilter): Pod | null {
  const record = asRecord(value);
  const metadata = asRecord(record['metadata']);
  const uid = text(metadata['uid']);
  const name = text(metadata['name']);
  const namespace = text(metadata['namespace']);
  if (uid === null || name === null || namespace === null) return null;
  return {
    uid,
    cgroupUid: text(asRecord(metadata['annotations'])[CONFIG_HASH]) ?? uid,
    name,
    namespace,
    workload: workloadOf(metadata),
    labels: allowedLabels(asRecord(metadata['labels']), allows),
    ...containersOf(asRecord(record['spec']), asRecord(record['status'])),
  };
}

function containersOf(spec: Json, status: Json): Pick<Pod, 'containers' | 'isComplete'> {
  const images = new Map(
    SPECS.flatMap((field) => asList(spec[field]).map(asRecord)).map((each) => [each['name'], each['image']]),
  );
  const statuses = STATUSES.flatMap((field) => asList(status[field]).map(asRecord));
  const containers = statuses.flatMap((each) => toPodContainer(each, images.get(each['name'])));
  return { containers, isComplete: containers.length > 0 && containers.length === images.size };
}

/** A status may tell the image's digest only; people know it as the specification calls it. */
function toPodContainer(status: Json, image: unknown): PodContainer[] {
  const id = /^[a-z-]+:\/\/([0-9a-f]{64})$/.exec(text(status['containerID']) ?? '')?.[1];
  const name = text(status['name']);
  if (id === undefined || name === null) return [];
  return [{ id, name, image: text(image, MAX_IMAGE) ?? text(status['image'], MAX_IMAGE) }];
}
