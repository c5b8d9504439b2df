import { fileURLToPath } from 'node:url';
import { asItIs, orRemedy, readOptional, type Setting, type Settings } from '@weir/model';
import { METRICS_TOTALS } from './choices.js';
import { asCount, asFile, asOrigins, asPort, asProxies, asSome, asSwitch } from './readers.js';

/** As many series as a Prometheus takes from one target without notice: eight counters of each. */
const MOST_TOTALS = 1_000;

const file = (takes: string, meaning: string): Setting<string | null> => ({
  default: '',
  takes,
  meaning,
  read: readOptional((text) => orRemedy(asFile(text), 'must be an absolute path')),
});

/** What is told of the HTTP server. */
export const HTTP_SETTINGS = {
  WEIR_HTTP_HOST: {
    default: '127.0.0.1',
    takes: 'an address of this machine, or `0.0.0.0` for all',
    meaning:
      'where it listens: `/healthz`, `/livez`, `/readyz` and `/metrics` in every role, the API and the dashboard in the role `api`',
    read: asItIs,
  },
  WEIR_HTTP_PORT: {
    default: '8080',
    takes: '0 to 65535; 0 for any that is free',
    meaning: 'its port',
    read: (text) => orRemedy(asPort(text), 'must be a number from 0 to 65535'),
  },
  WEIR_TLS_CERT_FILE: file(
    'absolute path of a file in PEM',
    "the server's certificate, and behind it those that it is signed by: with it, HTTPS is served and no HTTP; see [below](#tls)",
  ),
  WEIR_TLS_KEY_FILE: file('absolute path of a file in PEM, without a passphrase', 'its private key'),
  WEIR_TLS_FOLDER: file(
    'absolute path of a folder that it may write',
    'where, without a certificate of yours, one is kept that nobody signs, made at the first start: HTTPS is served by it, and agents know it by its fingerprint. Processes that serve the same address share the folder',
  ),
  WEIR_PLAIN_HTTP: {
    default: 'false',
    takes: '`true`, `false`',
    meaning:
      'whether it is HTTP without TLS where others reach it: passwords and what is shown can be read by whoever is between. For who is behind a proxy that speaks HTTPS, on a network of their own; on a loopback address it is HTTP in any case',
    read: (text) => orRemedy(asSwitch(text), 'must be true or false'),
  },
  WEIR_TRUSTED_PROXIES: {
    default: '',
    takes: 'addresses and subnets, separated by commas: `10.0.0.5,172.18.0.0/16`',
    meaning: 'reverse proxies whose `X-Forwarded-…` are believed; see [below](#behind-a-reverse-proxy)',
    read: (text) =>
      orRemedy(
        asProxies(text),
        'must be addresses and subnets of proxies, such as 10.0.0.5,172.18.0.0/16, separated by commas, and not all there are',
      ),
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
    takes: 'origins, separated by commas: `https://grafana.example`',
    meaning:
      'whose pages may use the API from a browser, over HTTP and WebSocket. Our own pages need none at an address or a private name; a public name of ours, such as that of a reverse proxy (`https://weir.example`), must be listed, if `WEIR_PUBLIC_URL` does not name it ([limits](limits.md#pages))',
    read: (text) =>
      orRemedy(
        asOrigins(text),
        'must be origins as browsers tell them, such as https://grafana.example:3000, separated by commas; none ends with a slash',
      ),
  },
  WEIR_METRICS_TOTALS: {
    default: '',
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
