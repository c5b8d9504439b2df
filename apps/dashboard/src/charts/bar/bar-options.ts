import type { ApexOptions } from 'apexcharts';

/** What the options depend on; while none of it changes, only data is handed to the chart. */
export interface BarLook {
  readonly theme: 'dark' | 'light';
  readonly colours: readonly string[];
  /** Whether each bar has a colour of its own, or each kind of part. */
  readonly distributed: boolean;
  /** What the longest bar stands for, which takes all the room. */
  readonly max: number;
  readonly height: number;
}

/** Options of lying bars and nothing else: names and values stand beside them as text of the page, so there is no axis. */
export function barOptions(look: BarLook): ApexOptions {
  return {
    chart: {
      type: 'bar',
      height: look.height,
      stacked: !look.distributed,
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: false },
      background: 'transparent',
      parentHeightOffset: 0,
      sparkline: { enabled: true },
    },
    theme: { mode: look.theme },
    colors: [...look.colours],
    plotOptions: {
      bar: {
        horizontal: true,
        distributed: look.distributed,
        borderRadius: 2,
        borderRadiusApplication: 'end',
        barHeight: '58%',
      },
    },
    legend: { show: false },
    dataLabels: { enabled: false },
    tooltip: { enabled: false },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
    xaxis: { crosshairs: { show: false } },
    yaxis: { min: 0, max: look.max, show: false },
  };
}
