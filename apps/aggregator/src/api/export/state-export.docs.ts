import { Column } from '../../query/column.js';
import type { ContainerLine } from '../../query/states/container-series.query.js';
import type { HostLine } from '../../query/states/host-series.query.js';
import type { LatencyLine } from '../../query/states/latency-series.query.js';
import type { ProtocolLine } from '../../query/states/protocol-series.query.js';
import type { ParameterSet } from '../rest/parameters/parameter.js';
import type { Described } from './export.docs.js';
import { type OfLine, stateColumns, type StateRow } from './state.table.js';

/* What tells lines apart, besides their hosts. */

export const OF_HOST: OfLine<HostLine> = {};
export const OF_CONTAINER: OfLine<ContainerLine> = { container: ({ name }) => name, containerId: ({ id }) => id };
/** Null for the host's own. */
export const OF_NAMESPACE: OfLine<ProtocolLine> = { namespace: ({ namespace }) => namespace };
/** Id of a host, or `nats`. */
export const OF_WAY: OfLine<LatencyLine> = { peer: ({ peer }) => peer };

const SUMMARIES = {
  'host-series': 'Exports the states of hosts over time: CPU, memory, load, packets waiting, connections, sockets.',
  'container-series': 'Exports what containers used over time: CPU and memory.',
  'protocol-series':
    'Exports TCP, UDP and ICMP over time, by network namespace: those of containers where the filter asks for containers, networks or interfaces, else those of hosts.',
  'latency-series': 'Exports how far hosts were from NATS (`nats`) and from each other over time.',
} as const;

const TOO_FINE = 'is finer than what is kept of that time: ask for 300 s or more, or of a later time';
const HOST_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const LINE = {
  ...{ hostId: 1, id: '4c01db0b339c4c0bb5f1d2f3e8a1b7c6d5e4f30211223344556677889900aabb', name: 'shop-api-1' },
  ...{ namespace: null, peer: 'nats', peerHostId: null, columns: {} as Readonly<Record<string, Column>> },
};

/** Describes an export of states. */
export function describedStates<Line extends object>(
  name: keyof typeof SUMMARIES,
  parameters: ParameterSet,
  of: OfLine<Line>,
  figures: readonly string[],
): Described<StateRow<Line>> {
  return {
    ...{ name, parameters, columns: stateColumns(of, figures) },
    summary: `${SUMMARIES[name]} A row for each step and line, some lines after the other. What is not known has no row.`,
    example: {
      atMs: Date.parse('2026-11-20T12:00:00Z'),
      host: { id: HOST_ID, name: 'web-1' },
      line: LINE as unknown as Line,
      values: figures.map((_, index) => 12.5 + index),
    },
    refusal: { field: 'step', reason: TOO_FINE },
  };
}
