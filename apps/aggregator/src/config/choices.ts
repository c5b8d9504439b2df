/** What one process of the aggregator does; the same program scales each role alone. */
export const ROLES = ['ingest', 'analyse', 'api'] as const;
export type Role = (typeof ROLES)[number];

/** The agent's too, so that one value serves both. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What one may do, in rank order: each may what those before it may. */
export const ACCESS_ROLES = ['viewer', 'operator', 'admin'] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

/** What every process answers of itself; `/livez`, beside these, always without sign-in. */
export const OPEN_PATHS = ['healthz', 'readyz', 'metrics'] as const;
export type OpenPath = (typeof OPEN_PATHS)[number];

/** What totals of the fleet on `/metrics` can be of. */
export const METRICS_TOTALS = ['host', 'network', 'service'] as const;
export type MetricsTotals = (typeof METRICS_TOTALS)[number];
