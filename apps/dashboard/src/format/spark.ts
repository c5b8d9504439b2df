type SparkPoint = readonly [at: number, rate: number | null];

/** The drawing area of a sparkline and the time it spans. */
export interface SparkBox {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** SVG paths, where zero lies, and whether nothing moved at all. */
export interface MirroredPaths {
  readonly incoming: string;
  readonly outgoing: string;
  readonly zero: number;
  readonly still: boolean;
}

/** SVG paths of two lines, one above zero and one below it, on one scale that uses the whole height. Gaps stay open. */
export function mirroredPaths(
  incoming: readonly SparkPoint[],
  outgoing: readonly SparkPoint[],
  box: SparkBox,
): MirroredPaths {
  const above = largest(incoming);
  const below = largest(outgoing);
  const still = above + below === 0;
  const scale = still ? 0 : (box.height - 2) / (above + below);
  const zero = still ? box.height / 2 : round(1 + above * scale);
  return {
    incoming: areaPath(incoming, box, zero, -scale),
    outgoing: areaPath(outgoing, box, zero, scale),
    zero,
    still,
  };
}

/** Closed areas to the zero line, one for each run of points without a gap. */
function areaPath(points: readonly SparkPoint[], box: SparkBox, zero: number, scale: number): string {
  const perMs = box.width / Math.max(1, box.to - box.from);
  const x = (at: number): number => round(Math.min(box.width, Math.max(0, (at - box.from) * perMs)));
  return runsOf(points.filter(([at]) => at >= box.from))
    .map((run) => {
      const top = run.map(([at, rate]) => `L${x(at)} ${round(zero + rate * scale)}`).join('');
      return `M${x(run[0]?.[0] ?? 0)} ${zero}${top}L${x(run.at(-1)?.[0] ?? 0)} ${zero}Z`;
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
