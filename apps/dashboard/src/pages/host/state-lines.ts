import type { ChartLine } from '../../charts/line/chart-line.js';
import type { HostStateSeries } from '../../api/operations/hosts.js';

/** A chart of a host's state: its lines by the columns that they are of. */
export interface StateChart {
  readonly title: string;
  readonly hint: string;
  readonly unit: 'percent' | 'count';
  readonly lines: readonly { readonly column: string; readonly name: string; readonly colour: string }[];
}

/** What of a host's state is drawn. */
export const STATE_CHARTS: readonly StateChart[] = [
  {
    title: 'CPU',
    hint: 'Of all cores',
    unit: 'percent',
    lines: [
      { column: 'cpuPercent', name: 'in use', colour: '--entity-0' },
      { column: 'cpuSoftirqPercent', name: 'for packets', colour: '--entity-1' },
    ],
  },
  {
    title: 'Memory',
    hint: 'All but what programs could still get',
    unit: 'percent',
    lines: [{ column: 'memoryUsedPercent', name: 'in use', colour: '--entity-4' }],
  },
  {
    title: 'Load',
    hint: 'Processes that run or wait',
    unit: 'count',
    lines: [
      { column: 'loadOneMinute', name: '1 min', colour: '--entity-6' },
      { column: 'loadFifteenMinutes', name: '15 min', colour: '--entity-8' },
    ],
  },
];

/** The lines of a chart; none where its columns are not told, or hold nothing. */
export function stateLines(chart: StateChart, answer: HostStateSeries): ChartLine[] {
  const columns = answer.series[0]?.columns ?? {};
  return chart.lines.flatMap(({ column, name, colour }): ChartLine[] => {
    const values = columns[column] ?? [];
    if (values.every((value) => value === null)) return [];
    return [{ id: column, name, colour, points: answer.at.map((at, index) => [at, values[index] ?? null]) }];
  });
}
