import type { ApexOptions } from 'apexcharts';
import { describeRate, type RateKind } from '../format/rate.js';
import { formatClock, formatDateTime } from '../format/time.js';

/** What the options depend on; when none of it changes, only data is handed to the chart. */
export interface MirrorLook {
  readonly theme: 'dark' | 'light';
  readonly kind: RateKind;
  readonly spanMs: number;
  readonly zoomable: boolean;
  readonly colours: readonly string[];
  readonly label: string;
  readonly colourOf: (property: string) => string;
  readonly tooltip: (at: number) => string;
  readonly onZoom: (from: number, to: number) => void;
}

const TEN_MINUTES_MS = 600_000;
const TWO_DAYS_MS = 172_800_000;
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
    markers: { size: 0, hover: { size: 3 } },
    grid: { borderColor: look.colourOf('--line'), padding: { top: -12, right: 8, bottom: 0, left: 8 } },
    xaxis: xaxis(look),
    yaxis: yaxis(look),
    tooltip: tooltip(look),
  };
}

function takeZoom(look: MirrorLook, { min, max }: { min?: number; max?: number }): { xaxis: object } {
  // The range is the page's state; the chart itself stays on what it is told.
  if (min !== undefined && max !== undefined && max - min >= 1_000) look.onZoom(min, max);
  return { xaxis: {} };
}

function xaxis(look: MirrorLook): ApexOptions['xaxis'] {
  const withSeconds = look.spanMs <= TEN_MINUTES_MS;
  const format = (at: number): string =>
    look.spanMs > TWO_DAYS_MS ? formatDateTime(at).slice(5, 16) : formatClock(at, withSeconds);
  return {
    type: 'datetime',
    tickAmount: 6,
    labels: {
      datetimeUTC: false,
      hideOverlappingLabels: true,
      style: { colors: look.colourOf('--text-3'), fontSize: '11px' },
      formatter: (_value, at) => (at === undefined ? '' : format(at)),
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
      style: { colors: look.colourOf('--text-3'), fontSize: '11px' },
      minWidth: 72,
      formatter: (value) => describeRate(perSecond(value), look.kind),
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
