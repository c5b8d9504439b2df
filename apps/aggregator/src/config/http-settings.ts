import { fileURLToPath } from 'node:url';
import { asItIs, orRemedy, type Settings } from '@weir/model';
import { METRICS_TOTALS } from './choices.js';
import { asCount, asOrigins, asPort, asSome } from './readers.js';

/** As many series as a Prometheus takes from one target without notice: eight counters of each. */
const MOST_TOTALS = 1_000;

/** What is told of the HTTP server. */
export const HTTP_SETTINGS = {
  WEIR_HTTP_HOST: {
    default: '127.0.0.1',
    takes: 'an address of this machine, or `0.0.0.0` for all',
    meaning:
      'where it listens: `/healthz`, `/readyz` and `/metrics` in every role, the API and the dashboard in the role `api`',
    read: asItIs,
  },
  WEIR_HTTP_PORT: {
    default: '8080',
    takes: '0 to 65535; 0 for any that is free',
    meaning: 'its port',
    read: (text) => orRemedy(asPort(text), 'must be a number from 0 to 65535'),
  },
  WEIR_DASHBOARD_DIR: {
    default: fileURLToPath(new URL('../../../dashboard/dist', import.meta.url)),
    defaultTold: "the dashboard's build beside the aggregator",
    takes: 'a folder',
    meaning: "the dashboard's files",
    read: asItIs,
  },
  WEIR_CORS_ORIGINS: {
    default: '',
    defaultTold: '(none)',
    takes: 'origins, separated by commas: `https://grafana.example`',
    meaning:
      'whose pages may use the API from a browser, over HTTP and WebSocket. Our own pages need none at an address or a private name; a public name of ours, such as that of a reverse proxy (`https://weir.example`), must be listed ([limits](limits.md#pages))',
    read: (text) =>
      orRemedy(
        asOrigins(text),
        'must be origins as browsers tell them, such as https://grafana.example:3000, separated by commas; none ends with a slash',
      ),
  },
  WEIR_METRICS_TOTALS: {
    default: '',
    defaultTold: '(none)',
    takes: '`host`, `network`, `service`, separated by commas',
    meaning: 'totals of the fleet on `/metrics` of this process; see [below](#totals-of-the-fleet-for-prometheus)',
    read: (text) =>
      orRemedy(asSome(METRICS_TOTALS, text), `must be a comma-separated list of ${METRICS_TOTALS.join(', ')}`),
  },
  WEIR_METRICS_TOTALS_MOST: {
    default: '100',
    takes: `1 to ${MOST_TOTALS}`,
    meaning: 'so many hosts, networks and services each have series of their own there; all others are one',
    read: (text) => orRemedy(asCount(text, MOST_TOTALS), `must be a number from 1 to ${MOST_TOTALS}`),
  },
} satisfies Settings;
