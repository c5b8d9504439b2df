import type { Finding, PatternClass } from '../../../apps/aggregator/src/analyse/pattern/finding.js';
import { PatternEngine } from '../../../apps/aggregator/src/analyse/pattern/pattern-engine.js';
import { cyclesOf, type Effect } from './effects.js';
import type { Scenario } from './scenario.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A finding as it was told last, and when it was first told under its last class. */
export interface Told {
  finding: Finding;
  firstToldMs: number;
}

/** Runs an engine over a scenario. */
export function run(scenario: Scenario): { told: Map<number, Told>; rows: number; microseconds: number } {
  const engine = new PatternEngine();
  const told = new Map<number, Told>();
  const changes = scenario.effects.flatMap(({ changeMs }) => changeMs ?? []);
  const samples = [...scenario.samples()];
  const began = process.cpuUsage();
  for (const sample of samples) {
    while (changes.length > 0 && (changes[0] as number) <= sample.atMs) engine.noteChange(changes.shift() as number);
    for (const finding of engine.feed(sample)) note(told, finding, sample.atMs);
  }
  const { user, system } = process.cpuUsage(began);
  return { told, rows: samples.length, microseconds: user + system };
}

function note(told: Map<number, Told>, finding: Finding, atMs: number): void {
  const before = told.get(finding.id);
  const isSameClass = before?.finding.class === finding.class;
  told.set(finding.id, { finding, firstToldMs: before && isSameClass ? before.firstToldMs : atMs });
}

/** What was right, wrong and missed of one class. */
export interface Tally {
  found: number;
  missed: number;
  wrong: number;
  delaysMs: number[];
  late: number;
}

export const newTally = (): Tally => ({ found: 0, missed: 0, wrong: 0, delaysMs: [], late: 0 });

/** How late each class may be told after it began, beside two samples: the table of classes. */
export const MAY_TAKE_MS: Readonly<Partial<Record<PatternClass, (stepMs: number, effect: Effect) => number>>> = {
  burst: (stepMs) => 2 * stepMs,
  outage: (stepMs) => Math.max(3 * stepMs, 10_000),
  drop: () => MINUTE_MS,
  'level shift': () => 10 * MINUTE_MS,
  'step after change': () => 10 * MINUTE_MS,
  // Before half an hour there is none, by its definition.
  ramp: (_, { startMs, endMs }) => Math.max(30 * MINUTE_MS, (endMs - startMs) / 2),
  'periodic job': (_, { periodMs }) => 4 * (periodMs ?? NaN),
  'seasonal violation': () => 15 * MINUTE_MS,
  'asymmetric flip': () => 2 * MINUTE_MS,
  'fan-out': () => 30_000,
  'one-way flood': () => 30_000,
  'error storm': (stepMs) => 3 * stepMs,
  saturation: (stepMs) => Math.max(MINUTE_MS, 3 * stepMs),
  flapping: (_, { startMs, endMs }) => endMs - startMs,
  stuck: (stepMs) => 20 * stepMs,
  seasonality: (_, { periodMs }) => 3 * (periodMs ?? NaN),
};

export interface Mistake {
  readonly told: Finding | null;
  readonly truth: Effect | null;
  /** Of what was found, but later than it may take: by so much. */
  readonly lateByMs?: number;
}

/** Strict: each event is to be told once, under its class; all else that is told is wrong. */
export function score(scenario: Scenario, told: Map<number, Told>, tallies: Map<PatternClass, Tally>): Mistake[] {
  const left = new Set([...told.values()].filter((one) => !isUsual(scenario, one)));
  const mistakes: Mistake[] = [];
  for (const effect of scenario.effects) {
    const match = [...left].find((one) => isMatch(scenario, effect, one));
    const tally = tallyOf(tallies, effect.class);
    if (match === undefined) {
      tally.missed += 1;
      mistakes.push({ told: null, truth: effect });
      continue;
    }
    left.delete(match);
    tally.found += 1;
    const delayMs = match.firstToldMs - effect.startMs;
    tally.delaysMs.push(delayMs);
    const { stepMs } = scenario.traffic;
    const lateByMs = delayMs - (MAY_TAKE_MS[effect.class]?.(stepMs, effect) ?? NaN) - 2 * stepMs;
    if (lateByMs > 0) {
      tally.late += 1;
      mistakes.push({ told: match.finding, truth: effect, lateByMs });
    }
  }
  for (const { finding } of left) {
    // The first runs of a job are bursts until it is known to be one.
    if (scenario.effects.some((effect) => isRunOf(effect, finding))) continue;
    tallyOf(tallies, finding.class).wrong += 1;
    mistakes.push({ told: finding, truth: null });
  }
  return mistakes;
}

export function tallyOf(tallies: Map<PatternClass, Tally>, patternClass: PatternClass): Tally {
  const tally = tallies.get(patternClass) ?? newTally();
  tallies.set(patternClass, tally);
  return tally;
}

function isMatch(scenario: Scenario, effect: Effect, { finding }: Told): boolean {
  if (finding.class !== effect.class || finding.strength === 0) return false;
  const toleranceMs = 2 * scenario.traffic.stepMs + 5 * MINUTE_MS;
  const endMs = finding.endMs ?? Infinity;
  if (finding.startMs > effect.endMs + toleranceMs || endMs < effect.startMs - toleranceMs) return false;
  return effect.periodMs === undefined || hasPeriodOf(effect, finding);
}

function hasPeriodOf({ periodMs = NaN }: Effect, { evidence, class: name }: Finding): boolean {
  const toldMs =
    name === 'seasonality' ? (evidence['periodHours'] ?? NaN) * HOUR_MS : evidence['periodSeconds']! * 1_000;
  return Math.abs(toldMs - periodMs) < (name === 'seasonality' ? 0.02 : 0.05) * periodMs;
}

/** A cycle that the ordinary traffic of another class's events has, clearly or not. */
export function isUsual({ traffic, effects }: Scenario, { finding }: Told): boolean {
  if (finding.class !== 'seasonality' || effects.some((effect) => effect.class === 'seasonality')) return false;
  return cyclesOf(traffic).some((cycle) => hasPeriodOf(cycle, finding));
}

function isRunOf(effect: Effect, finding: Finding): boolean {
  const isTakenBack = finding.strength === 0;
  if (effect.class !== 'periodic job' || effect.periodMs === undefined || (finding.class !== 'burst' && !isTakenBack))
    return false;
  return finding.startMs >= effect.startMs - MINUTE_MS && finding.startMs < effect.startMs + 5 * effect.periodMs;
}
