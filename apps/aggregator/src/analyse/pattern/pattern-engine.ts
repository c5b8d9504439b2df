import { Baseline } from '../baseline/baseline.js';
import { Memory } from '../baseline/memory.js';
import { Tail } from '../baseline/tail.js';
import type { Usual } from '../baseline/usual.js';
import { Departure } from './departure.js';
import { AsymmetricFlip } from './detectors/asymmetric-flip.js';
import { Burst, LEAST_DEVIATIONS } from './detectors/burst.js';
import { Drop } from './detectors/drop.js';
import { ErrorStorm } from './detectors/error-storm.js';
import { FanOut } from './detectors/fan-out.js';
import { Flapping } from './detectors/flapping.js';
import { Changes, LevelShift, StepAfterChange } from './detectors/level-shift.js';
import { OneWayFlood } from './detectors/one-way-flood.js';
import { Outage } from './detectors/outage.js';
import { PeriodicJob } from './detectors/periodic-job.js';
import { Ramp } from './detectors/ramp.js';
import { Saturation } from './detectors/saturation.js';
import { SeasonalViolation } from './detectors/seasonal-violation.js';
import { Seasonality } from './detectors/seasonality.js';
import { Stuck } from './detectors/stuck.js';
import { Directions } from './directions.js';
import { Event, Numbers } from './event.js';
import type { Finding } from './finding.js';
import { History } from './history.js';
import { Intake } from './intake.js';
import { Quiet } from './quiet.js';
import { Row } from './row.js';
import type { Sample } from './sample.js';
import { Stretch } from './stretch.js';

const NOTHING_NEW: readonly Finding[] = [];
/** Grows with every change of the layout or of a cell's meaning; what another version saved is not read. */
const VERSION = 5;
const HEADER_BYTES = 8;
/** The level after a ramp. */
const SETTLED_MS = 10 * 60_000;

/** What all engines share: the parts, made once. Each engine brings the cells in which they keep its series. */
class Parts {
  readonly memory = new Memory();
  /** What the sample at hand has to tell. */
  readonly told: Finding[] = [];
  readonly baseline = new Baseline(this.memory);
  readonly directions = new Directions(this.memory);
  readonly history = new History(this.memory);
  readonly stretch = new Stretch(this.memory);
  readonly intake = new Intake(this.memory);
  readonly row = new Row(this.baseline, this.directions, this.history, this.stretch);
  readonly departure = new Departure(this.memory);
  readonly quiet = new Quiet(this.memory);
  readonly drop = new Drop(this.memory, this.departure, this.quiet);
  readonly changes = new Changes(this.memory);
  readonly levelShift = new LevelShift(this.memory, this.departure, this.changes);
  readonly ramp = new Ramp(this.memory, this.departure);
  readonly violation = new SeasonalViolation(this.memory, this.departure);
  /** How far single samples go by themselves. */
  readonly tail = new Tail(this.memory, LEAST_DEVIATIONS);
  readonly job = new PeriodicJob(this.memory, this.tail);
  private readonly numbers = new Numbers(this.memory);
  /** Precedence: what names a cause stands before what names a shape, what is rarer before what is common. */
  readonly traffic = new Event(
    this.memory,
    this.numbers,
    [
      new Flapping(this.memory, this.quiet),
      new Outage(this.memory, this.quiet),
      new FanOut(this.memory),
      new OneWayFlood(this.memory),
      new Saturation(this.memory),
      new Stuck(this.memory),
      new AsymmetricFlip(this.memory),
      new StepAfterChange(this.levelShift),
      this.ramp,
      this.violation,
      this.levelShift,
      this.drop,
      new Burst(this.memory, this.tail),
    ],
    true,
  );
  readonly errors = new Event(this.memory, this.numbers, [new ErrorStorm(this.memory)], true);
  readonly jobs = new Event(this.memory, this.numbers, [this.job], false);
  readonly days = new Event(this.memory, this.numbers, [new Seasonality(this.memory, 24)], false);
  readonly weeks = new Event(this.memory, this.numbers, [new Seasonality(this.memory, 168)], false);
}

const parts = new Parts();

/** What came of the bytes that an engine was to go on from. */
export interface Restored {
  readonly engine: PatternEngine;
  /** False where the bytes were of another version or damaged, and it begins anew. */
  readonly isRestored: boolean;
}

/**
 * Recognises the patterns of one series, sample by sample, from what came before alone. Fed in the order of time; what is not
 * later than the last sample is ignored.
 */
export class PatternEngine {
  private readonly state = parts.memory.newState();
  /** Both ways together of the newest sample, as far as it could be believed; NaN where not. */
  bytesPerSecond = NaN;

