import { asList, asRecord, type Json, text } from './json.js';
import { allowedLabels, type LabelFilter, type Labels } from './labels.js';

/** What the agent keeps of a container that Docker lists. Nothing else is kept: no environment, no other labels. */
export interface DockerContainer {
  readonly id: string;
  readonly name: string | null;
  readonly image: string | null;
  readonly stack: string | null;
  readonly service: string | null;
  /** Where Kubernetes runs its pods by Docker. */
  readonly pod: string | null;
  readonly podNamespace: string | null;
  /** Those that may be sent. */
  readonly labels: Labels;
  readonly endpoints: readonly DockerEndpoint[];
  /** `host`, `none`, a network's name, or `container:` and the one whose network it shares; null where untold. */
  readonly networkMode: string | null;
}

/** A container's attachment to a network. */
export interface DockerEndpoint {
  /** Podman tells the name instead. */
  readonly networkId: string;
  /** Only where somebody asked for a certain name. */
  readonly ifname: string | null;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly mac: string | null;
}

/** What the agent keeps of a Docker network. */
export interface DockerNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly subnets: readonly string[];
  /** The host's interface of a bridge network. */
  readonly bridge: string | null;
}

/** Something that happened, which makes what is known out of date. */
export interface DockerEvent {
  readonly type: string;
  readonly action: string;
  /** The container concerned, where there is one. */
  readonly container: string | null;
}

/** The container that holds a pod's network namespace. */
export const SANDBOX_NAME = 'pod sandbox';

const MAX_IMAGE = 1_024;
/** Twice what ids have. */
const MAX_ID = 128;
/** Networks without an interface of their own. */
const NO_NETWORK_DRIVERS = new Set(['host', 'null']);

/** Reads an entry of `GET /containers/json`; null where it has no id. */
export function toContainer(value: unknown, allows: LabelFilter): DockerContainer | null {
  const record = asRecord(value);
  const id = text(record['Id'], MAX_ID);
  if (id === null) return null;
  const labels = asRecord(record['Labels']);
  return {
    id,
    name: nameInPod(labels) ?? containerName(record['Names']),
    image: text(record['Image'], MAX_IMAGE),
    stack: text(labels['com.docker.stack.namespace']) ?? text(labels['com.docker.compose.project']),
    service: text(labels['com.docker.swarm.service.name']) ?? text(labels['com.docker.compose.service']),
    pod: text(labels['io.kubernetes.pod.name']),
    podNamespace: text(labels['io.kubernetes.pod.namespace']),
    labels: allowedLabels(labels, allows),
    endpoints: Object.values(asRecord(asRecord(record['NetworkSettings'])['Networks'])).flatMap(toEndpoint),
    networkMode: text(asRecord(record['HostConfig'])['NetworkMode']),
  };
}

/** Reads an entry of `GET /networks`; null for those that carry no traffic of their own. */
export function toNetwork(value: unknown): DockerNetwork | null {
  const record = asRecord(value);
  const id = text(record['Id'], MAX_ID);
  const name = text(record['Name']);
  const driver = text(record['Driver']);
  if (id === null || name === null || driver === null || NO_NETWORK_DRIVERS.has(driver)) return null;
  const configs = asList(asRecord(record['IPAM'])['Config']);
  const subnets = configs.flatMap((config) => text(asRecord(config)['Subnet']) ?? []);
  return { id, name, driver, internal: record['Internal'] === true, subnets, bridge: bridgeOf(record, id, driver) };
}

/** Reads one line of `GET /events`. */
export function toEvent(value: unknown): DockerEvent {
  const record = asRecord(value);
  const actor = asRecord(record['Actor']);
  const type = text(record['Type']) ?? '';
  const container = type === 'container' ? actor['ID'] : asRecord(actor['Attributes'])['container'];
  return { type, action: text(record['Action']) ?? '', container: text(container) };
}

/** Docker's own name of a pod's container is put together from all of these. */
function nameInPod(labels: Json): string | null {
  const isSandbox = labels['io.kubernetes.docker.type'] === 'podsandbox';
  return isSandbox ? SANDBOX_NAME : text(labels['io.kubernetes.container.name']);
}

/** `/name`, beside which links show as `/other/alias`. */
function containerName(names: unknown): string | null {
  const list = asList(names).filter((name) => typeof name === 'string');
  const own = list.find((name) => name.lastIndexOf('/') === 0) ?? list[0];
  return text(own?.replace(/^\//, ''));
}

function toEndpoint(value: unknown): DockerEndpoint[] {
  const record = asRecord(value);
  const networkId = text(record['NetworkID'], MAX_ID);
  if (networkId === null) return [];
  const options = asRecord(record['DriverOpts']);
  return [
    {
      networkId,
      ifname: text(options['com.docker.network.endpoint.ifname']),
      ipv4: text(record['IPAddress']),
      ipv6: text(record['GlobalIPv6Address']),
      mac: text(record['MacAddress']),
    },
  ];
}

function bridgeOf(record: Json, id: string, driver: string): string | null {
  if (driver !== 'bridge') return null;
  return text(asRecord(record['Options'])['com.docker.network.bridge.name']) ?? `br-${id.slice(0, 12)}`;
}
