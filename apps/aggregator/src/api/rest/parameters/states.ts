import { PROTOCOL_COUNTERS, type ProtocolCounter } from '@weir/model';
import { HOST_STATE_GROUPS, type HostStateGroup } from '../../../query/states/host-series.sql.js';
import type { StateRowsRequest } from '../../../query/states/state-rows.query.js';
import { asRange, asStepMs, RANGE, SERIES_ROWS } from './figures.js';
import { asFilter, FILTER } from './filter.js';
import { choices } from './kinds.js';
import type { ValuesOf } from './parameter.js';

/** States of what passes, over a range of any length. */
export const STATES = { ...FILTER, ...RANGE, step: SERIES_ROWS.step } as const;

/** Those of hosts. */
export const HOST_STATES = {
  ...STATES,
  groups: choices<HostStateGroup, readonly HostStateGroup[]>({
    description: 'What is wanted of them, separated by commas; all where left out.',
    among: HOST_STATE_GROUPS,
    byDefault: HOST_STATE_GROUPS,
    example: 'cpu,memory',
  }),
} as const;

/** Those of protocols. */
export const PROTOCOL_STATES = {
  ...STATES,
  counters: choices<ProtocolCounter, readonly ProtocolCounter[]>({
    description: 'Counters whose rates are wanted, separated by commas; all where left out.',
    among: PROTOCOL_COUNTERS,
    byDefault: PROTOCOL_COUNTERS,
    example: 'tcpOutSegments,tcpRetransmittedSegments',
  }),
} as const;

/** The states that parameters ask for. */
export function asStates(values: ValuesOf<typeof STATES>, nowMs: number): StateRowsRequest {
  const { from, to, step, ...filter } = values;
  return { ...asRange({ from, to }, nowMs), stepMs: asStepMs(step), filter: asFilter(filter) };
}
