import type { ApexOptions } from 'apexcharts';

/** What the options depend on. */
export interface PieLook {
  readonly theme: 'dark' | 'light';
  readonly colours: readonly string[];
  /** What lies under the chart: slices are parted by it. */
  readonly ground: string;
  readonly height: number;
}

/** Options of a ring: slices and nothing else; the middle and the legend are text of the page. */
export function pieOptions(look: PieLook): ApexOptions {
  return {
    chart: {
      type: 'donut',
      height: look.height,
      animations: { enabled: false },
      background: 'transparent',
      parentHeightOffset: 0,
    },
    theme: { mode: look.theme },
    colors: [...look.colours],
    labels: look.colours.map((_, index) => String(index)),
    legend: { show: false },
    dataLabels: { enabled: false },
    tooltip: { enabled: false },
    stroke: { width: 2, colors: [look.ground] },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
    plotOptions: { pie: { expandOnClick: false, donut: { size: '72%', labels: { show: false } } } },
    grid: { padding: { top: 0, right: 0, bottom: 0, left: 0 } },
  };
}
