import { idOf, type News, type NewsKind } from '../lifecycle/alert.js';
import { isSettled, type Pace } from './pace.js';

const MINUTE_MS = 60_000;

export type OutgoingKind = NewsKind | 'partly resolved' | 'reminder';

/** A message to be written: what of, and the id that it keeps however often it is tried. */
export interface Outgoing {
  readonly id: string;
  readonly channel: string;
  readonly kind: OutgoingKind;
  readonly incidentIds: readonly string[];
  /** What it begins, goes on with, or ends: one thread for each message that began something. */
  readonly threads: readonly string[];
  readonly atMs: number;
}

/** Incidents that were told together. */
interface Bundle {
  readonly id: string;
  readonly open: string[];
  /** Over, and not told so yet: with the moment. */
  ended: readonly (readonly [string, number])[];
  toldMs: number;
  reminders: number;
}

/** What is on its way to one channel, as it is kept over a restart, in one transaction with the messages that came of it. */
export interface SavedPlan {
  readonly waiting: readonly News[];
  readonly bundles: readonly Bundle[];
  readonly sentMs: readonly number[];
}

/** Whether nobody takes care of an incident that is still open. */
export type IsUnattended = (incidentId: string) => boolean;

/** Decides when one channel is told what: at once, but together with what comes at the same moment, and never too often. */
export class ChannelPlan {
  private waiting: News[];
  private bundles: Bundle[];
  private sentMs: number[];

  constructor(
    private readonly channel: string,
    private readonly pace: Pace,
    saved?: SavedPlan,
  ) {
    this.waiting = [...(saved?.waiting ?? [])];
    this.bundles = (saved?.bundles ?? []).map((bundle) => ({
      ...bundle,
      open: [...bundle.open],
      ended: [...bundle.ended],
    }));
    this.sentMs = [...(saved?.sentMs ?? [])];
  }

  /** Takes news. The end of what this channel was never told of is none. */
  note(news: News): void {
    const { incidentId, kind } = news;
    const isKnown =
      this.bundleOf(incidentId) !== undefined || this.waiting.some((each) => each.incidentId === incidentId);
    if (kind === 'resolved' && !isKnown) return;
    const isTold =
      kind === 'worse' && this.waiting.some((each) => each.incidentId === incidentId && each.kind !== 'resolved');
    if (!isTold) this.waiting.push(news);
  }

  /** The messages that are due. */
  due(nowMs: number, isUnattended: IsUnattended): Outgoing[] {
    this.sentMs = this.sentMs.filter((atMs) => atMs > nowMs - Math.max(MINUTE_MS, this.pace.digestMs));
    const made = [this.beginnings(nowMs), this.ends(nowMs), this.reminder(nowMs, isUnattended)];
    return made.filter((outgoing) => outgoing !== null);
  }

  /** Whether something is to be told soon. */
  get waits(): boolean {
    return this.waiting.length > 0 || this.bundles.some(({ open, ended }) => open.length === 0 && ended.length > 0);
  }

  /** Incidents that are still to be told of. */
  get awaited(): readonly string[] {
    return [
      ...this.waiting.map(({ incidentId }) => incidentId),
      ...this.bundles.flatMap(({ ended }) => ended.map(([id]) => id)),
    ];
  }

  /** Whether nothing waits, is open, or was sent so lately that the next message waits for it: such a plan is not worth keeping. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && this.bundles.length === 0 && this.sentMs.length === 0;
  }

  /** Leaves out incidents that nobody knows any more, as of a host that was forgotten: what was told of them is over. */
  leaveOut(isKnown: (incidentId: string) => boolean, nowMs: number): void {
    const ended = this.bundles.flatMap(({ open }) => open).filter((id) => !isKnown(id));
    this.waiting = this.waiting.filter(({ incidentId }) => isKnown(incidentId));
    for (const incidentId of ended) this.note({ incidentId, kind: 'resolved', atMs: nowMs, ruleId: null });
  }

  save(): SavedPlan {
    return {
      waiting: [...this.waiting],
      bundles: this.bundles.map((bundle) => ({ ...bundle, open: [...bundle.open], ended: [...bundle.ended] })),
      sentMs: [...this.sentMs],
    };
  }

