type SparkPoint = readonly [at: number, rate: number | null];

/** The drawing area of a sparkline and the time it spans. */
export interface SparkBox {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** SVG paths of two lines, one above the middle and one below it, on one scale. Gaps stay open. */
export function mirroredPaths(
  incoming: readonly SparkPoint[],
  outgoing: readonly SparkPoint[],
  box: SparkBox,
): { incoming: string; outgoing: string } {
  const peak = Math.max(largest(incoming), largest(outgoing));
  const scale = peak > 0 ? (box.height / 2 - 1) / peak : 0;
  return { incoming: areaPath(incoming, box, -scale), outgoing: areaPath(outgoing, box, scale) };
}

/** Closed areas down to the middle line, one for each run of points without a gap. */
function areaPath(points: readonly SparkPoint[], box: SparkBox, scale: number): string {
  const middle = box.height / 2;
  const perMs = box.width / Math.max(1, box.to - box.from);
  const x = (at: number): number => round(Math.min(box.width, Math.max(0, (at - box.from) * perMs)));
  return runsOf(points.filter(([at]) => at >= box.from))
    .map((run) => {
      const top = run.map(([at, rate]) => `L${x(at)} ${round(middle + rate * scale)}`).join('');
      return `M${x(run[0]?.[0] ?? 0)} ${middle}${top}L${x(run.at(-1)?.[0] ?? 0)} ${middle}Z`;
    })
    .join('');
}

function runsOf(points: readonly SparkPoint[]): [number, number][][] {
  const runs: [number, number][][] = [[]];
  for (const [at, rate] of points) {
    if (rate === null) runs.push([]);
    else runs.at(-1)?.push([at, rate]);
  }
  return runs.filter((run) => run.length > 0);
}

function largest(points: readonly SparkPoint[]): number {
  return points.reduce((peak, [, rate]) => Math.max(peak, rate ?? 0), 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
