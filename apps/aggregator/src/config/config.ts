import { type Environment, isLoopback, readSettings, type SettingFault, toldFaults, type ValuesOf } from '@weir/model';
import type { LogLevel, MetricsTotals, OpenPath, Role } from './choices.js';
import { type ClusterAdmission, clusterAdmissionOf } from './enrol-settings.js';
import type { NatsAddress } from './nats-address.js';
import type { NatsKeys } from './nats-keys.js';
import { type OidcConfig, oidcOf } from './oidc-settings.js';
import type { SealKey } from './seal-keys.js';
import { SETTINGS } from './settings.js';
import { type ServedTls, tlsOf } from './tls-settings.js';

/** All that the aggregator can be told from outside. */
export interface Config {
  readonly databaseUrl: string;
  readonly nats: NatsAddress;
  /** Who we are to a NATS with accounts; null = it has none, and nobody can enrol. */
  readonly natsKeys: NatsKeys | null;
  /** What agents that enrol are told of where NATS is. */
  readonly agentNatsUrls: readonly string[];
  /** On how many servers the stream is kept; null = as it is, and on one at first. */
  readonly natsReplicas: number | null;
  readonly roles: ReadonlySet<Role>;
  /** Into how many parts the hosts are divided for the role analyse; the same in all processes. */
  readonly analysePartitions: number;
  readonly httpHost: string;
  readonly httpPort: number;
  /** Null = HTTP without TLS, or by a certificate of our own making. */
  readonly tls: ServedTls | null;
  /** Where the certificate of our own making is; null = there is to be none. */
  readonly tlsFolder: string | null;
  /** Addresses and subnets of proxies whose headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly dashboardDir: string;
  /** Origins whose pages may use the API, besides our own. */
  readonly corsOrigins: readonly string[];
  /** What totals of the fleet `/metrics` tells; none unless asked for. */
  readonly metricsTotals: readonly MetricsTotals[];
  /** So many hosts, networks and services each have series of their own there. */
  readonly mostMetricsTotals: number;
  /** Whether who asks from this machine is admin; only where it listens there alone. */
  readonly isLocalSignIn: boolean;
  /** Whether who is not signed in may read. */
  readonly isAnonymousRead: boolean;
  /** What needs no sign-in. */
  readonly openPaths: readonly OpenPath[];
  /** Null = nobody signs in by OpenID Connect. */
  readonly oidc: OidcConfig | null;
  /** A join token that neither ends nor is used up; null = there is none. */
  readonly standingJoinToken: string | null;
  /** Whose service accounts may join; null = nobody's. */
  readonly clusterAdmission: ClusterAdmission | null;
  /** The first seals secrets of channels, all of them open; none = channels with secrets are refused. */
  readonly secretKeys: readonly SealKey[];
  /** Of the dashboard, as people reach it; null = messages have no links. */
  readonly publicUrl: string | null;
  /** Addresses and subnets that channels may reach although they are this machine's. */
  readonly alertAllowedAddresses: readonly string[];
  /** Whose clocks messages tell times by. */
  readonly timeZone: string;
  readonly logLevel: LogLevel;
}

type Values = ValuesOf<typeof SETTINGS>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('CONFIG');

export type ReadConfig =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] };

/** Reads WEIR_* once; names every fault at once, with its remedy, and never a value, since values hold passwords. */
export function readConfig(environment: Environment): ReadConfig {
  const { values, faults } = readSettings(SETTINGS, environment);
  const tls = tlsOf(values);
  const oidc = oidcOf(values);
  const cluster = clusterAdmissionOf(values);
  const all = [...faults, ...tls.faults, ...oidc.faults, ...cluster.faults, ...faultsOfLocalSignIn(values)];
  if (all.length > 0) return { ok: false, faults: toldFaults(SETTINGS, all) };
  return { ok: true, config: configOf(values as Values, tls, oidc.oidc, cluster.admission) };
}

/** A setting with a fault of its own has no value. */
function faultsOfLocalSignIn({ WEIR_LOCAL_SIGN_IN, WEIR_HTTP_HOST }: Partial<Values>): readonly SettingFault[] {
  if (WEIR_LOCAL_SIGN_IN !== true || WEIR_HTTP_HOST === undefined || isLoopback(WEIR_HTTP_HOST)) return [];
  const remedy = 'must be false where WEIR_HTTP_HOST is no loopback address: whoever reaches it would be admin';
  return [{ name: 'WEIR_LOCAL_SIGN_IN', remedy }];
}

function configOf(
  values: Values,
  { tls, tlsFolder }: Pick<Config, 'tls' | 'tlsFolder'>,
  oidc: Config['oidc'],
  clusterAdmission: Config['clusterAdmission'],
): Config {
  return {
    databaseUrl: values.WEIR_DATABASE_URL,
    nats: values.WEIR_NATS_URL,
    natsKeys: values.WEIR_NATS_KEYS_FILE,
    agentNatsUrls: values.WEIR_AGENT_NATS_URL ?? values.WEIR_NATS_URL.servers,
    natsReplicas: values.WEIR_NATS_REPLICAS,
    roles: new Set(values.WEIR_ROLES),
    analysePartitions: values.WEIR_ANALYSE_PARTITIONS,
    httpHost: values.WEIR_HTTP_HOST,
    httpPort: values.WEIR_HTTP_PORT,
    tls,
    tlsFolder,
    trustedProxies: values.WEIR_TRUSTED_PROXIES,
    dashboardDir: values.WEIR_DASHBOARD_DIR,
    corsOrigins: values.WEIR_CORS_ORIGINS,
    metricsTotals: values.WEIR_METRICS_TOTALS,
    mostMetricsTotals: values.WEIR_METRICS_TOTALS_MOST,
    isLocalSignIn: values.WEIR_LOCAL_SIGN_IN,
    isAnonymousRead: values.WEIR_ANONYMOUS_READ,
    openPaths: values.WEIR_OPEN_PATHS,
    oidc,
    standingJoinToken: values.WEIR_STANDING_JOIN_TOKEN_FILE,
    clusterAdmission,
    secretKeys: values.WEIR_SECRET_KEYS,
    publicUrl: values.WEIR_PUBLIC_URL,
    alertAllowedAddresses: values.WEIR_ALERT_ALLOWED_ADDRESSES,
    timeZone: values.WEIR_TIME_ZONE,
    logLevel: values.WEIR_LOG_LEVEL,
  };
}
