import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { COLLECTOR_NAMES, collectorNamed, type CollectorName } from '../collect/names.js';
import type { DockerAddress } from '../discover/docker-engine.js';
import type { ExclusionPatterns } from '../discover/exclusion.js';
import type { KubernetesAddress } from '../discover/kubernetes-api.js';
import type { NatsAddress } from '../publish/nats.js';
import { readDockerAddress } from './docker-address.js';
import { type LogLevels, readLogLevels } from './log-levels.js';

/** Everything that can be set, checked. */
export interface Config {
  readonly nats: NatsAddress;
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

/** Where Docker's engine may be. */
export const ENGINE_PLACES = ['auto', 'local', 'remote'] as const;

/** What holds where nothing is set. */
export const DEFAULTS = {
  WEIR_NATS_URL: 'nats://127.0.0.1:4222',
  WEIR_STATE_DIR: '/var/lib/weir-agent',
  WEIR_SPOOL_MB: '1024',
  WEIR_PROC_ROOT: '/proc',
  WEIR_SYS_ROOT: '/sys',
  WEIR_HOST_PID: '1',
  WEIR_CGROUP_PREFIX: '',
  WEIR_INTERVAL_MS: '1000',
  WEIR_HOST_NAME: '',
  DOCKER_HOST: process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock',
  DOCKER_TLS_VERIFY: '',
  DOCKER_CERT_PATH: '',
  WEIR_ENGINE: 'auto',
  WEIR_METRICS_PORT: '0',
  WEIR_METRICS_HOST: '127.0.0.1',
  WEIR_LOG_LEVEL: 'info',
  WEIR_COLLECTORS_OFF: '',
  WEIR_EXCLUDE_INTERFACES: '',
  WEIR_EXCLUDE_CONTAINERS: '',
  WEIR_CONTAINER_LABELS: '',
  WEIR_NODE_NAME: '',
  KUBERNETES_SERVICE_HOST: '',
  KUBERNETES_SERVICE_PORT: '443',
} as const;

/** Where Kubernetes mounts a pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const MAX_PATTERNS = 100;
const MAX_PATTERN_LENGTH = 255;

type Name = keyof typeof DEFAULTS;
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the whole configuration. Faults name the variable and the remedy, and never repeat a value: it may be secret. */
export function readConfig(environment: Environment): ConfigResult {
  const reader = new Reader(environment);
  const config: Config = {
    nats: reader.natsAddress(),
    stateDir: reader.path('WEIR_STATE_DIR'),
    spoolBytes: reader.integer('WEIR_SPOOL_MB', 1, 1_048_576) * 1_048_576,
    procRoot: reader.path('WEIR_PROC_ROOT'),
    sysRoot: reader.path('WEIR_SYS_ROOT'),
    hostPid: reader.integer('WEIR_HOST_PID', 1, 4_194_304),
    cgroupPrefix: reader.cgroupPrefix(),
    intervalMs: reader.integer('WEIR_INTERVAL_MS', 1_000, 10_000),
    hostName: reader.label('WEIR_HOST_NAME'),
    docker: reader.dockerAddress(),
    engine: reader.engine(),
    exclude: {
      interfaces: reader.patterns('WEIR_EXCLUDE_INTERFACES'),
      containers: reader.patterns('WEIR_EXCLUDE_CONTAINERS'),
    },
    containerLabels: reader.labelNames(),
    nodeName: reader.nodeName(),
    inCluster: reader.inCluster(),
    kubernetes: reader.kubernetesAddress(),
    metricsPort: reader.integer('WEIR_METRICS_PORT', 0, 65_535),
    metricsHost: reader.address('WEIR_METRICS_HOST'),
    logLevels: reader.logLevels(),
    collectors: reader.collectors(),
  };
  return reader.faults.length === 0 ? { ok: true, config } : { ok: false, faults: reader.faults };
}

class Reader {
  readonly faults: string[] = [];

  constructor(private readonly environment: Environment) {}

  path(name: Name): string {
    const value = this.value(name);
    if (!isAbsolute(value)) this.fault(name, 'must be an absolute path');
    return value.length > 1 ? value.replace(/\/+$/, '') : value;
  }

  integer(name: Name, min: number, max: number): number {
    const value = this.value(name);
    const number = /^\d{1,10}$/.test(value) ? Number(value) : NaN;
    if (!(number >= min && number <= max)) this.fault(name, `must be a whole number between ${min} and ${max}`);
    return number;
  }

  label(name: Name): string | null {
    const value = this.value(name);
    if (value.length > 255) this.fault(name, 'must not be longer than 255 characters');
    return value === '' ? null : value;
  }

  address(name: Name): string {
    const value = this.value(name);
    if (isIP(value) === 0) this.fault(name, 'must be an IP address of this machine, or 0.0.0.0 for all');
    return value;
  }

  cgroupPrefix(): string {
    const value = this.value('WEIR_CGROUP_PREFIX');
    if (value !== '' && !value.startsWith('/')) this.fault('WEIR_CGROUP_PREFIX', 'must begin with a slash');
    return value;
  }

