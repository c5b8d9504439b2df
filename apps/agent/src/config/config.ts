import { type Environment, readSettings, toldFaults, type ValuesOf } from '@weir/model';
import type { CollectorName } from '../collect/names.js';
import type { DockerAddress } from '../discover/docker-engine.js';
import type { ExclusionPatterns } from '../discover/exclusion.js';
import type { KubernetesAddress } from '../discover/kubernetes-api.js';
import type { JoinSettings } from '../enrol/join-settings.js';
import type { NatsAddress } from '../publish/nats.js';
import { readDockerAddress } from './docker-address.js';
import type { ENGINE_PLACES } from './engine-places.js';
import { kubernetesAddressOf } from './kubernetes-address.js';
import { joinOf } from './join-settings.js';
import type { LogLevels } from './log-levels.js';
import { SETTINGS } from './settings.js';

/** Everything that can be set, checked. */
export interface Config {
  readonly nats: NatsAddress;
  /** Null = this host does not enrol. */
  readonly join: JoinSettings | null;
  readonly stateDir: string;
  /** The bound of what waits for NATS. */
  readonly spoolBytes: number;
  readonly procRoot: string;
  readonly sysRoot: string;
  /** The process whose `net/dev` is the host's. */
  readonly hostPid: number;
  /** Only containers whose cgroup lies below it; empty for all. */
  readonly cgroupPrefix: string;
  readonly intervalMs: number;
  readonly hostName: string | null;
  readonly docker: DockerAddress;
  /** Whether Docker runs on this machine; `auto` tells it by the address. */
  readonly engine: (typeof ENGINE_PLACES)[number];
  readonly exclude: ExclusionPatterns;
  /** Names of container labels to send, or their beginnings up to a `*`. */
  readonly containerLabels: readonly string[];
  /** What the cluster calls this host. */
  readonly nodeName: string | null;
  /** Whether Kubernetes runs the agent. */
  readonly inCluster: boolean;
  /** Null where this is no node of a cluster, or its name is not known. */
  readonly kubernetes: KubernetesAddress | null;
  /** 0 = none. */
  readonly metricsPort: number;
  readonly metricsHost: string;
  readonly logLevels: LogLevels;
  /** Those that run: all that are not switched off. */
  readonly collectors: ReadonlySet<CollectorName>;
}

/** The outcome of reading the environment: a configuration, or every fault at once. */
export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] };

type Values = ValuesOf<typeof SETTINGS>;

const MIB = 1_048_576;

/** Reads the whole configuration. Faults name the variable and the remedy, and never repeat a value: it may be secret. */
export function readConfig(environment: Environment): ConfigResult {
  const { values, faults } = readSettings(SETTINGS, environment);
  const docker = readDockerAddress({
    host: values.DOCKER_HOST ?? '',
    tlsVerify: values.DOCKER_TLS_VERIFY ?? '',
    certPath: values.DOCKER_CERT_PATH ?? '',
  });
  const join = joinOf(values);
  const all = [...faults, ...docker.faults, ...join.faults];
  if (all.length > 0) return { ok: false, faults: toldFaults(SETTINGS, all) };
  return { ok: true, config: configOf(values as Values, docker.address, join.join) };
}

function configOf(values: Values, docker: DockerAddress, join: JoinSettings | null): Config {
  return {
    nats: values.WEIR_NATS_URL,
    join,
    stateDir: values.WEIR_STATE_DIR,
    spoolBytes: values.WEIR_SPOOL_MB * MIB,
    procRoot: values.WEIR_PROC_ROOT,
    sysRoot: values.WEIR_SYS_ROOT,
    hostPid: values.WEIR_HOST_PID,
    cgroupPrefix: values.WEIR_CGROUP_PREFIX,
    intervalMs: values.WEIR_INTERVAL_MS,
    hostName: values.WEIR_HOST_NAME,
    docker,
    engine: values.WEIR_ENGINE,
    exclude: { interfaces: values.WEIR_EXCLUDE_INTERFACES, containers: values.WEIR_EXCLUDE_CONTAINERS },
    containerLabels: values.WEIR_CONTAINER_LABELS,
    nodeName: values.WEIR_NODE_NAME,
    inCluster: values.KUBERNETES_SERVICE_HOST !== '',
    kubernetes: kubernetesAddressOf({
      host: values.KUBERNETES_SERVICE_HOST,
      port: values.KUBERNETES_SERVICE_PORT,
      nodeName: values.WEIR_NODE_NAME,
    }),
    metricsPort: values.WEIR_METRICS_PORT,
    metricsHost: values.WEIR_METRICS_HOST,
    logLevels: values.WEIR_LOG_LEVEL,
    collectors: values.WEIR_COLLECTORS_OFF,
  };
}
