import type { Latency, LatencyWay } from '../../api/operations/latency.js';
import type { NamedHost } from '../overview/heat-rows.js';
import { unansweredPercent, wayMs, worstMs } from './matrix.js';
import type { Way } from './use-latency.js';

export const NATS = 'nats';

/** One way as a row of the list. */
export interface WayRow {
  readonly way: Way;
  readonly fromName: string;
  readonly toName: string;
  readonly ms: number | null;
  readonly worstMs: number | null;
  readonly unansweredPercent: number | null;
}

/** All hosts that look or are looked at. */
export function hostsOf({ series }: Latency): NamedHost[] {
  const hosts = new Map<string, NamedHost>();
  for (const { host, peerHost } of series) {
    hosts.set(host.id, host);
    if (peerHost) hosts.set(peerHost.id, peerHost);
  }
  return [...hosts.values()];
}

/** The ways as rows. */
export function wayRows({ series }: Latency): WayRow[] {
  return series.map((line) => ({
    way: { from: line.host.id, to: line.peer },
    fromName: line.host.name,
    toName: peerName(line),
    ms: wayMs(line),
    worstMs: worstMs(line),
    unansweredPercent: unansweredPercent(line),
  }));
}

/** What the other end is called. */
export function peerName({ peer, peerHost }: LatencyWay): string {
  if (peer === NATS) return 'NATS server';
  return peerHost?.name ?? `${peer.slice(0, 8)}, no host that is known`;
}

/** The ways that take longest, so that a trend shows what matters before anybody chose. */
export function slowest(rows: readonly WayRow[], count: number): Way[] {
  return [...rows]
    .sort((left, right) => (right.ms ?? -1) - (left.ms ?? -1))
    .slice(0, count)
    .map(({ way }) => way);
}

/** A way as it stands in the address. */
export function writeWay({ from, to }: Way): string {
  return `${from}~${to}`;
}

/** Reads a way from the address. */
export function readWay(text: string): Way[] {
  const [from, to] = text.split('~');
  return from && to ? [{ from, to }] : [];
}
