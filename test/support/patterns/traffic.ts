import type { Random } from './random.js';

const DAY_MS = 86_400_000;
/** A Thursday at midnight UTC, as the epoch was. */
export const BEGINS_MS = Date.UTC(2026, 0, 1);

/** What makes one interface's ordinary traffic. */
export interface Ordinary {
  readonly stepMs: number;
  readonly meanBytes: number;
  readonly rxShare: number;
  /** Standard deviation of the logarithm, sample by sample and wandering. */
  readonly noise: number;
  readonly wander: number;
  readonly wanderMs: number;
  readonly dayAmplitude: number;
  readonly dayPhase: number;
  readonly weekendFactor: number;
  readonly bytesPerPacket: readonly [number, number];
  readonly errorRatio: number;
  readonly capacity: number;
  readonly missingShare: number;
  readonly resetShare: number;
  readonly gapsADay: number;
}

/** Ordinary traffic of all kinds: small and large, calm and lively, by day and by night, with gaps and resets. */
export function ordinary(random: Random, stepMs: number, wishes: Partial<Ordinary> = {}): Ordinary {
  const secondNoise = random.chance(0.2) ? random.between(0.35, 0.7) : random.between(0.05, 0.35);
  const meanBytes = random.scaled(2e4, 5e7);
  return {
    stepMs,
    meanBytes,
    rxShare: random.between(0.15, 0.85),
    // Traffic is self-similar: its noise shrinks more slowly than the root of the step.
    noise: secondNoise / (stepMs / 1_000) ** 0.3,
    wander: random.between(0.01, 0.08),
    wanderMs: random.scaled(60_000, 3_600_000),
    dayAmplitude: random.chance(0.6) ? random.between(0.1, 0.6) : 0,
    dayPhase: random.next(),
    weekendFactor: random.chance(0.4) ? random.between(0.4, 0.9) : 1,
    bytesPerPacket: [random.between(250, 1_300), random.between(250, 1_300)],
    errorRatio: random.chance(0.3) ? random.scaled(1e-7, 1e-5) : 0,
    capacity: random.chance(0.7) ? meanBytes * random.between(60, 300) : NaN,
    missingShare: random.chance(0.5) ? random.between(0, 0.003) : 0,
    resetShare: random.chance(0.3) ? random.between(0, 0.0005) : 0,
    gapsADay: random.chance(0.4) ? random.between(0, 2) : 0,
    ...wishes,
  };
}

/** The usual rate of both ways together at a time, as a share of the mean. */
export function shape(traffic: Ordinary, atMs: number): number {
  const day = 1 + traffic.dayAmplitude * Math.sin(2 * Math.PI * (atMs / DAY_MS + traffic.dayPhase));
  if (traffic.weekendFactor === 1) return day;
  // Days of the week since a Thursday; people change over within hours, not at once.
  const weekday = ((atMs - BEGINS_MS) / DAY_MS) % 7;
  const rise =
    Math.min(1, Math.max(0, (weekday - 2 + 0.08) / 0.16)) - Math.min(1, Math.max(0, (weekday - 4 + 0.08) / 0.16));
  return day * (1 + (traffic.weekendFactor - 1) * rise);
}

/** Mean-one noise, one value a sample: fast and wandering. */
export class Noise {
  private wander: number;

  constructor(
    private readonly random: Random,
    private readonly traffic: Ordinary,
  ) {
    this.wander = random.normal();
  }

  /** The factor that both ways share. */
  next(): number {
    const { wander, wanderMs, noise, stepMs } = this.traffic;
    const kept = Math.exp(-stepMs / wanderMs);
    this.wander = this.wander * kept + this.random.normal() * Math.sqrt(1 - kept * kept);
    return Math.exp(this.wander * wander + this.random.normal() * noise - (noise * noise + wander * wander) / 2);
  }

  /** The small factor of one way or of packets. */
  apart(): number {
    return Math.exp(this.random.normal() * this.traffic.noise * 0.2);
  }
}

/** A count with that mean. */
export function poisson(random: Random, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + random.normal() * Math.sqrt(mean)));
  const limit = Math.exp(-mean);
  let [count, product] = [0, random.next()];
  while (product > limit) {
    count += 1;
    product *= random.next();
  }
  return count;
}
