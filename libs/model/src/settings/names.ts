/**
 * The settings of each program. Programs share an environment (`npm start`, an env file of Compose), so each knows what is
 * meant for others; a table of settings has exactly those of its program.
 */
export const SETTING_NAMES = {
  agent: [
    'WEIR_NATS_URL',
    'WEIR_STATE_DIR',
    'WEIR_SPOOL_MB',
    'WEIR_PROC_ROOT',
    'WEIR_SYS_ROOT',
    'WEIR_HOST_PID',
    'WEIR_CGROUP_PREFIX',
    'WEIR_INTERVAL_MS',
    'WEIR_HOST_NAME',
    'WEIR_EXCLUDE_INTERFACES',
    'WEIR_EXCLUDE_CONTAINERS',
    'DOCKER_HOST',
    'DOCKER_TLS_VERIFY',
    'DOCKER_CERT_PATH',
    'WEIR_ENGINE',
    'WEIR_CONTAINER_LABELS',
    'WEIR_NODE_NAME',
    'KUBERNETES_SERVICE_HOST',
    'KUBERNETES_SERVICE_PORT',
    'WEIR_METRICS_PORT',
    'WEIR_METRICS_HOST',
    'WEIR_LOG_LEVEL',
    'WEIR_COLLECTORS_OFF',
  ],
  aggregator: [
    'WEIR_DATABASE_URL',
    'WEIR_NATS_URL',
    'WEIR_NATS_REPLICAS',
    'WEIR_ROLES',
    'WEIR_ANALYSE_PARTITIONS',
    'WEIR_HTTP_HOST',
    'WEIR_HTTP_PORT',
    'WEIR_TLS_CERT_FILE',
    'WEIR_TLS_KEY_FILE',
    'WEIR_TRUSTED_PROXIES',
    'WEIR_DASHBOARD_DIR',
    'WEIR_CORS_ORIGINS',
    'WEIR_METRICS_TOTALS',
    'WEIR_METRICS_TOTALS_MOST',
    'WEIR_LOCAL_SIGN_IN',
    'WEIR_ANONYMOUS_READ',
    'WEIR_OPEN_PATHS',
    'WEIR_SECRET_KEYS',
    'WEIR_PUBLIC_URL',
    'WEIR_ALERT_ALLOWED_ADDRESSES',
    'WEIR_TIME_ZONE',
    'WEIR_LOG_LEVEL',
  ],
  /** `npm start` and `npm run demo`. */
  local: ['WEIR_HOME'],
} as const;

export type AgentSettingName = (typeof SETTING_NAMES.agent)[number];
export type AggregatorSettingName = (typeof SETTING_NAMES.aggregator)[number];
