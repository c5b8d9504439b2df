import type { ApexOptions } from 'apexcharts';
import { formatTick, type RateKind } from '../format/rate.js';

/** What the options depend on; when none of it changes, only data is handed to the chart. */
export interface MirrorLook {
  readonly theme: 'dark' | 'light';
  readonly kind: RateKind;
  readonly zoomable: boolean;
  readonly colours: readonly string[];
  /** How much larger than usual the type is. */
  readonly scale: number;
  readonly colourOf: (property: string) => string;
  readonly tooltip: (at: number) => string;
  readonly onZoom: (from: number, to: number) => void;
}

const BITS_PER_BYTE = 8;

/** Options of a mirrored chart: no toolbar, no legend of its own, no animation, gaps left open. */
export function mirrorOptions(look: MirrorLook): ApexOptions {
  return {
    chart: {
      type: 'area',
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: look.zoomable, type: 'x', autoScaleYaxis: false, allowMouseWheelZoom: false },
      fontFamily: 'inherit',
      background: 'transparent',
      parentHeightOffset: 0,
      events: { beforeZoom: (_chart, { xaxis }) => takeZoom(look, xaxis) },
    },
    theme: { mode: look.theme },
    colors: [...look.colours],
    legend: { show: false },
    dataLabels: { enabled: false },
    stroke: { curve: 'straight', width: look.colours.map((_, index) => (index % 2 === 0 ? 1.5 : 1.25)) },
    fill: { type: 'solid', opacity: look.colours.map((_, index) => (index % 2 === 0 ? 0.2 : 0.12)) },
    markers: markers(look),
    grid: { borderColor: look.colourOf('--line'), padding: { top: -12, right: 8, bottom: 0, left: 8 } },
    xaxis: xaxis(look),
    yaxis: yaxis(look),
    tooltip: tooltip(look),
  };
}

/**
 * The library itself marks a point between two gaps, by the width of the line less half an outline of 2 in its own colour: all
 * but nothing. Without an outline it is seen; `MirrorChart` thickens it.
 */
function markers(look: MirrorLook): ApexOptions['markers'] {
  return { size: 0, strokeWidth: 0, strokeColors: [...look.colours], showNullDataPoints: true, hover: { size: 3 } };
}

function takeZoom(look: MirrorLook, { min, max }: { min?: number; max?: number }): { xaxis: object } {
  // The range is the page's state; the chart itself stays on what it is told.
  if (min !== undefined && max !== undefined && max - min >= 1_000) look.onZoom(min, max);
  return { xaxis: {} };
}

function xaxis(look: MirrorLook): ApexOptions['xaxis'] {
  return {
    type: 'datetime',
    labels: {
      datetimeUTC: false,
      // No formatter of our own: with one the library gives up its round times.
      datetimeFormatter: {
        year: 'yyyy',
        month: 'MMM yyyy',
        day: 'd MMM',
        hour: 'HH:mm',
        minute: 'HH:mm',
        second: 'HH:mm:ss',
      },
      hideOverlappingLabels: true,
      style: { colors: look.colourOf('--text-3'), fontSize: `${11 * look.scale}px` },
    },
    axisBorder: { show: false },
    axisTicks: { show: false },
    tooltip: { enabled: false },
    crosshairs: { stroke: { color: look.colourOf('--text-3'), width: 1, dashArray: 3 } },
  };
}

function yaxis(look: MirrorLook): ApexOptions['yaxis'] {
  const perSecond = (value: number): number => Math.abs(look.kind === 'bits' ? value / BITS_PER_BYTE : value);
  return {
    forceNiceScale: true,
    tickAmount: 4,
    labels: {
      style: { colors: look.colourOf('--text-3'), fontSize: `${11 * look.scale}px` },
      minWidth: 72 * look.scale,
      // The library leaves out a label that it has already written: below zero an invisible character makes it another.
      formatter: (value) => formatTick(perSecond(value), look.kind) + (value < 0 ? '\u200b' : ''),
    },
  };
}

function tooltip(look: MirrorLook): ApexOptions['tooltip'] {
  return {
    shared: true,
    intersect: false,
    followCursor: false,
    custom: ({ dataPointIndex, w }: { dataPointIndex: number; w: { globals: { seriesX: number[][] } } }) => {
      const at = w.globals.seriesX[0]?.[dataPointIndex];
      return at === undefined ? '' : look.tooltip(at);
    },
  };
}
