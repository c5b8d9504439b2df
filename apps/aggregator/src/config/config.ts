import { fileURLToPath } from 'node:url';
import { type AlertConfig, alertConfigOf } from './alert-config.js';
import { NATS_ADDRESS_REMEDY, type NatsAddress, natsAddressOf } from './nats-address.js';

/** What one process of the aggregator does; the same program scales each role alone. */
export const ROLES = ['ingest', 'analyse', 'api'] as const;
export type Role = (typeof ROLES)[number];

/** The agent's too, so that one value serves both. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What totals of the fleet on `/metrics` can be of. */
export const METRICS_TOTALS = ['host', 'network', 'service'] as const;
export type MetricsTotals = (typeof METRICS_TOTALS)[number];

/** All that the aggregator can be told from outside. */
export interface Config extends AlertConfig {
  readonly databaseUrl: string;
  readonly nats: NatsAddress;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly dashboardDir: string;
  /** Origins whose pages may use the API, besides our own. */
  readonly corsOrigins: readonly string[];
  readonly roles: ReadonlySet<Role>;
  /** Into how many parts the hosts are divided for the role analyse; the same in all processes. */
  readonly analysePartitions: number;
  /** What totals of the fleet `/metrics` tells; none unless asked for. */
  readonly metricsTotals: readonly MetricsTotals[];
  /** So many hosts, networks and services each have series of their own there. */
  readonly mostMetricsTotals: number;
  readonly logLevel: LogLevel;
}

/** Injection token of the configuration. */
export const CONFIG = Symbol('CONFIG');

type Environment = Readonly<Record<string, string | undefined>>;
export type ReadConfig =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] };

/** More processes than anybody starts. */
const MOST_PARTITIONS = 256;
/** As many series as a Prometheus takes from one target without notice: eight counters of each. */
const MOST_TOTALS = 1_000;
const NO_NATS: NatsAddress = { servers: [], user: null, password: null, tls: false };
const DEFAULT_DASHBOARD_DIR = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

/** Reads WEIR_* once; names every fault at once, with its remedy, and never a value, since values hold passwords. */
export function readConfig(environment: Environment): ReadConfig {
  const faults: string[] = [];
  const get: Get = (name, fallback = '') => environment[name]?.trim() || fallback;
  const expect: Expect = (name, value, remedy, placeholder) => {
    if (value === null) faults.push(`${name} ${remedy}`);
    return value ?? placeholder;
  };
  const config: Config = {
    databaseUrl: expect(
      'WEIR_DATABASE_URL',
      asUrl(get('WEIR_DATABASE_URL'), ['postgres:', 'postgresql:']),
      'must be the address of a PostgreSQL database, such as postgresql://user:password@host:5432/weir',
      '',
    ),
    nats: expect(
      'WEIR_NATS_URL',
      natsAddressOf(get('WEIR_NATS_URL', 'nats://127.0.0.1:4222')),
      NATS_ADDRESS_REMEDY,
      NO_NATS,
    ),
    httpHost: get('WEIR_HTTP_HOST', '127.0.0.1'),
    httpPort: expect('WEIR_HTTP_PORT', asPort(get('WEIR_HTTP_PORT', '8080')), 'must be a number from 0 to 65535', 0),
    dashboardDir: get('WEIR_DASHBOARD_DIR', DEFAULT_DASHBOARD_DIR),
    corsOrigins: expect(
      'WEIR_CORS_ORIGINS',
      asOrigins(get('WEIR_CORS_ORIGINS')),
      'must be origins as browsers tell them, such as https://grafana.example:3000, separated by commas; none ends with a slash',
      [],
    ),
    roles: expect(
      'WEIR_ROLES',
      asRoles(get('WEIR_ROLES', ROLES.join(','))),
      `must be a comma-separated list of ${ROLES.join(', ')}`,
      new Set<Role>(),
    ),
    analysePartitions: expect(
      'WEIR_ANALYSE_PARTITIONS',
      asCount(get('WEIR_ANALYSE_PARTITIONS', '1'), MOST_PARTITIONS),
      `must be a number from 1 to ${MOST_PARTITIONS}, the same in all processes`,
      1,
    ),
    ...totalsOf(get, expect),
    ...alertConfigOf(get, expect),
    logLevel: expect(
      'WEIR_LOG_LEVEL',
      oneOf(LOG_LEVELS, get('WEIR_LOG_LEVEL', 'info')),
      `must be one of ${LOG_LEVELS.join(', ')}`,
      'info',
    ),
  };
  return faults.length === 0 ? { ok: true, config } : { ok: false, faults };
}

/** Reads a variable; an empty one is one that is not set. */
export type Get = (name: string, fallback?: string) => string;
/** Notes a fault where there is no value, and goes on with the placeholder. */
export type Expect = <T>(name: string, value: T | null, remedy: string, placeholder: T) => T;

function totalsOf(get: Get, expect: Expect): Pick<Config, 'metricsTotals' | 'mostMetricsTotals'> {
  return {
    metricsTotals: expect(
      'WEIR_METRICS_TOTALS',
      asSome(METRICS_TOTALS, get('WEIR_METRICS_TOTALS')),
      `must be a comma-separated list of ${METRICS_TOTALS.join(', ')}`,
      [],
    ),
    mostMetricsTotals: expect(
      'WEIR_METRICS_TOTALS_MOST',
      asCount(get('WEIR_METRICS_TOTALS_MOST', '100'), MOST_TOTALS),
      `must be a number from 1 to ${MOST_TOTALS}`,
      1,
    ),
  };
}

function asUrl(text: string, protocols: readonly string[]): string | null {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : null;
}

function asPort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

/** A page's origin is compared letter by letter, so one that no browser would tell is a mistake. */
function asOrigins(text: string): readonly string[] | null {
  const origins = text === '' ? [] : text.split(',').map((each) => each.trim());
  return origins.every((each) => /^https?:/.test(each) && URL.canParse(each) && new URL(each).origin === each)
    ? origins
    : null;
}

function asCount(text: string, most: number): number | null {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= most ? count : null;
}

function oneOf<T extends string>(allowed: readonly T[], text: string): T | null {
  return allowed.find((known) => known === text) ?? null;
}

function asRoles(text: string): ReadonlySet<Role> | null {
  const roles = asSome(ROLES, text);
  return roles && new Set(roles);
}

/** An empty list where there is no text. */
function asSome<T extends string>(allowed: readonly T[], text: string): readonly T[] | null {
  const names = text === '' ? [] : text.split(',').map((name) => oneOf(allowed, name.trim()));
  const known = names.filter((name) => name !== null);
  return known.length === names.length ? [...new Set(known)] : null;
}
