import type { ApexOptions } from 'apexcharts';
import { formatAxisValue, fromDrawn, type Unit } from '../../format/unit.js';
import type { Bounds } from '../line/axis.js';

/** What the options depend on; while none of it changes, only data is handed to the chart. */
export interface BarLook {
  readonly theme: 'dark' | 'light';
  readonly unit: Unit;
  readonly horizontal: boolean;
  readonly colours: readonly string[];
  /** Whether each bar has a colour of its own, or each kind of part. */
  readonly distributed: boolean;
  readonly ink: string;
  readonly rule: string;
  readonly scale: number;
  readonly height: number;
}

/** Into how many steps the axis of values is divided. */
export const BAR_TICKS = 4;

/**
 * Options of a bar chart. Names stand beside the bars as text of the page, so the library draws none; lying bars have their values
 * beside them and need no axis.
 */
export function barOptions(look: BarLook, bounds: () => Bounds): ApexOptions {
  const values = {
    min: look.horizontal ? bounds().min : () => bounds().min,
    max: look.horizontal ? bounds().max : () => bounds().max,
  };
  return {
    chart: {
      type: 'bar',
      height: look.height,
      stacked: !look.distributed,
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: false },
      fontFamily: 'inherit',
      background: 'transparent',
      parentHeightOffset: 0,
      sparkline: { enabled: look.horizontal },
    },
    theme: { mode: look.theme },
    colors: [...look.colours],
    plotOptions: {
      bar: {
        horizontal: look.horizontal,
        distributed: look.distributed,
        borderRadius: 2,
        borderRadiusApplication: 'end',
        barHeight: '58%',
        columnWidth: '58%',
      },
    },
    legend: { show: false },
    dataLabels: { enabled: false },
    tooltip: { enabled: false },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
    grid: { show: !look.horizontal, borderColor: look.rule, padding: { top: -12, right: 12, bottom: -8, left: 8 } },
    xaxis: {
      labels: { show: false },
      axisBorder: { show: false },
      axisTicks: { show: false },
      crosshairs: { show: false },
    },
    yaxis: { ...values, ...(look.horizontal ? { show: false } : { tickAmount: BAR_TICKS, labels: labels(look) }) },
  };
}

function labels(look: BarLook): NonNullable<Exclude<ApexOptions['yaxis'], readonly unknown[]>>['labels'] {
  return {
    style: { colors: look.ink, fontSize: `${11 * look.scale}px` },
    minWidth: 72 * look.scale,
    formatter: (drawn: number) => formatAxisValue(fromDrawn(drawn, look.unit), look.unit),
  };
}
