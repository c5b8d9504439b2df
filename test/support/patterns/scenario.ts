import type { PatternClass } from '../../../apps/aggregator/src/analyse/pattern/finding.js';
import type { Sample } from '../../../apps/aggregator/src/analyse/pattern/sample.js';
import { cyclesOf, type Effect, MAKERS, type Rates } from './effects.js';
import { Random } from './random.js';
import { BEGINS_MS, Noise, type Ordinary, ordinary, poisson, shape } from './traffic.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Ends a frame: a packet is at least so long. */
const LEAST_PACKET = 60;

/** One interface's series and the truth about it. */
export interface Scenario {
  readonly traffic: Ordinary;
  readonly untilMs: number;
  readonly effects: readonly Effect[];
  samples(): Generator<Sample>;
}

/** Times of day are the matter of these: they need weeks. */
export const SEASONAL: readonly PatternClass[] = ['seasonality', 'seasonal violation'];

const LENGTH_MS: Record<number, number> = {
  1_000: 8 * HOUR_MS,
  10_000: 3 * DAY_MS,
  60_000: 12 * DAY_MS,
  300_000: 14 * DAY_MS,
};

const RAMPS_MS = 14 * HOUR_MS;

/** Ordinary traffic with a few events of one class, or with none. */
export function makeScenario(
  seed: number,
  patternClass: PatternClass | null,
  stepMs: number,
  lengthMs?: number,
): Scenario {
  const random = new Random(seed * 7_919 + stepMs + nameNumber(patternClass));
  // Slow ramps can be told from mornings and weekends once these are known.
  const isSlowRamp = patternClass === 'ramp' && stepMs >= 5 * MINUTE_MS;
  const isSeasonal = isSlowRamp || (patternClass !== null && SEASONAL.includes(patternClass));
  const traffic = ordinary(random, stepMs, wishesOf(random, patternClass));
  const untilMs = BEGINS_MS + (lengthMs ?? (isSeasonal ? 24 * DAY_MS : lengthOf(patternClass, stepMs)));
  const effects = patternClass === null ? [] : place(random, traffic, patternClass, untilMs);
  return { traffic, untilMs, effects, samples: () => samplesOf(new Random(seed + 1), traffic, effects, untilMs) };
}

/** A ramp takes hours: the next one begins after it. */
function lengthOf(patternClass: PatternClass | null, stepMs: number): number {
  const lengthMs = LENGTH_MS[stepMs] ?? DAY_MS;
  return patternClass === 'ramp' ? Math.max(lengthMs, RAMPS_MS) : lengthMs;
}

function nameNumber(name: string | null): number {
  return [...(name ?? '')].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003;
}

function wishesOf(random: Random, patternClass: PatternClass | null): Partial<Ordinary> {
  if (patternClass === 'seasonality') {
    // Where there are both, the hour of the day explains more than half.
    return {
      dayAmplitude: random.chance(0.7) ? random.between(0.35, 0.6) : 0,
      weekendFactor: random.chance(0.6) ? random.between(0.5, 0.75) : 1,
    };
  }
  if (patternClass === 'seasonal violation') {
    return {
      dayAmplitude: random.between(0.4, 0.65),
      noise: random.between(0.01, 0.05),
      wander: random.between(0.01, 0.03),
    };
  }
  if (patternClass === 'saturation')
    return { capacity: random.scaled(1e6, 1e8), meanBytes: random.scaled(2e4, 2e5), noise: 0.1 };
  if (patternClass === 'asymmetric flip')
    return { rxShare: random.chance(0.5) ? random.between(0.1, 0.22) : random.between(0.78, 0.9) };
  return {};
}

const EVENTS = 3;
const SPACE_MS = 100 * MINUTE_MS;

/** Events stand well apart, after a time in which the ordinary could be learnt. */
function place(random: Random, traffic: Ordinary, patternClass: PatternClass, untilMs: number): Effect[] {
  if (patternClass === 'seasonality') return cyclesOf(traffic);
  const make = MAKERS[patternClass];
  if (make === undefined) return [];
  const learntMs = learntIn(traffic, patternClass, untilMs);
  const count = patternClass === 'periodic job' ? 1 : EVENTS;
  const roomMs = (untilMs - BEGINS_MS - learntMs) / count;
  const isFirstUp = random.chance(0.5);
  const effects: Effect[] = [];
  for (let index = 0; index < count; index++) {
    const spaceMs = Math.min(roomMs / 2, Math.max(SPACE_MS, 30 * traffic.stepMs));
    const earliestMs = BEGINS_MS + learntMs + index * roomMs;
    let startMs = onStep(
      traffic,
      earliestMs + random.between(0, patternClass === 'periodic job' ? spaceMs / 4 : roomMs - spaceMs),
    );
    if (patternClass === 'seasonal violation') startMs = clearlyWrongTime(traffic, startMs);
    effects.push(make(random, traffic, startMs, (index + (isFirstUp ? 0 : 1)) % 2 === 0));
  }
  return effects;
}

