import type { CellList, Memory } from './memory.js';

const HOUR_MS = 3_600_000;
export const HOURS_A_DAY = 24;
export const HOURS_A_WEEK = 168;
/** 1970 began on a Thursday; weeks of the profile begin with it, which no reader sees. */
const DAYS_REMEMBERED = 10;
const WEEKS_REMEMBERED = 4;
/** The mean over all hours follows within so many hours. */
const REFERENCE_HOURS = HOURS_A_WEEK;
/** An hour counts if so much of it was seen and not quarantined. */
const LEAST_COVERED_MS = HOUR_MS / 2;
/** How much better than no profile the profile must foretell before it is used at all, and used in full. */
const USED_FROM = 0.1;
const USED_FULLY_FROM = 0.5;
const ERRORS_REMEMBERED = 72;
/** Last week is believed where it differs by so much, and is nearer by so much than what is foretold; and given up where it is not nearer. */
const OTHER_WEEK_SHARE = 0.15;
const KNOWN_WEEK_SHARE = 0.25;
const NEARER_SHARE = 0.5;
const STAYS_SHARE = 1;
/** Of an hour in quarantine so much is learnt: an anomaly hardly, what recurs in the end. */
const QUARANTINE_SHARE = 0.1;
/** 0 means that an hour was not seen. */
const LEAST_FACTOR = 1e-9;

/**
 * The usual shape of a day and of a week, as factors of the mean. Its worth is measured causally, by how well it foretold
 * the hours before they were learnt; only as far as it foretells it is used.
 */
export class Profile {
  private readonly cells;
  private readonly day;
  private readonly week;

  constructor(memory: Memory) {
    this.cells = memory.record(
      'hour',
      'sum',
      'coveredMs',
      'quarantinedMs',
      'reference',
      'hours',
      'days',
      'weeks',
      'lowest',
      'highest',
      'errorFlat',
      'errorDay',
      'errorWeek',
      'errorDayOfWeeks',
      'foretold',
      'foretoldOfWeeks',
      'weight',
      'isAsLastWeek',
    );
    this.day = memory.list(HOURS_A_DAY);
    this.week = memory.list(HOURS_A_WEEK);
  }

  /** How much the profile is trusted, 0 … 1. */
  get weight(): number {
    return this.cells.weight;
  }

  get days(): number {
    return this.cells.hours / HOURS_A_DAY;
  }

  /** Mean rate of the last days. */
  get reference(): number {
    return this.cells.reference;
  }

  /** The smallest and the largest mean of an hour so far. */
  get lowest(): number {
    return this.cells.lowest;
  }

  get highest(): number {
    return this.cells.highest;
  }

  /** Share of the variance between hours that the hour of the day foretells; 0 before it was foretold for a day. */
  get explainedByDay(): number {
    const { cells } = this;
    return cells.foretold < HOURS_A_DAY ? 0 : Math.max(0, 1 - cells.errorDay / cells.errorFlat);
  }

  /** Share of what the hour of the day leaves that the hour of the week foretells; 0 before it was foretold for a week. */
  get explainedByWeek(): number {
    const { cells } = this;
    return cells.foretoldOfWeeks < HOURS_A_WEEK ? 0 : Math.max(0, 1 - cells.errorWeek / cells.errorDayOfWeeks);
  }

  /** Whether it is known what this hour of the week should look like: it was seen, and what it had a week ago was no surprise. */
  knows(atMs: number): boolean {
    if (this.cells.foretoldOfWeeks >= HOURS_A_WEEK) return this.week.get(hourOfWeek(atMs)) > 0;
    const [before, foretold] = [this.factorLastWeek(atMs), this.factorByWorth(atMs)];
    return before > 0 && Math.abs(before - foretold) < KNOWN_WEEK_SHARE * foretold;
  }

  /** The factor of the mean that is usual at that time, between the middles of its hours. */
  factor(atMs: number): number {
    if (this.cells.isAsLastWeek === 1) {
      const factor = this.factorLastWeek(atMs);
      if (factor > 0) return factor;
    }
    return this.factorByWorth(atMs);
  }

  /**
   * Whether a weekend differs is known after two. Until then it may be as it was a week ago: with the day foretold and the hours of last
   * week there are two expectations, of which the one that is nearer holds.
   */
  choose(atMs: number, factor: number): void {
    const { cells } = this;
    const before = cells.foretoldOfWeeks < HOURS_A_WEEK ? this.factorLastWeek(atMs) : 0;
    const foretold = this.factorByWorth(atMs);
    const most = (cells.isAsLastWeek === 1 ? STAYS_SHARE : NEARER_SHARE) * Math.abs(foretold - factor);
    const differs = Math.abs(foretold - before) > OTHER_WEEK_SHARE * foretold;
    cells.isAsLastWeek = before > 0 && differs && Math.abs(before - factor) < most ? 1 : 0;
  }

  private factorByWorth(atMs: number): number {
    if (this.cells.weight === 0) return 1;
    const position = atMs / HOUR_MS - 0.5;
    const hour = Math.floor(position);
    const share = position - hour;
    const factor = this.hourFactor(hour) * (1 - share) + this.hourFactor(hour + 1) * share;
    return Math.max(0.02, 1 + this.cells.weight * (factor - 1));
  }

