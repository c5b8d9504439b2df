import { type AgentSettingName, asItIs, orRemedy, readOptional, type Setting } from '@weir/model';
import { ENGINE_PLACES } from './engine-places.js';
import { JOIN_SETTINGS } from './join-settings.js';
import { LOG_LEVELS } from './log-levels.js';
import { readNatsAddress } from './nats-address.js';
import {
  address,
  cgroupPrefix,
  collectorsBut,
  integer,
  label,
  labelNames,
  logLevels,
  nodeName,
  path,
  patterns,
} from './readers.js';

const IS_WINDOWS = process.platform === 'win32';

/** All that the agent can be told from outside. docs/configuration.md has this table: `npm run settings` writes it. */
export const SETTINGS = {
  WEIR_NATS_URL: {
    default: 'nats://127.0.0.1:4222',
    takes: '`nats://` or `tls://`, with `user:password@` where needed; several separated by commas',
    meaning: 'where NATS is',
    isSecret: true,
    read: readNatsAddress,
  },
  ...JOIN_SETTINGS,
  WEIR_STATE_DIR: {
    default: '/var/lib/weir-agent',
    takes: 'an absolute path',
    meaning:
      'host id, spool and the key of one that joined, of one agent alone. Without a writable folder the agent still counts, but the bytes between two of its lives are lost and show as a gap',
    read: path,
  },
  WEIR_SPOOL_MB: {
    default: '1024',
    takes: 'MiB, 1 to 1048576',
    meaning:
      'how much may wait on disk for NATS. At the bound, states are dropped and never-sent ticks are merged in pairs: resolution halves, not a byte is lost. In memory (no writable folder) it is 32',
    read: (text) => integer(text, 1, 1_048_576),
  },
  WEIR_PROC_ROOT: {
    default: '/proc',
    takes: 'an absolute path',
    meaning:
      "where the host's `/proc` is mounted; where it shows no process, containers are read from Docker ([platforms](platforms.md))",
    read: path,
  },
  WEIR_SYS_ROOT: {
    default: '/sys',
    takes: 'an absolute path',
    meaning: "where the host's `/sys` is mounted",
    read: path,
  },
  WEIR_HOST_PID: {
    default: '1',
    takes: '1 to 4194304',
    meaning: "the process whose `net/dev` is the host's; another than 1 only for nested engines",
    read: (text) => integer(text, 1, 4_194_304),
  },
  WEIR_CGROUP_PREFIX: {
    default: '',
    takes: 'a path that begins with a slash',
    meaning: 'count only containers whose cgroup lies below it; for nested engines',
    read: cgroupPrefix,
  },
  WEIR_INTERVAL_MS: {
    default: '1000',
    takes: 'milliseconds, 1000 to 10000',
    meaning: 'length of a tick',
    read: (text) => integer(text, 1_000, 10_000),
  },
  WEIR_HOST_NAME: {
    default: '',
    defaultTold: "Docker's name of the host, else the system's",
    takes: 'at most 255 characters',
    meaning: 'the label of this host',
    read: readOptional(label),
  },
  WEIR_EXCLUDE_INTERFACES: {
    default: '',
    takes:
      'patterns separated by commas: `*` stands for any characters, `?` for one. Over names (`veth*`), or with a slash over keys (`host/veth*`)',
    meaning: "interfaces that are left out. Without an uplink the host's totals lack it, and the inventory says so",
    read: patterns,
  },
  WEIR_EXCLUDE_CONTAINERS: {
    default: '',
    takes:
      'patterns over names (`ci-*`), over `<namespace>/<pod>/<container>` in a cluster, or the beginning of an id (12 digits or more)',
    meaning:
      'containers that are left out. Until its name is known a container is counted, and what was counted is kept; one that shares its network is counted as long as another that does is not left out',
    read: patterns,
  },
  DOCKER_HOST: {
    default: IS_WINDOWS ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock',
    defaultTold: '`unix:///var/run/docker.sock`; on Windows `npipe:////./pipe/docker_engine`',
    takes: '`unix://`, `npipe://`, `tcp://host:port` or `https://host:port`',
    meaning: 'where names come from, and without `/proc` counters',
    read: asItIs,
  },
  DOCKER_TLS_VERIFY: {
    default: '',
    takes: 'anything',
    meaning: "with any value, `tcp://` means TLS, as for Docker's own client",
    read: asItIs,
  },
  DOCKER_CERT_PATH: {
    default: '',
    defaultTold: '`.docker` in the home folder',
    takes: 'a folder',
    meaning: 'holds `ca.pem`, and `cert.pem` and `key.pem` where the engine asks for them',
    read: asItIs,
  },
  WEIR_ENGINE: {
    default: 'auto',
    takes: ENGINE_PLACES.map((place) => `\`${place}\``).join(', '),
    meaning:
      "whether Docker's engine is on this machine: `local`, `remote`, or by its address: behind TLS and not at one of this machine's, it is remote, and [only its containers are read](platforms.md)",
    read: (text) =>
      orRemedy(ENGINE_PLACES.find((known) => known === text) ?? null, `must be one of ${ENGINE_PLACES.join(', ')}`),
  },
  WEIR_CONTAINER_LABELS: {
    default: '',
    takes: 'names separated by commas; a `*` at the end takes all that begin so: `team,com.example.*`',
    meaning: 'labels of containers and pods to send. No other label leaves the host',
    read: labelNames,
  },
  WEIR_NODE_NAME: {
    default: '',
    takes: '`spec.nodeName`, by the downward API',
    meaning:
      'the name of this node in its Kubernetes cluster. With it, an agent in a cluster asks the API for pod names',
    read: readOptional(nodeName),
  },
  KUBERNETES_SERVICE_HOST: {
    default: '',
    takes: 'what Kubernetes sets in every pod',
    meaning: "the cluster's API; leave it alone",
    read: asItIs,
  },
  KUBERNETES_SERVICE_PORT: {
    default: '443',
    takes: 'what Kubernetes sets in every pod',
    meaning: 'its port',
    read: (text) => integer(text, 1, 65_535),
  },
  WEIR_METRICS_PORT: {
    default: '0',
    defaultTold: '`0` (none)',
    takes: '0 to 65535',
    meaning: "port of the agent's own `/metrics`, `/healthz` and `/livez`",
    read: (text) => integer(text, 0, 65_535),
  },
  WEIR_METRICS_HOST: {
    default: '127.0.0.1',
    takes: 'an IP address; `0.0.0.0` for all',
    meaning: 'address they listen on',
    read: address,
  },
  WEIR_LOG_LEVEL: {
    default: 'info',
    takes: LOG_LEVELS.map((level) => `\`${level}\``).join(', '),
    meaning:
      'how much is logged; behind it levels of collectors, as `info,protocols=debug`: at `debug` a collector logs each run',
    read: logLevels,
  },
  WEIR_COLLECTORS_OFF: {
    default: '',
    takes: 'names of collectors, separated by commas; see below',
    meaning: 'collectors that do not run',
    read: collectorsBut,
  },
} satisfies Record<AgentSettingName, Setting>;