/** A slow ramp is like any morning before mornings are known; the hour of the week is known after a week. */
function learntIn(traffic: Ordinary, patternClass: PatternClass, untilMs: number): number {
  if (SEASONAL.includes(patternClass)) return 9 * DAY_MS;
  if (patternClass === 'ramp' && untilMs - BEGINS_MS > 20 * DAY_MS) return 15 * DAY_MS;
  if (patternClass === 'ramp' && untilMs - BEGINS_MS > 2 * DAY_MS) return 1.2 * DAY_MS;
  return Math.max(2 * HOUR_MS, 40 * traffic.stepMs);
}

function onStep(traffic: Ordinary, atMs: number): number {
  return Math.ceil(atMs / traffic.stepMs) * traffic.stepMs;
}

/** The next time at which half a day later looks quite different. */
function clearlyWrongTime(traffic: Ordinary, startMs: number): number {
  for (let atMs = startMs; atMs < startMs + DAY_MS; atMs += HOUR_MS) {
    const ratios = [0, 1, 2, 3, 4].map(
      (hour) => shape(traffic, atMs + (12 + hour) * HOUR_MS) / shape(traffic, atMs + hour * HOUR_MS),
    );
    if (Math.min(...ratios) > 1.4 || Math.max(...ratios) < 0.65) return atMs;
  }
  return startMs;
}

function* samplesOf(random: Random, traffic: Ordinary, effects: readonly Effect[], untilMs: number): Generator<Sample> {
  const noise = new Noise(random, traffic);
  const { stepMs } = traffic;
  let silentUntilMs = 0;
  for (let startMs = BEGINS_MS; startMs < untilMs; startMs += stepMs) {
    const rates = ordinaryRates(traffic, noise, startMs + stepMs / 2);
    const running = effects.filter(
      (effect) => startMs >= effect.startMs && startMs < (effect.staysUntilMs ?? effect.endMs),
    );
    for (const effect of running) effect.apply(rates, startMs);
    // Gaps are not put where an event is: whether it can be seen then is a matter of luck.
    const isQuiet = effects.every(
      ({ class: name, startMs: from, endMs }) =>
        name === 'seasonality' || startMs < from - 5 * stepMs || startMs > endMs + 5 * stepMs,
    );
    if (isQuiet && startMs >= silentUntilMs && random.chance((traffic.gapsADay * stepMs) / DAY_MS)) {
      silentUntilMs = startMs + random.scaled(2 * stepMs, Math.max(HOUR_MS, 5 * stepMs));
    }
    if (startMs < silentUntilMs) continue;
    if (isQuiet && random.chance(traffic.missingShare)) continue;
    const isReset = isQuiet && random.chance(traffic.resetShare);
    yield sampleOf(random, traffic, isReset ? null : rates, startMs);
  }
}

function ordinaryRates(traffic: Ordinary, noise: Noise, atMs: number): Rates {
  const { meanBytes, rxShare, bytesPerPacket, errorRatio } = traffic;
  const all = meanBytes * shape(traffic, atMs) * noise.next();
  const rx = all * rxShare * noise.apart();
  const tx = all * (1 - rxShare) * noise.apart();
  const rxPackets = (rx / bytesPerPacket[0]) * noise.apart();
  const txPackets = (tx / bytesPerPacket[1]) * noise.apart();
  return { rx, tx, rxPackets, txPackets, errors: (rxPackets + txPackets) * errorRatio, dropped: 0 };
}

/** As counters tell it: whole packets, whole errors, bytes that make packets; all unknown at a reset. */
function sampleOf(random: Random, traffic: Ordinary, rates: Rates | null, startMs: number): Sample {
  const { stepMs, capacity } = traffic;
  const seconds = stepMs / 1_000;
  const values = new Float64Array(8).fill(NaN);
  if (rates !== null) {
    values[2] = Math.round(rates.rxPackets * seconds) / seconds;
    values[3] = Math.round(rates.txPackets * seconds) / seconds;
    values[0] = Math.max(Math.round(rates.rx * seconds) / seconds, (values[2] ?? 0) * LEAST_PACKET * 0.9);
    values[1] = Math.max(Math.round(rates.tx * seconds) / seconds, (values[3] ?? 0) * LEAST_PACKET * 0.9);
    values[4] = poisson(random, rates.errors * seconds) / seconds;
    values[5] = 0;
    values[6] = Math.round(rates.dropped * seconds) / seconds;
    values[7] = 0;
  }
  return { atMs: startMs + stepMs, lengthMs: stepMs, rates: values, capacityBytesPerSecond: capacity };
}
