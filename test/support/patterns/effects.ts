import type { PatternClass } from '../../../apps/aggregator/src/analyse/pattern/finding.js';
import type { Random } from './random.js';
import { BEGINS_MS, type Ordinary, shape } from './traffic.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What fills more of a link is a saturation. */
const MOST_OF_LINK = 0.85;
/** What falls further is an outage. */
const LEAST_SHARE = 0.05;

/** One sample's rates while they are made. */
export interface Rates {
  rx: number;
  tx: number;
  rxPackets: number;
  txPackets: number;
  errors: number;
  dropped: number;
}

/** Something that happens to ordinary traffic, and the truth about it. */
export interface Effect {
  readonly class: PatternClass;
  readonly startMs: number;
  /** Infinity = to the end. */
  readonly endMs: number;
  /** When a change is recorded nearby. */
  readonly changeMs?: number;
  readonly periodMs?: number;
  /** Until when it lasts in the traffic, where that is longer than the event. */
  readonly staysUntilMs?: number;
  apply(rates: Rates, atMs: number): void;
}

/** `isUp` says which way a lasting change goes, so that several do not pile up. */
type Maker = (random: Random, traffic: Ordinary, startMs: number, isUp: boolean) => Effect;

const scale = (rates: Rates, factor: number): void => {
  rates.rx *= factor;
  rates.tx *= factor;
  rates.rxPackets *= factor;
  rates.txPackets *= factor;
  rates.errors *= factor;
};
/** The same, as far as the link can carry it. */
const scaleWithin = (rates: Rates, factor: number, { capacity }: Ordinary): void =>
  scale(rates, Math.min(factor, Math.max(1, (MOST_OF_LINK * (capacity || Infinity)) / Math.max(rates.rx, rates.tx))));
const steps = (traffic: Ordinary, ms: number): number => Math.max(1, Math.round(ms / traffic.stepMs)) * traffic.stepMs;
/** The noise of a minute's mean, as a share of it: what the definitions of longer classes are multiples of. */
const minuteNoise = ({ noise, wander, stepMs }: Ordinary): number =>
  Math.hypot(noise / Math.sqrt(Math.max(1, MINUTE_MS / stepMs)), wander);
/** A share of the usual that lies clearly more than 4 deviations below it, as definitions ask, and is not silence. */
const below = (share: number, traffic: Ordinary): number =>
  Math.min(share, Math.max(LEAST_SHARE, 1 - 5 * minuteNoise(traffic)));
/** So far out that it is not noise: 10 deviations of noise, at least twice the usual. */
const far = (random: Random, traffic: Ordinary): number =>
  Math.max(random.between(2.2, 5), Math.exp(random.between(5.5, 7) * Math.hypot(traffic.noise, traffic.wander)));

const burst: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, random.chance(0.3) ? 1 : random.scaled(1_000, 4.5 * MINUTE_MS));
  const factor = far(random, traffic);
  return {
    class: 'burst',
    startMs,
    endMs: startMs + durationMs,
    apply: (rates) => scaleWithin(rates, factor, traffic),
  };
};

const outage: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, Math.max(10_000, 3 * traffic.stepMs) * random.scaled(1.3, 30));
  const share = random.chance(0.6) ? 0 : random.between(0, 0.01);
  return { class: 'outage', startMs, endMs: startMs + durationMs, apply: (rates) => scale(rates, share) };
};

const drop: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, Math.max(random.between(2, 9) * MINUTE_MS, traffic.stepMs));
  const share = below(random.between(0.08, 0.35), traffic);
  return { class: 'drop', startMs, endMs: startMs + durationMs, apply: (rates) => scale(rates, share) };
};

const shift: Maker = (random, traffic, startMs, isUp) => {
  const up = Math.max(1.6, 1 + 8 * minuteNoise(traffic));
  const down = below(random.between(0.42, 0.6), traffic);
  const factor = isUp ? random.between(up, up + 1.4) : down;
  return {
    class: 'level shift',
    startMs,
    endMs: startMs + 30 * MINUTE_MS,
    staysUntilMs: Infinity,
    apply: (rates) => scale(rates, factor),
  };
};

const step: Maker = (random, traffic, startMs, isUp) => ({
  ...shift(random, traffic, startMs, isUp),
  class: 'step after change',
  changeMs: startMs - random.between(0, 4 * MINUTE_MS),
});

const ramp: Maker = (random, traffic, startMs, isUp) => {
  const durationMs = steps(traffic, random.between(50, traffic.stepMs < 5 * MINUTE_MS ? 110 : 180) * MINUTE_MS);
  const last = isUp ? random.between(2.5, 4) : below(random.between(0.15, 0.35), traffic);
  const factor = (atMs: number): number => 1 + (last - 1) * Math.min(1, (atMs - startMs) / durationMs);
  return {
    class: 'ramp',
    startMs,
    endMs: startMs + durationMs,
    staysUntilMs: Infinity,
    apply: (rates, atMs) => scale(rates, factor(atMs)),
  };
};

const JOB_PERIODS_MS: Record<number, readonly [number, number]> = {
  1_000: [10 * MINUTE_MS, 45 * MINUTE_MS],
  10_000: [15 * MINUTE_MS, 3 * HOUR_MS],
  60_000: [30 * MINUTE_MS, 12 * HOUR_MS],
  300_000: [3 * HOUR_MS, 24 * HOUR_MS],
};