  /** What the hours of a week ago had; 0 where they were not seen. */
  private factorLastWeek(atMs: number): number {
    if (this.days < 7) return 0;
    const position = atMs / HOUR_MS - 0.5;
    const hour = Math.floor(position);
    const [earlier, later] = [this.week.get(hour % HOURS_A_WEEK), this.week.get((hour + 1) % HOURS_A_WEEK)];
    return earlier > 0 && later > 0 ? earlier + (position - hour) * (later - earlier) : 0;
  }

  /** Adds the mean of a stretch. True when an hour was closed, and the factors may have changed. */
  learn(startMs: number, lengthMs: number, mean: number, isQuarantined: boolean): boolean {
    const { cells } = this;
    const hour = Math.floor(startMs / HOUR_MS);
    const isClosed = hour !== cells.hour && cells.hour > 0;
    if (isClosed && cells.coveredMs >= LEAST_COVERED_MS) this.closeHour(cells.hour, cells.sum / cells.coveredMs);
    if (hour !== cells.hour) [cells.hour, cells.sum, cells.coveredMs, cells.quarantinedMs] = [hour, 0, 0, 0];
    cells.sum += mean * lengthMs;
    cells.coveredMs += lengthMs;
    if (isQuarantined) cells.quarantinedMs += lengthMs;
    return isClosed;
  }

  /** The level has changed by that factor for good: hours before and after are compared as if it had always been so. */
  rebase(ratio: number): void {
    this.cells.reference *= ratio;
    this.cells.sum *= ratio;
    if (this.days < 1) this.scale(ratio);
  }

  private scale(ratio: number): void {
    for (let hour = 0; hour < HOURS_A_DAY; hour++) this.day.set(hour, this.day.get(hour) * ratio);
    for (let hour = 0; hour < HOURS_A_WEEK; hour++) this.week.set(hour, this.week.get(hour) * ratio);
  }

  private hourFactor(hour: number): number {
    const day = this.day.get(hour % HOURS_A_DAY) || 1;
    const week = this.week.get(hour % HOURS_A_WEEK);
    if (week === 0 || this.explainedByWeek < USED_FROM) return day;
    const weight = Math.min(1, (this.explainedByWeek - USED_FROM) / (USED_FULLY_FROM - USED_FROM));
    return day + weight * (week - day);
  }

  private closeHour(hour: number, mean: number): void {
    const { cells } = this;
    cells.lowest = cells.hours === 0 ? mean : Math.min(cells.lowest, mean);
    cells.highest = Math.max(cells.highest, mean);
    if (cells.hours >= HOURS_A_DAY && cells.reference > 0) this.compare(hour, mean / cells.reference);
    cells.hours += 1;
    cells.reference += (mean - cells.reference) / Math.min(cells.hours, REFERENCE_HOURS);
    const days = Math.floor(this.days);
    // Until a day has passed its mean is unknown: the hours wait as they are.
    const factor = days === 0 ? mean : mean / (cells.reference || 1);
    if (cells.hours === HOURS_A_DAY) this.scale(1 / (cells.reference || 1));
    const part = cells.quarantinedMs > cells.coveredMs / 2 ? QUARANTINE_SHARE : 1;
    blend(this.day, hour % HOURS_A_DAY, factor, part / Math.min(days + 1, DAYS_REMEMBERED));
    blend(this.week, hour % HOURS_A_WEEK, factor, part / Math.min(Math.floor(days / 7) + 1, WEEKS_REMEMBERED));
    this.weigh();
  }

  /** The mean of the day's factors: that it lies below that of the week is no shape. */
  private get meanOfDay(): number {
    let [sum, known] = [0, 0];
    for (let hour = 0; hour < HOURS_A_DAY; hour++) {
      sum += this.day.get(hour);
      if (this.day.get(hour) > 0) known += 1;
    }
    return sum / Math.max(1, known);
  }

  /** What the profile foretold for this hour against what came. */
  private compare(hour: number, factor: number): void {
    const { cells } = this;
    const day = this.day.get(hour % HOURS_A_DAY);
    if (day === 0) return;
    cells.foretold += 1;
    const share = 1 / Math.min(cells.foretold, ERRORS_REMEMBERED);
    cells.errorFlat += share * ((factor - this.meanOfDay) ** 2 - cells.errorFlat);
    cells.errorDay += share * ((factor - day) ** 2 - cells.errorDay);
    const week = this.week.get(hour % HOURS_A_WEEK);
    if (week === 0) return;
    cells.foretoldOfWeeks += 1;
    const weekShare = 1 / Math.min(cells.foretoldOfWeeks, HOURS_A_WEEK);
    cells.errorDayOfWeeks += weekShare * ((factor - day) ** 2 - cells.errorDayOfWeeks);
    cells.errorWeek += weekShare * ((factor - week) ** 2 - cells.errorWeek);
  }

  private weigh(): void {
    const explained = Math.max(this.explainedByDay, this.explainedByWeek);
    this.cells.weight = Math.max(0, Math.min(1, (explained - USED_FROM) / (USED_FULLY_FROM - USED_FROM)));
  }
}

/** The first value counts in full, later ones by their share. */
function blend(list: CellList, index: number, value: number, share: number): void {
  const before = list.get(index);
  const next = before === 0 ? value : before + share * (value - before);
  list.set(index, Math.max(LEAST_FACTOR, next));
}

function hourOfWeek(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) % HOURS_A_WEEK;
}
