import { computed } from 'vue';
import { useFrame } from '../../charts/card/frame.js';
import type { Cell, ChartTable } from '../../charts/card/table.js';
import { useLook } from '../../charts/look.js';
import { scaleStops } from '../../charts/palette/scale.js';
import { describeValue, formatAxisValue } from '../../format/unit.js';
import { axisNames, type LatencyMatrix, type MatrixCell } from './matrix.js';
import { cellAt, columnsOf, placeOnRamp } from './matrix-colours.js';
import { HEAD_ROWS, namesOf, paintMatrix } from './matrix-picture.js';

/** What the legend names; beyond the last all have one colour. */
export const NAMED_MS = [0.1, 1, 10, 100] as const;

/** Tells the card around the matrix what it is made of: its table, its files, its colours. */
export function useMatrixFrame(matrix: () => LatencyMatrix, element: () => HTMLElement | null): void {
  const look = useLook();
  useFrame({
    label: () => 'How long it takes from each host to each',
    table: () => matrixTable(matrix()),
    legend: computed(() => null),
    beside: () => ({ names: [...Array.from({ length: HEAD_ROWS }, () => ''), ...axisNames(matrix().groups)] }),
    scale: () => ({
      colours: scaleStops('sequential', look.value.theme),
      ticks: NAMED_MS.map((ms) => ({ share: placeOnRamp(ms), text: formatAxisValue(ms, 'ms') })),
    }),
    element,
    draw: () => {
      const { theme, colourOf } = look.value;
      const colours = { ink: colourOf('--text'), blank: colourOf('--raised'), unanswered: colourOf('--bad') };
      return paintMatrix(matrix(), { theme, ...colours });
    },
  });
}

/** A row a host that looks, a column a host that is looked at, in ms; empty where nobody looks. */
export function matrixTable(matrix: LatencyMatrix): ChartTable {
  const describe = (cell: Cell): string => (typeof cell === 'number' ? describeValue(cell, 'ms') : (cell ?? ''));
  const columns = columnsOf(matrix);
  return {
    columns: [
      { label: 'From', kind: 'text', describe: String },
      ...namesOf(matrix).map((label) => ({ label, kind: 'number' as const, unit: 'ms', describe })),
    ],
    rows: axisNames(matrix.groups).map((name, row) => [
      name,
      ...columns.map((column) => told(cellAt(matrix, row, column))),
    ]),
  };
}

function told(cell: MatrixCell | null): Cell {
  return cell && (cell.ms ?? 'no answer');
}
