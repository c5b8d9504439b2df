import { cumulative } from '../../../fleet/simulated/book.js';
import { type Outgoing, SimulatedHost } from '../../../fleet/simulated/host.js';
import { planHost } from '../../../fleet/simulated/plan.js';

const FLEET = { seed: 11, hosts: 0, seriesPerHost: 10, isIdleAtTimes: true };

/** How a host is driven. Times are ms since 1970. */
export interface DrivenOptions {
  /** Its place in the fleet: what it is for, and its names. */
  readonly index: number;
  readonly fromMs: number;
  /** How long its samples are that come late, over and over, in seconds; what is of now comes second by second. */
  readonly lateSteps?: readonly number[];
  readonly clockAheadMs?: number;
}

/** A message on its way, and by what its host's clock was wrong when it was made. */
export interface Made {
  /** As it would be told by a right clock. */
  readonly right: Outgoing;
  readonly told: Outgoing;
  readonly clockAheadMs: number;
}

/** What is known of a host in the end. */
export interface HostTruth {
  readonly id: string;
  /** Whether its clock was ever wrong: then its times are only nearly known. */
  readonly isClockWrong: boolean;
  /** What its counters show now, by key. */
  readonly counters: ReadonlyMap<string, readonly number[]>;
}

/** A simulated host that may have been cut off for long, and whose clock may be wrong. */
export class DrivenHost {
  private readonly simulated: SimulatedHost;
  private clockAheadMs: number;
  isClockWrong: boolean;
  private readonly lateSteps: readonly number[];
  private second: number;
  private steps = 0;

  constructor({ index, fromMs, lateSteps = [1], clockAheadMs = 0 }: DrivenOptions) {
    const agents = { life: 'faults', fromMs, hasHistory: index % 2 === 0, hasStates: true };
    this.simulated = new SimulatedHost(planHost(FLEET, index), agents);
    this.second = fromMs / 1_000;
    this.lateSteps = lateSteps;
    this.clockAheadMs = clockAheadMs;
    this.isClockWrong = clockAheadMs !== 0;
  }

  truth(): HostTruth {
    const { plan } = this.simulated;
    const counters = this.simulated.truth().map((truth) => [truth.key, cumulative(truth).map(Number)] as const);
    return { id: plan.id, isClockWrong: this.isClockWrong, counters: new Map(counters) };
  }

  /** Its messages that are due at a moment; what it could not send so far comes first. */
  *due(nowMs: number): Generator<Made> {
    for (let next = this.next(nowMs); next * 1_000 <= nowMs; next = this.next(nowMs)) {
      this.second = next;
      this.steps += 1;
      for (const right of this.simulated.tick(next)) {
        yield { right, told: toldBy(right, this.clockAheadMs), clockAheadMs: this.clockAheadMs };
      }
    }
  }

  setClock(aheadMs: number): void {
    this.clockAheadMs = aheadMs;
    this.isClockWrong = true;
  }

  private next(nowMs: number): number {
    const step = this.lateSteps[this.steps % this.lateSteps.length] ?? 1;
    return (this.second + step) * 1_000 <= nowMs ? this.second + step : this.second + 1;
  }
}

function toldBy(message: Outgoing, clockAheadMs: number): Outgoing {
  if (clockAheadMs === 0) return message;
  const told = JSON.parse(message.payload) as { at: number };
  return { ...message, payload: JSON.stringify({ ...told, at: told.at + clockAheadMs }) };
}
