import { PROTOCOL_COUNTERS, type StateMessage } from '@weir/model';
import type { Frame } from '../block/frame.js';
import { CONTAINERS, LATENCIES, OUTCOMES, type PackedKind, PROTOCOLS, type Values } from './kind.js';
import { packOptional } from './optional.js';

/** Ids of what states are told of. */
export interface StateIds {
  stateSeriesId(host: string, kind: StateKind, key: string): number;
}

/** What a state is told of: a container by its id, protocols by the network namespace, a distance by the peer. */
export type StateKind = 'container' | 'protocol' | 'peer';

/** The key of the NATS server among the peers, which are hosts otherwise. */
export const NATS_PEER = 'nats';

/** What a message tells of one kind as a frame; null where it tells nothing of it. */
export function sampleOf(message: StateMessage, { table }: PackedKind, ids: StateIds): Frame | null {
  if (table === 'container_state') return containersOf(message, ids);
  return table === 'protocol' ? protocolsOf(message, ids) : latenciesOf(message, ids);
}

/** The keys that a message tells of. */
export function stateKeysOf({ containers, protocols, latency }: StateMessage): { kind: StateKind; key: string }[] {
  return [
    ...(containers?.ids ?? []).map((key) => ({ kind: 'container' as const, key })),
    ...[...(protocols?.keys ?? []), ...(protocols?.unread ?? [])].map((key) => ({ kind: 'protocol' as const, key })),
    ...(latency ? [NATS_PEER, ...latency.peers.map(({ host }) => host)] : []).map((key) => ({
      kind: 'peer' as const,
      key,
    })),
  ];
}

function containersOf(message: StateMessage, ids: StateIds): Frame | null {
  const { containers } = message;
  if (!containers) return null;
  const rows = containers.ids.map((id, index): Row => ({
    id: ids.stateSeriesId(message.host, 'container', id),
    values: [containers.cpuMs, containers.memoryBytes, containers.memoryLimitBytes].map((each) => each[index] ?? null),
  }));
  return frameOf(message, rows, CONTAINERS.toldColumns);
}

function protocolsOf(message: StateMessage, ids: StateIds): Frame | null {
  const { protocols } = message;
  if (!protocols) return null;
  const idOf = (key: string): number => ids.stateSeriesId(message.host, 'protocol', key);
  const rows = protocols.keys.map((key, index): Row => ({
    id: idOf(key),
    values: PROTOCOL_COUNTERS.map((counter) => protocols.columns[counter][index] ?? null),
  }));
  return frameOf(message, rows, PROTOCOLS.toldColumns, new Set(protocols.unread.map(idOf)));
}

function latenciesOf(message: StateMessage, ids: StateIds): Frame | null {
  const { latency } = message;
  if (!latency) return null;
  const nats = { key: NATS_PEER, ms: latency.natsMs, outcome: latency.natsMs === null ? 'away' : 'accepted' } as const;
  const peers = new Map(latency.peers.map(({ host: key, ms, outcome }) => [key, { key, ms, outcome }]));
  const rows = [nats, ...peers.values()].map(({ key, ms, outcome }): Row => ({
    id: ids.stateSeriesId(message.host, 'peer', key),
    values: [ms === null ? null : ms * 1_000, OUTCOMES.indexOf(outcome)],
  }));
  return frameOf(message, rows, LATENCIES.toldColumns);
}

interface Row {
  readonly id: number;
  readonly values: Values;
}

function frameOf(
  { at, ms, part }: StateMessage,
  rows: readonly Row[],
  columnCount: number,
  unread: ReadonlySet<number> = new Set(),
): Frame {
  const sorted = [...rows].sort((a, b) => a.id - b.id);
  const unreadIds = [...unread].sort((a, b) => a - b);
  return {
    ...{ startMs: at - ms, ms },
    // A further part of a tick tells of the same time as the first.
    presenceMs: part === 0 ? ms : 0,
    ids: sorted.map(({ id }) => id),
    columns: Array.from({ length: columnCount }, (_, column) =>
      sorted.map(({ values }) => packOptional(values[column] ?? null)),
    ),
    unreadIds,
    unreadMs: unreadIds.map(() => ms),
  };
}