  /** The findings that are new, or told again because more is known; empty for nearly every sample. */
  feed(sample: Sample): readonly Finding[] {
    parts.memory.bind(this.state);
    const { row } = parts;
    const isBelieved = parts.intake.read(sample, row);
    if (parts.intake.isOtherStep) learnAnew();
    this.bytesPerSecond = isBelieved ? row.bytes : NaN;
    if (!isBelieved) return NOTHING_NEW;
    const { told } = parts;
    told.length = 0;
    if (parts.intake.isOtherStep) row.deviations = 0;
    if (row.isAfterGap && parts.intake.isLongGap) breakOff(row, told);
    judge(row, told);
    learn(row, told);
    return told.length === 0 ? NOTHING_NEW : told.slice();
  }

  /** A change was recorded nearby: a deploy, a restart, an edit of the network. */
  noteChange(atMs: number): void {
    parts.memory.bind(this.state);
    parts.changes.add(atMs);
  }

  /** How sure it is of what is usual, 0 … 1. */
  get confidence(): number {
    parts.memory.bind(this.state);
    return parts.baseline.confidence;
  }

  /** What is usual at a time: bytes a second of both ways together. */
  usual(atMs: number): Usual {
    parts.memory.bind(this.state);
    return parts.baseline.usual(atMs);
  }

  /** All that it knows, to go on from after a restart. */
  save(): Uint8Array {
    const bytes = new Uint8Array(HEADER_BYTES + parts.memory.bytes);
    new DataView(bytes.buffer).setUint32(0, VERSION, true);
    bytes.set(new Uint8Array(this.state.numbers.buffer), HEADER_BYTES);
    return bytes;
  }

  /** Goes on from what was saved, by a process of the same byte order; from other bytes it begins anew, and says so. */
  static restore(bytes: Uint8Array): Restored {
    const engine = new PatternEngine();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isWhole = bytes.length === HEADER_BYTES + parts.memory.bytes;
    if (!isWhole || view.getUint32(0, true) !== VERSION) return { engine, isRestored: false };
    new Uint8Array(engine.state.numbers.buffer).set(bytes.subarray(HEADER_BYTES));
    return { engine, isRestored: true };
  }
}

function breakOff(row: Row, told: Finding[]): void {
  parts.traffic.breakOff(row, told);
  parts.errors.breakOff(row, told);
  parts.departure.end();
}

/**
 * Minutes are calmer than seconds, and hide silences: what is rare among one kind of samples says nothing of the other. What goes
 * on goes on.
 */
function learnAnew(): void {
  parts.baseline.loosen();
  parts.directions.loosen();
  parts.departure.loosen();
  parts.tail.forget();
  parts.quiet.forget();
  parts.drop.loosen();
}

function judge(row: Row, told: Finding[]): void {
  parts.directions.see(row);
  parts.quiet.see(row);
  parts.jobs.step(row, told);
  row.isJobRunning = parts.job.isRunning;
  parts.traffic.step(row, told);
  parts.errors.step(row, told);
  row.isEvent = parts.traffic.isOpen;
  row.isOtherEvent = row.isEvent && !parts.traffic.isLast;
}

function learn(row: Row, told: Finding[]): void {
  const { baseline, directions, intake, stretch } = parts;
  if (!row.isEvent) directions.learn(row);
  if (row.bytes !== row.bytes) return;
  if (!row.isEvent && !row.isJobRunning) baseline.learnSample(row.bytes);
  if (stretch.add(row.startMs, row.lengthMs, intake.stepMs, row.bytes)) learnStretch(row, told);
}

/** What is judged by the minute is judged here, before the baseline learns the minute. */
function learnStretch(row: Row, told: Finding[]): void {
  const { baseline, departure, history, levelShift, ramp, stretch, violation } = parts;
  const { startMs, lengthMs, mean } = stretch;
  const factor = baseline.profile.factor(startMs + lengthMs / 2);
  history.add(startMs, lengthMs, mean / factor);
  if (baseline.isReady && !row.isJobRunning) {
    const deviations = (mean - row.expected) / baseline.stretchDeviation;
    departure.see(row, deviations);
    if (!row.isEvent) departure.learn(row, deviations);
    violation.look(row);
    if (levelShift.look(row, violation.isOn)) {
      violation.takeBack();
      ramp.forget();
    }
  }
  // The runs of a known job are no slope.
  const hasRisen = ramp.look(row, row.isJobRunning ? baseline.level : mean / factor, violation.isStep);
  if (hasRisen && !violation.isOn) baseline.rebase(history.median(0, history.stretchesIn(SETTLED_MS, 2)));
  baseline.learnStretch(startMs, lengthMs, mean, row.isEvent || row.isJobRunning);
  parts.days.step(row, told);
  parts.weeks.step(row, told);
  if (baseline.jump === 1) return;
  history.scale(baseline.jump);
  ramp.scale(baseline.jump);
}
