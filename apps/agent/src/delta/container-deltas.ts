import type { ContainerReading } from '../collect/container-state.js';
import { Lives } from './lives.js';
import { lengthMs, type TickTime } from './tick-time.js';

/** What a container used; null is unknown. */
export interface ContainerRow {
  readonly id: string;
  /** The length of its interval. */
  readonly ms: number;
  readonly cpuMs: number | null;
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
}

/** Turns the cumulative CPU time of containers into deltas. */
export class ContainerDeltas {
  private readonly lives: Lives<number>;
  private previous: TickTime | null = null;

  constructor(begunAt: number) {
    this.lives = new Lives(begunAt);
  }

  advance(now: TickTime, containers: readonly ContainerReading[]): ContainerRow[] {
    const lives = containers.map(({ id, startedAt, cpuMs }) => ({ id, startedAt, counters: cpuMs }));
    const steps = new Map(this.lives.advance(now, lives).map((step) => [step.id, step]));
    const tickMs = lengthMs(this.previous ?? now, now);
    this.previous = now;
    return containers.map(({ id, memoryBytes, memoryLimitBytes }) => {
      const step = steps.get(id);
      const cpuMs = step ? cpuDelta(step.before ?? 0, step.after) : null;
      return { id, ms: step?.ms ?? tickMs, cpuMs, memoryBytes, memoryLimitBytes };
    });
  }
}

/** A container that is started again gets another cgroup, which counts from nothing. */
function cpuDelta(before: number, after: number): number {
  return after >= before ? after - before : after;
}
