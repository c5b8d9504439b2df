import type { ProtocolCounter } from '@weir/model';
import { emptyBins } from '../bins.js';
import type { Grid } from '../grid.js';
import { containerColumns } from './container-figures.js';
import { hostColumns } from './host-figures.js';
import type { HostStateGroup } from './host-series.sql.js';
import { latencyColumns } from './latency-figures.js';
import { protocolColumns } from './protocol-figures.js';
import { emptyThing } from './things.js';

const NO_GRID: Grid = { startMs: 0, stepMs: 1, count: 0 };
const NOTHING = emptyThing(NO_GRID);

/** The names of figures, as they are answered of each kind, whether anything is known or not. */
export const FIGURE_NAMES = {
  hosts: (groups: readonly HostStateGroup[]): string[] => Object.keys(hostColumns(groups, 0, () => null)),
  containers: (): string[] => Object.keys(containerColumns(NOTHING, () => null)),
  protocols: (counters: readonly ProtocolCounter[]): string[] =>
    Object.keys(protocolColumns(NO_GRID, counters, NOTHING, emptyBins(NO_GRID), { fromMs: 0, untilMs: 0 })),
  latencies: (): string[] => Object.keys(latencyColumns(NOTHING)),
} as const;
