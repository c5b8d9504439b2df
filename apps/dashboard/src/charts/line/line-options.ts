import type { ApexOptions } from 'apexcharts';
import type { Bounds } from './axis.js';
import { formatAxisValue, fromDrawn, type Unit } from '../../format/unit.js';

/** What the options depend on; while none of it changes, only data is handed to the chart. */
export interface LineLook {
  readonly theme: 'dark' | 'light';
  readonly unit: Unit;
  readonly stacked: boolean;
  readonly colours: readonly string[];
  readonly dashed: readonly boolean[];
  /** Colour of the axes' words, and of the lines of the grid. */
  readonly ink: string;
  readonly rule: string;
  /** What lies under the chart: fills of a stack are mixed with it. */
  readonly fills: readonly string[];
  /** How much larger than usual the type is. */
  readonly scale: number;
  readonly height: number;
  /** By whose clocks times are written: another one has them written anew. */
  readonly zone: string;
}

/** Into how many steps the axis of values is divided. */
export function ticksOf({ height, scale }: Pick<LineLook, 'height' | 'scale'>): number {
  return height < 170 * scale ? 2 : 4;
}

/** Beyond so many lines their fills would hide each other. */
const MOST_FILLED = 4;

/**
 * Options of a chart over time: nothing of the library's own but axes, grid and lines; no animation; gaps left open. The bounds are
 * asked for with every redraw.
 */
export function lineOptions(look: LineLook, bounds: () => Bounds): ApexOptions {
  return {
    chart: {
      type: 'area',
      height: look.height,
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: false },
      fontFamily: 'inherit',
      background: 'transparent',
      parentHeightOffset: 0,
    },
    theme: { mode: look.theme },
    colors: [...look.colours],
    legend: { show: false },
    dataLabels: { enabled: false },
    stroke: {
      curve: 'straight',
      width: look.stacked ? 1 : 1.5,
      dashArray: look.dashed.map((dashed) => (dashed ? 5 : 0)),
    },
    fill: { type: 'solid', colors: [...look.fills], opacity: fillOpacity(look) },
    markers: markers(look),
    grid: { borderColor: look.rule, padding: { top: -12, right: 12, bottom: 0, left: 8 } },
    xaxis: xaxis(look),
    yaxis: yaxis(look, bounds),
    tooltip: { enabled: false },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
  };
}

function fillOpacity(look: LineLook): number[] {
  const filled = look.colours.length <= MOST_FILLED ? 0.16 : 0;
  return look.dashed.map((dashed) => (look.stacked ? 1 : dashed ? 0 : filled));
}

/**
 * The library itself marks a point between two gaps, by the width of the line less half an outline of 2 in its own colour: all
 * but nothing. Without an outline it is seen; `LineChart` thickens it.
 */
function markers(look: LineLook): ApexOptions['markers'] {
  return { size: 0, strokeWidth: 0, strokeColors: [...look.colours], showNullDataPoints: true, hover: { size: 0 } };
}

function xaxis(look: LineLook): ApexOptions['xaxis'] {
  return {
    type: 'datetime',
    labels: {
      // What it writes is replaced (`writeTimes`); turned, its words would take the room of lines.
      rotate: 0,
      hideOverlappingLabels: true,
      style: { colors: look.ink, fontSize: `${11 * look.scale}px` },
    },
    axisBorder: { show: false },
    axisTicks: { show: false },
    tooltip: { enabled: false },
    crosshairs: { show: false },
  };
}

function yaxis(look: LineLook, bounds: () => Bounds): ApexOptions['yaxis'] {
  return {
    tickAmount: ticksOf(look),
    min: () => bounds().min,
    max: () => bounds().max,
    labels: {
      style: { colors: look.ink, fontSize: `${11 * look.scale}px` },
      minWidth: 72 * look.scale,
      // The library leaves out a label that it has already written: below zero an invisible character makes it another.
      formatter: (drawn: number) =>
        formatAxisValue(Math.abs(fromDrawn(drawn, look.unit)), look.unit) + (drawn < 0 ? '\u200b' : ''),
    },
  };
}