  patterns(name: Name): readonly string[] {
    const patterns = this.value(name)
      .split(',')
      .flatMap((pattern) => pattern.trim() || []);
    if (patterns.length > MAX_PATTERNS || patterns.some(({ length }) => length > MAX_PATTERN_LENGTH)) {
      this.fault(name, `must be at most ${MAX_PATTERNS} patterns of at most ${MAX_PATTERN_LENGTH} characters`);
    }
    return patterns;
  }

  logLevels(): LogLevels {
    const { levels, faults } = readLogLevels(this.value('WEIR_LOG_LEVEL'));
    for (const fault of faults) this.fault('WEIR_LOG_LEVEL', fault);
    return levels;
  }

  collectors(): ReadonlySet<CollectorName> {
    const off = this.value('WEIR_COLLECTORS_OFF')
      .split(',')
      .filter((name) => name.trim() !== '');
    const known = off.flatMap((name) => collectorNamed(name.trim()) ?? []);
    if (known.length < off.length) {
      this.fault('WEIR_COLLECTORS_OFF', `must be a list, separated by commas, of ${COLLECTOR_NAMES.join(', ')}`);
    }
    return new Set(COLLECTOR_NAMES.filter((name) => !known.includes(name)));
  }

  natsAddress(): NatsAddress {
    const urls = this.value('WEIR_NATS_URL').split(',').map(parseUrl);
    const servers = urls.flatMap((url) => (url && isNats(url) ? `${url.protocol}//${url.host}` : []));
    if (servers.length !== urls.length) {
      this.fault('WEIR_NATS_URL', 'must be nats://host:port or tls://host:port, several separated by commas');
    }
    const credentials = urls.flatMap((url) =>
      url ? [{ user: decoded(url.username), password: decoded(url.password) }] : [],
    );
    const named = credentials.filter(({ user, password }) => user !== null || password !== null);
    const { user = null, password = null } = named[0] ?? {};
    if (named.some((one) => one.user === undefined || one.password === undefined)) {
      this.fault('WEIR_NATS_URL', 'must have user and password in percent-encoding: % is %25');
    } else if (named.some((one) => one.user !== user || one.password !== password)) {
      this.fault('WEIR_NATS_URL', 'must have the same user and password for every server');
    }
    return { servers, user, password };
  }

  dockerAddress(): DockerAddress {
    const { address, faults } = readDockerAddress({
      host: this.value('DOCKER_HOST'),
      tlsVerify: this.value('DOCKER_TLS_VERIFY'),
      certPath: this.value('DOCKER_CERT_PATH'),
    });
    for (const [name, text] of faults) this.fault(name, text);
    return address;
  }

  engine(): Config['engine'] {
    const place = ENGINE_PLACES.find((known) => known === this.value('WEIR_ENGINE'));
    if (!place) this.fault('WEIR_ENGINE', `must be one of ${ENGINE_PLACES.join(', ')}`);
    return place ?? 'auto';
  }

  /** A `*` alone would send every label, secrets too. */
  labelNames(): string[] {
    const names = this.value('WEIR_CONTAINER_LABELS')
      .split(',')
      .map((name) => name.trim());
    const given = names.filter((name) => name !== '');
    if (!given.every((name) => /^[^\s*]+\*?$/.test(name))) {
      this.fault(
        'WEIR_CONTAINER_LABELS',
        'must be names of labels separated by commas, in which only the end may be *',
      );
    }
    return given;
  }

  nodeName(): string | null {
    const value = this.value('WEIR_NODE_NAME');
    if (value === '') return null;
    if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(value)) {
      this.fault('WEIR_NODE_NAME', 'must be the name of this node, as spec.nodeName of the agent’s own pod');
    }
    return value;
  }

  /** Kubernetes sets the variable in every pod. */
  inCluster(): boolean {
    return this.value('KUBERNETES_SERVICE_HOST') !== '';
  }

  kubernetesAddress(): KubernetesAddress | null {
    const host = this.value('KUBERNETES_SERVICE_HOST');
    const nodeName = this.value('WEIR_NODE_NAME');
    if (!this.inCluster() || nodeName === '') return null;
    const port = this.integer('KUBERNETES_SERVICE_PORT', 1, 65_535);
    return { host, port, nodeName, credentials: SERVICE_ACCOUNT };
  }

  /** An empty variable is one that is not set. */
  private value(name: Name): string {
    return this.environment[name]?.trim() || DEFAULTS[name];
  }

  private fault(name: Name, text: string): void {
    this.faults.push(`${name} ${text}`);
  }
}

function isNats(url: URL): boolean {
  return /^(nats|tls):$/.test(url.protocol) && url.hostname !== '';
}

/** Null for an empty part of an address; undefined where it is not percent-encoding. */
function decoded(part: string): string | null | undefined {
  try {
    return part === '' ? null : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text.trim());
  } catch {
    return null;
  }
}