const job: Maker = (random, traffic, startMs) => {
  const [low, high] = JOB_PERIODS_MS[traffic.stepMs] ?? [HOUR_MS, HOUR_MS];
  const periodMs = steps(traffic, random.scaled(low, high));
  const runMs = steps(traffic, Math.min(20 * MINUTE_MS, periodMs * random.between(0.02, 0.12)));
  const factor = far(random, traffic);
  const isRunning = (atMs: number): boolean => (atMs - startMs) % periodMs < runMs;
  return {
    class: 'periodic job',
    startMs,
    endMs: Infinity,
    periodMs,
    apply: (rates, atMs) => (isRunning(atMs) ? scaleWithin(rates, factor, traffic) : undefined),
  };
};

const violation: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, random.between(60, 240) * MINUTE_MS);
  const factor = (atMs: number): number => shape(traffic, atMs + 12 * HOUR_MS) / shape(traffic, atMs);
  return {
    class: 'seasonal violation',
    startMs,
    endMs: startMs + durationMs,
    apply: (rates, atMs) => scale(rates, factor(atMs)),
  };
};

const flip: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, Math.max(random.between(4, 40) * MINUTE_MS, 2 * traffic.stepMs));
  const apply = (rates: Rates): void => {
    [rates.rx, rates.tx] = [rates.tx, rates.rx];
    [rates.rxPackets, rates.txPackets] = [rates.txPackets, rates.rxPackets];
  };
  return { class: 'asymmetric flip', startMs, endMs: startMs + durationMs, apply };
};

const fanOut: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, Math.max(random.scaled(50_000, 10 * MINUTE_MS), 2 * traffic.stepMs));
  const times = random.between(6, 30);
  const bytes = random.between(54, 80);
  const apply = (rates: Rates): void => {
    const packets = times * Math.max(rates.txPackets, rates.rxPackets);
    rates.txPackets += packets;
    rates.tx += packets * bytes;
    rates.rxPackets += packets * 0.03;
    rates.rx += packets * 0.03 * 60;
  };
  return { class: 'fan-out', startMs, endMs: startMs + durationMs, apply };
};

const flood: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, Math.max(random.scaled(50_000, 10 * MINUTE_MS), 2 * traffic.stepMs));
  const times = Math.max(random.between(14, 50), Math.exp(7 * Math.hypot(traffic.noise, traffic.wander)));
  const apply = (rates: Rates): void => {
    // Of the larger way, so that it is a flood of the interface; as much as the link carries.
    const most = Math.max(0, MOST_OF_LINK * (traffic.capacity || Infinity) - rates.rx);
    const added = Math.min(most, times * Math.max(rates.rx, rates.tx));
    rates.rxPackets += added / traffic.bytesPerPacket[0];
    rates.rx += added;
  };
  return { class: 'one-way flood', startMs, endMs: startMs + durationMs, apply };
};

const storm: Maker = (random, traffic, startMs) => {
  const packetsASample = ((traffic.meanBytes / 800) * traffic.stepMs) / 1_000;
  const ratio = Math.max(random.scaled(2e-3, 5e-2), 12 / packetsASample);
  const durationMs = steps(traffic, Math.max(5 * traffic.stepMs, random.scaled(20_000, 20 * MINUTE_MS)));
  const apply = (rates: Rates): void => {
    rates.errors += ratio * (rates.rxPackets + rates.txPackets) * random.between(0.6, 1.4);
  };
  return { class: 'error storm', startMs, endMs: startMs + durationMs, apply };
};

const saturation: Maker = (random, traffic, startMs) => {
  const durationMs = steps(traffic, Math.max(4 * traffic.stepMs, random.between(2, 20) * MINUTE_MS));
  const share = random.between(0.93, 0.99);
  const apply = (rates: Rates): void => {
    scale(rates, (traffic.capacity * share * (1 + 0.004 * random.normal())) / Math.max(rates.rx, rates.tx));
    rates.dropped += random.between(1, 50);
  };
  return { class: 'saturation', startMs, endMs: startMs + durationMs, apply };
};

const flapping: Maker = (random, traffic, startMs) => {
  const phaseMs = steps(traffic, Math.max(traffic.stepMs, random.between(12_000, 70_000)));
  const outages = random.whole(3, 7);
  const isDown = (atMs: number): boolean => Math.floor((atMs - startMs) / phaseMs) % 2 === 0;
  return {
    class: 'flapping',
    startMs,
    endMs: startMs + (2 * outages - 1) * phaseMs,
    apply: (rates, atMs) => (isDown(atMs) ? scale(rates, 0) : undefined),
  };
};

const stuck: Maker = (random, traffic, startMs) => {
  const durationMs = random.whole(28, 150) * traffic.stepMs;
  let held: Rates | null = null;
  const apply = (rates: Rates): void => {
    held ??= { ...rates };
    Object.assign(rates, held);
  };
  return { class: 'stuck', startMs, endMs: startMs + durationMs, apply };
};

/** The cycles that ordinary traffic has anyway. */
export function cyclesOf({ dayAmplitude, weekendFactor }: Ordinary): Effect[] {
  const cycle = (periodMs: number): Effect => ({
    ...{ class: 'seasonality', startMs: BEGINS_MS, endMs: Infinity, periodMs },
    apply: () => undefined,
  });
  return [...(dayAmplitude > 0 ? [cycle(DAY_MS)] : []), ...(weekendFactor < 1 ? [cycle(7 * DAY_MS)] : [])];
}

/** How each class is made. Seasonality is a property of the ordinary traffic, `saturation ahead` of links. */
export const MAKERS: Readonly<Partial<Record<PatternClass, Maker>>> = {
  burst,
  outage,
  drop,
  'level shift': shift,
  ramp,
  'periodic job': job,
  'seasonal violation': violation,
  'asymmetric flip': flip,
  'fan-out': fanOut,
  'one-way flood': flood,
  'error storm': storm,
  saturation,
  flapping,
  stuck,
  'step after change': step,
};
