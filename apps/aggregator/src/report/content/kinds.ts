import type { ReportKind, ReportSection } from '@weir/model';
import type { Section } from './blocks.js';
import { alerts } from './section/alerts.js';
import { capacity } from './section/capacity.js';
import { changes, everything } from './section/changes.js';
import { coverage } from './section/coverage.js';
import { errors, interfaces } from './section/interfaces.js';
import { patterns } from './section/patterns.js';
import { quotas } from './section/quotas.js';
import { state } from './section/state.js';
import { summary } from './section/summary.js';
import { CONTAINERS, HOSTS, NETWORKS, SERVICES, talkers, top, WORKLOADS } from './section/tops.js';
import { traffic } from './section/traffic.js';

/** Each section by its name, in the order in which they are told. */
export const SECTIONS = {
  summary,
  traffic,
  hosts: top(HOSTS),
  networks: top(NETWORKS),
  services: top(SERVICES, WORKLOADS),
  containers: top(CONTAINERS),
  interfaces,
  errors,
  capacity,
  quotas,
  alerts,
  patterns,
  changes,
  coverage,
} satisfies Record<ReportSection, Section>;

const { hosts, networks, services, containers } = SECTIONS;

/** What each kind of report is made of. */
export const KINDS: Readonly<Record<Exclude<ReportKind, 'custom'>, readonly Section[]>> = {
  fleet: [
    summary,
    traffic,
    hosts,
    networks,
    services,
    interfaces,
    errors,
    capacity,
    quotas,
    alerts,
    patterns,
    changes,
    coverage,
  ],
  host: [
    summary,
    traffic,
    state,
    interfaces,
    networks,
    services,
    containers,
    errors,
    capacity,
    quotas,
    alerts,
    patterns,
    changes,
    coverage,
  ],
  network: [summary, traffic, hosts, services, containers, errors, alerts, changes, coverage],
  service: [summary, traffic, hosts, networks, containers, errors, alerts, patterns, changes, coverage],
  capacity: [capacity, interfaces],
  quota: [quotas],
  alerts: [alerts, patterns],
  talkers: [talkers, coverage],
  changes: [everything],
};
