import { readRule } from './read-rule.js';
import type { Rule } from './rule.js';

/**
 * What a new fleet is watched for. Each is chosen to be quiet there: what is short, what is of a handful of packets, and what is
 * of a link whose speed nobody knows is not told of.
 */
const WRITTEN: readonly unknown[] = [
  {
    id: 'host-cpu',
    name: 'CPU above 80 %',
    per: 'host',
    threshold: { figure: 'cpuPercent', above: 80, clear: 75 },
    forSeconds: 600,
    keepFiringSeconds: 120,
  },
  {
    id: 'host-memory',
    name: 'Memory above 90 %',
    per: 'host',
    threshold: { figure: 'memoryPercent', above: 90, clear: 87 },
    forSeconds: 300,
    keepFiringSeconds: 120,
  },
  {
    id: 'interface-errors',
    name: 'More than 1 % of packets with errors',
    per: 'interface',
    threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1, clear: 0.5 },
    forSeconds: 60,
    keepFiringSeconds: 120,
  },
  {
    id: 'link-full',
    name: 'Link above 90 %',
    per: 'interface',
    scope: { uplink: true },
    threshold: { figure: 'utilisationPercent', above: 90, clear: 85 },
    forSeconds: 300,
    keepFiringSeconds: 120,
  },
  {
    id: 'host-silent',
    name: 'Host silent',
    severity: 'critical',
    per: 'host',
    absence: { afterSeconds: 30 },
  },
  {
    id: 'fleet-silent',
    name: 'No data from any host',
    severity: 'critical',
    per: 'fleet',
    absence: { afterSeconds: 15 },
  },
  {
    id: 'collector-failing',
    name: 'Collector failing',
    per: 'host',
    threshold: { figure: 'failingCollectors', above: 0 },
    forSeconds: 120,
  },
  {
    id: 'ingest-lag',
    name: 'Samples stored late',
    severity: 'critical',
    per: 'fleet',
    threshold: { figure: 'ingestLagSeconds', above: 30, clear: 10 },
    forSeconds: 60,
    keepFiringSeconds: 60,
  },
  ...[
    { percent: 80, severity: 'info' },
    { percent: 90, severity: 'warning' },
    { percent: 100, severity: 'critical' },
  ].map(({ percent, severity }) => ({
    ...{ id: `quota-${percent}`, name: `Quota above ${percent} %`, severity, per: 'quota' },
    threshold: { figure: 'quotaUsedPercent', above: percent },
  })),
];

/** The rules that weir begins with. */
export const DEFAULT_RULES: readonly Rule[] = WRITTEN.map((written) => {
  const read = readRule(written);
  if (!read.ok) throw new Error(`default rule: ${JSON.stringify(read.refusals)}`);
  return read.rule;
});
