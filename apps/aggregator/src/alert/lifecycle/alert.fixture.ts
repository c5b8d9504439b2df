import type { Rule } from '../rule/rule.js';
import { ruleOf } from '../rule/rule.fixture.js';
import type { Subject } from './alert.js';
import type { Lifecycle, QuietBy, Settled } from './lifecycle.js';

export const NOT_QUIET: QuietBy = () => null;

/** Told of a host that is away. */
export const HOST_SILENT: Rule = ruleOf({
  id: 'host-silent',
  name: 'Host silent',
  severity: 'critical',
  absence: { afterSeconds: 30 },
});

/** A host. */
export function host(name: string): Subject {
  return {
    level: 'host',
    key: name,
    name,
    hostId: name,
    hostName: name,
    network: null,
    service: null,
    containerId: null,
  };
}

/** A container of a host. */
export function container(id: string, on: string): Subject {
  return { ...host(on), level: 'container', key: id, name: id, network: 'front', service: 'shop/web', containerId: id };
}

/** What settled, in short: `news opened`, `firing cpu web`. */
export function settled(lifecycle: Lifecycle, nowMs: number, quietBy: QuietBy = NOT_QUIET): string[] {
  return words(lifecycle.settle(nowMs, quietBy));
}

function words({ alerts, dropped, news }: Settled): string[] {
  return [
    ...alerts.map(({ state, ruleId, subject }) => `${state} ${ruleId} ${subject.name}`),
    ...dropped.map(() => 'dropped'),
    ...news.map(({ kind }) => `news ${kind}`),
  ];
}