  private beginnings(nowMs: number): Outgoing | null {
    const begun = this.waiting.filter(({ kind }) => kind !== 'resolved');
    if (
      !this.mayTell(nowMs) ||
      !isSettled(
        begun.map(({ atMs }) => atMs),
        nowMs,
        this.pace,
      )
    )
      return null;
    this.waiting = this.waiting.filter(({ kind }) => kind === 'resolved');
    const ids = unique(begun.map(({ incidentId }) => incidentId));
    const added = ids.filter((id) => this.bundleOf(id) === undefined);
    const id = idOf(this.channel, ...begun.map(({ incidentId, kind, atMs }) => `${kind} ${incidentId} ${atMs}`));
    if (added.length > 0) this.bundles.push({ id, open: added, ended: [], toldMs: nowMs, reminders: 0 });
    const kind = begun.length === 1 ? (begun[0]?.kind ?? 'opened') : added.length > 0 ? 'opened' : 'worse';
    return this.told({ id, kind, incidentIds: ids, threads: this.threadsOf(ids) }, nowMs);
  }

  private ends(nowMs: number): Outgoing | null {
    this.takeEnds();
    if (!this.mayTell(nowMs)) return null;
    const whole = this.bundles.filter(({ open, ended }) => open.length === 0 && ended.length > 0);
    const endedMs = whole.flatMap(({ ended }) => ended.map(([, atMs]) => atMs));
    if (isSettled(endedMs, nowMs, this.pace)) {
      this.bundles = this.bundles.filter((bundle) => !whole.includes(bundle));
      return this.end('resolved', whole, nowMs);
    }
    const late = this.bundles.filter(({ ended }) => (ended[0]?.[1] ?? Infinity) <= nowMs - this.pace.endsTogetherMs);
    if (late.length === 0) return null;
    const outgoing = this.end('partly resolved', late, nowMs);
    for (const bundle of late) bundle.ended = [];
    return outgoing;
  }

  private reminder(nowMs: number, isUnattended: IsUnattended): Outgoing | null {
    const { remindMs } = this.pace;
    if (remindMs === null || !this.mayTell(nowMs)) return null;
    const due = this.bundles.filter(({ toldMs, open }) => nowMs - toldMs >= remindMs && open.some(isUnattended));
    if (due.length === 0) return null;
    for (const bundle of due) {
      bundle.toldMs = nowMs;
      bundle.reminders += 1;
    }
    const id = idOf(this.channel, 'reminder', ...due.map((bundle) => `${bundle.id} ${bundle.reminders}`));
    const incidentIds = due.flatMap(({ open }) => open.filter(isUnattended));
    return this.told({ id, kind: 'reminder', incidentIds, threads: due.map((bundle) => bundle.id) }, nowMs);
  }

  /** Moves ends of what was told to their bundles; the others wait until their beginning is told. */
  private takeEnds(): void {
    this.waiting = this.waiting.filter(({ kind, incidentId, atMs }) => {
      const bundle = kind === 'resolved' ? this.bundleOf(incidentId) : undefined;
      if (!bundle) return true;
      bundle.open.splice(bundle.open.indexOf(incidentId), 1);
      bundle.ended = [...bundle.ended, [incidentId, atMs]];
      return false;
    });
  }

  private end(kind: 'resolved' | 'partly resolved', bundles: readonly Bundle[], nowMs: number): Outgoing {
    const ended = bundles.flatMap((bundle) => bundle.ended);
    const id = idOf(this.channel, kind, ...ended.map(([incidentId, atMs]) => `${incidentId} ${atMs}`));
    return this.told(
      { id, kind, incidentIds: ended.map(([incidentId]) => incidentId), threads: bundles.map((bundle) => bundle.id) },
      nowMs,
    );
  }

  private told(what: Omit<Outgoing, 'channel' | 'atMs'>, nowMs: number): Outgoing {
    this.sentMs.push(nowMs);
    return { ...what, channel: this.channel, atMs: nowMs };
  }

  private mayTell(nowMs: number): boolean {
    const { mostPerMinute, digestMs } = this.pace;
    if (digestMs > 0 && this.sentMs.some((atMs) => atMs > nowMs - digestMs)) return false;
    return this.sentMs.filter((atMs) => atMs > nowMs - MINUTE_MS).length < mostPerMinute;
  }

  private bundleOf(incidentId: string): Bundle | undefined {
    return this.bundles.find(({ open }) => open.includes(incidentId));
  }

  private threadsOf(incidentIds: readonly string[]): string[] {
    return unique(incidentIds.map((id) => this.bundleOf(id)?.id ?? '').filter((id) => id !== ''));
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
