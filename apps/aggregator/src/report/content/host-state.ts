import type { MomentRange } from '@weir/model';
import { STEP_LADDER_MS } from '../../query/grid.js';
import { MAX_POINTS } from '../../query/series.js';
import { rounded } from './blocks.js';
import { answered, type ReportContext } from './context.js';

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;

/** Averages of a host's CPU and memory over a range, in percent. */
export interface StateTold {
  /** What each is over: five minutes, or hours where only these are kept. */
  readonly averageMs: number;
  /** How many lie in the range as a whole, and are over. */
  readonly averageCount: number;
  readonly cpu: Averages;
  readonly memory: Averages;
  /** All memory of the host, at most; null where it is not told. */
  readonly memoryBytes: number | null;
}

/** Reads what a host told of its state; `stepMs` is that of its chart. */
export async function readState(
  context: ReportContext,
  host: string,
  range: MomentRange,
  stepMs: number,
): Promise<StateTold> {
  const finest = await open(context, host, range, FIVE_MINUTES_MS);
  const averageMs = finest.ok ? FIVE_MINUTES_MS : HOUR_MS;
  const { pieces } = answered(finest.ok ? finest : await open(context, host, range, HOUR_MS));
  const firstMs = Math.ceil(range.fromMs / averageMs) * averageMs;
  const endMs = Math.floor(Math.min(range.toMs, context.nowMs) / averageMs) * averageMs;
  const [cpu, memory] = [new Averages(range.fromMs, stepMs), new Averages(range.fromMs, stepMs)];
  let memoryBytes: number | null = null;
  for await (const { at, lines } of pieces) {
    const [busy, used, whole] = NAMES.map((name) => [...(lines[0]?.columns[name] ?? [])]);
    for (const [place, atMs] of at.entries()) {
      if (atMs < firstMs || atMs >= endMs) continue;
      cpu.add(atMs, busy?.[place] ?? null);
      memory.add(atMs, used?.[place] ?? null);
      const bytes = whole?.[place] ?? null;
      if (bytes !== null) memoryBytes = Math.max(memoryBytes ?? 0, bytes);
    }
  }
  return { averageMs, averageCount: Math.max(0, endMs - firstMs) / averageMs, cpu, memory, memoryBytes };
}

const NAMES = ['cpuPercent', 'memoryUsedPercent', 'memoryTotalBytes'];

function open({ sources }: ReportContext, host: string, { fromMs, toMs }: MomentRange, stepMs: number) {
  return sources.states.hosts({ filter: { hosts: [host] }, fromMs, toMs, stepMs }, ['cpu', 'memory']);
}

/** Averages one after the other: what they come to, and a line of them. */
export class Averages {
  /** How many are known. */
  count = 0;
  /** The highest, and when it began. */
  most: { readonly value: number; readonly atMs: number } | null = null;
  private sum = 0;
  private readonly steps: { sum: number; count: number }[] = [];

  constructor(
    private readonly fromMs: number,
    private readonly stepMs: number,
  ) {}

  get mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  add(atMs: number, value: number | null): void {
    if (value === null) return;
    this.count += 1;
    this.sum += value;
    if (value > (this.most?.value ?? -1)) this.most = { value, atMs };
    const place = Math.floor((atMs - this.fromMs) / this.stepMs);
    const step = (this.steps[place] ??= { sum: 0, count: 0 });
    step.sum += value;
    step.count += 1;
  }

  /** The mean of each of the first steps of a chart. */
  line(count: number): (number | null)[] {
    return Array.from({ length: count }, (_, place) => {
      const step = this.steps[place];
      return step ? rounded(step.sum / step.count) : null;
    });
  }
}

/** The steps of a chart of averages, from the begin of a range on: as many as a chart has. */
export function stepsOf({ fromMs, toMs }: MomentRange): { readonly stepMs: number; readonly atMs: number[] } {
  const fits = (stepMs: number): boolean => stepMs >= FIVE_MINUTES_MS && stepMs * MAX_POINTS >= toMs - fromMs;
  const stepMs = STEP_LADDER_MS.find(fits) ?? Infinity;
  const count = Math.ceil((toMs - fromMs) / stepMs);
  return { stepMs, atMs: Array.from({ length: count }, (_, step) => fromMs + step * stepMs) };
}
