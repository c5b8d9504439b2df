import { COUNTERS, type EventMessage, type TrafficMessage } from '@weir/model';
import type { Frame } from '../../store/block/frame.js';
import type { AnalysedHost, AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import { isQuietIn, type QuietTime } from '../../store/patterns/quiet-times.js';
import { SeriesAnalysis } from '../engine/series-analysis.js';
import type { Sample } from '../pattern/sample.js';
import { Entities } from './entities.js';
import { Gathering, type HostFrame } from './gathering.js';
import { HostFindings } from './host-findings.js';
import { worthAnalysing } from './kinds.js';
import type { Names } from './rows-of.js';
import { Slot } from './slot.js';
import type { Pace } from './thinning.js';

const SECOND_MS = 1_000;
/** Hosts that appear at once begin within so many seconds of each other. */
const SPREAD_SECONDS = 10;

/** Where it is counted: null = it is not analysed, undefined = it is not known of. */
type Place = Slot | null | undefined;

/** Filled anew for each; nobody keeps it. */
const sample: { -readonly [Field in keyof Sample]: Sample[Field] } = {
  atMs: 0,
  lengthMs: 0,
  rates: new Float64Array(COUNTERS.length),
  capacityBytesPerSecond: NaN,
};

/** The analysis of all interfaces of one host: adds up what they count into samples, and feeds each to its own. */
export class HostAnalysis {
  readonly findings: HostFindings;
  /** Since when, ms since 1970, something is told of an interface that is not known of. */
  unknownSinceMs = Infinity;
  /** End of the newest interval that was taken in, ms since 1970. */
  newestMs = -Infinity;
  /** A holiday, a maintenance: what is counted in it says nothing of what is usual, so it is a gap. */
  quietTimes: readonly QuietTime[] = [];
  private slots = new Map<string, Slot | null>();
  private readonly byId = new Map<number, Slot>();
  private names: Names;
  private readonly uplinks: Gathering;
  private readonly others: Gathering;

  constructor(
    private host: AnalysedHost,
    pace: Pace,
  ) {
    this.uplinks = new Gathering(pace.uplinkMs);
    this.others = new Gathering(pace.otherMs);
    this.names = namesOf(host);
    this.findings = new HostFindings(
      () => this.names,
      () => this.newestMs,
    );
    this.update(host);
  }

  get known(): AnalysedHost {
    return this.host;
  }

  /** The interfaces that are analysed. */
  get series(): Iterable<Slot> {
    return this.byId.values();
  }

  get seriesCount(): number {
    return this.byId.size;
  }

  get uplinkCount(): number {
    return this.uplinks.slots.size;
  }

  slotOf(seriesId: number): Slot | undefined {
    return this.byId.get(seriesId);
  }

  /** Takes over what the host has now. */
  update(host: AnalysedHost): void {
    this.host = host;
    this.names = namesOf(host);
    this.unknownSinceMs = Infinity;
    const analysed = new Set(worthAnalysing(host.interfaces));
    this.slots = new Map(host.interfaces.map((told) => [told.key, analysed.has(told) ? this.slotFor(told) : null]));
    const present = new Set(this.slots.values());
    const entities = new Entities(host);
    for (const slot of this.byId.values()) {
      if (present.has(slot)) entities.describe(slot);
      else this.drop(slot);
    }
  }

  /** How often each is to be looked at from now on. */
  keep({ uplinkMs, otherMs }: Pace): void {
    this.uplinks.windowMs = uplinkMs;
    this.others.windowMs = otherMs;
  }

  /** Begins to gather at a time of its own: hosts that appear at once need not be looked at in the same second. */
  spread(): void {
    this.others.delay((this.host.hostId % SPREAD_SECONDS) * SECOND_MS);
  }

  /** Takes in what the host tells; `atMs` = when its interval ended by the right time. */
  take({ keys, unread, columns, ms, part }: TrafficMessage, atMs: number, nowMs: number): void {
    const accepted = this.open({ endMs: atMs, ms, part, presenceMs: part === 0 ? ms : 0 }, nowMs);
    const counted = COUNTERS.map((counter) => columns[counter]);
    for (let index = 0; index < keys.length; index++) {
      this.count(this.slots.get(keys[index] as string), accepted, counted, index);
    }
    for (const key of unread) this.miss(this.slots.get(key), accepted, ms);
  }

  /** Takes in what was stored. */
  takeStored({ startMs, ms, presenceMs, ids, columns, unreadIds, unreadMs }: Frame, nowMs: number): void {
    const part = presenceMs > 0 ? 0 : 1;
    const accepted = this.open({ endMs: startMs + ms, ms, part, presenceMs }, nowMs);
    ids.forEach((id, index) => this.count(this.byId.get(id) ?? null, accepted, columns, index));
    unreadIds.forEach((id, index) => this.miss(this.byId.get(id) ?? null, accepted, unreadMs[index] ?? 0));
  }

  /** A change was recorded: what it is of, and what that sends through, may step after it. */
  note({ at: atMs, subject, text }: EventMessage): void {
    const namespace = this.host.containers.find(({ id }) => id === subject)?.namespace;
    for (const slot of this.byId.values()) {
      const { key, networkId, isUplink } = slot.told;
      const isOfContainer = namespace !== undefined && slot.told.namespace === namespace;
      if (isUplink || key === subject || networkId === subject || isOfContainer) slot.note({ atMs, text });
    }
  }

  private open(frame: HostFrame, nowMs: number): readonly [uplinks: boolean, others: boolean] {
    const accepted = [this.uplinks, this.others].map((gathering) => {
      const whole = gathering.completedBefore(frame);
      if (whole) this.complete(gathering, whole, nowMs);
      return gathering.begin(frame);
    });
    this.newestMs = Math.max(this.newestMs, frame.endMs);
    return [accepted[0] === true, accepted[1] === true];
  }

  private count(
    slot: Place,
    [uplinks, others]: readonly [boolean, boolean],
    columns: readonly (readonly number[])[],
    index: number,
  ): void {
    if (slot === undefined) this.unknownSinceMs = Math.min(this.unknownSinceMs, this.newestMs);
    if (!slot || !(slot.told.isUplink ? uplinks : others)) return;
    slot.hasMoved = true;
    for (let counter = 0; counter < COUNTERS.length; counter++) {
      (slot.sums[counter] as number) += columns[counter]?.[index] ?? 0;
    }
  }

  private miss(slot: Place, [uplinks, others]: readonly [boolean, boolean], ms: number): void {
    if (slot && (slot.told.isUplink ? uplinks : others)) slot.unreadMs += ms;
  }

  private complete(gathering: Gathering, whole: { atMs: number; lengthMs: number }, nowMs: number): void {
    if (isQuietIn(this.quietTimes, whole.atMs - whole.lengthMs, whole.atMs)) return gathering.clear();
    for (const slot of gathering.slots) {
      const isOfUse = slot.analysis !== null || slot.hasMoved;
      const gathered = isOfUse && whole.atMs > slot.fedMs ? gathering.sampleOf(slot, whole) : null;
      if (!gathered) continue;
      slot.analysis ??= begun(slot);
      sample.rates = gathered.rates;
      [sample.atMs, sample.lengthMs] = [gathered.atMs, gathered.lengthMs];
      sample.capacityBytesPerSecond = slot.capacityBytesPerSecond;
      for (const finding of slot.analysis.feed(sample)) this.findings.tell(slot, finding, nowMs);
      slot.fedMs = gathered.atMs;
    }
    gathering.clear();
  }

  private slotFor(told: AnalysedInterface): Slot {
    const slot = this.byId.get(told.seriesId) ?? new Slot(told);
    slot.told = told;
    this.byId.set(told.seriesId, slot);
    (told.isUplink ? this.others : this.uplinks).slots.delete(slot);
    (told.isUplink ? this.uplinks : this.others).add(slot);
    return slot;
  }

  private drop(slot: Slot): void {
    this.findings.closeAllOf(slot);
    [slot.isGone, slot.analysis] = [true, null];
    this.byId.delete(slot.told.seriesId);
    this.uplinks.slots.delete(slot);
    this.others.slots.delete(slot);
  }
}

function namesOf(host: AnalysedHost): Names {
  return { hostId: host.hostId, hostName: host.name };
}

/** Patterns are looked for everywhere; nothing asks for the score of each of thousands of interfaces. */
function begun({ changes }: Slot): SeriesAnalysis {
  const analysis = new SeriesAnalysis(null);
  for (const { atMs } of changes) analysis.noteChange(atMs);
  return analysis;
}
