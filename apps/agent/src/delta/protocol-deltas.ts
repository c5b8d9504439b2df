import { PROTOCOL_COUNTERS, type PerProtocolCounter, perProtocolCounter, type ProtocolCounter } from '@weir/model';
import type { NamespaceProtocols } from '../collect/protocols.js';
import { Lives, type Step } from './lives.js';
import type { TickTime } from './tick-time.js';

/** What a network namespace counted; null where its kernel does not tell it. */
export interface ProtocolRow {
  readonly key: string;
  /** The length of its interval. */
  readonly ms: number;
  readonly deltas: PerProtocolCounter<number | null>;
}

export interface ProtocolDelta {
  /** Those that counted anything. */
  readonly rows: readonly ProtocolRow[];
  /** Keys of which it is not known what they counted. */
  readonly unread: readonly string[];
}

type ProtocolReading = NonNullable<NamespaceProtocols['counters']>;

const MAX_DELTA = BigInt(Number.MAX_SAFE_INTEGER);

/** Turns cumulative protocol counters into deltas. */
export class ProtocolDeltas {
  private readonly lives: Lives<ProtocolReading>;

  constructor(begunAt: number) {
    this.lives = new Lives(begunAt);
  }

  advance(now: TickTime, namespaces: readonly NamespaceProtocols[]): ProtocolDelta {
    const steps = this.lives.advance(
      now,
      namespaces.map(({ life, ...namespace }) => ({ ...namespace, id: life })),
    );
    const byLife = new Map(steps.map((step) => [step.id, step]));
    const rows = namespaces.flatMap(({ key, life }) => {
      const step = byLife.get(life);
      // The very same reading: mostly so, since most namespaces are idle most of the time.
      return step && step.before !== step.after ? { key, ms: step.ms, deltas: deltasOf(step) } : [];
    });
    return {
      rows: rows.filter(({ deltas }) => PROTOCOL_COUNTERS.some((counter) => (deltas[counter] ?? 0) > 0)),
      unread: namespaces.flatMap(({ key, life }) => (byLife.has(life) ? [] : [key])),
    };
  }
}

function deltasOf({ before, after }: Step<ProtocolReading>): PerProtocolCounter<number | null> {
  return perProtocolCounter((counter) => deltaOf(before, after, counter));
}

/** A counter that fell began anew. */
function deltaOf(before: ProtocolReading | null, after: ProtocolReading, counter: ProtocolCounter): number | null {
  const value = after[counter];
  if (value === undefined) return null;
  const from = before?.[counter] ?? 0n;
  const delta = value >= from ? value - from : value;
  return Number(delta > MAX_DELTA ? MAX_DELTA : delta);
}
