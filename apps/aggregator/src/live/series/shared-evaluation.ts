import type { Decoded, Refusal, TrafficMessage } from '@weir/model';
import type { LiveMetrics } from '../live-metrics.js';
import { Evaluation } from './evaluation.js';
import type { Watched } from './framing.js';
import { LiveView } from './live-view.js';
import type { LiveMembers } from './members.js';

/** What is to be watched. */
export interface LiveRequest extends Watched {
  /** The same for all who ask for the same. */
  readonly name: string;
  /** Asks the store who belongs to which group; answers what is wrong with the request. */
  readonly readMembers: () => Promise<Decoded<LiveMembers>>;
}

/** At the latest after so long the store is asked again who belongs to which group; after a change in it, much sooner. */
const REFRESH_MS = 10_000;
const REFRESH_CHANGED_MS = 2_000;
/** Asking takes a fraction of the time at most, however many members there are. */
const REST_FACTOR = 50;

/** An evaluation, with all who watch it. */
export class SharedEvaluation {
  /** How many figures each second has. */
  figures = 0;
  private readonly views = new Set<LiveView>();
  private readonly evaluation: Evaluation;
  private askedAtMs = performance.now();
  private tookMs = 0;
  private changes = 0;
  private isAsking = false;

  constructor(
    private readonly request: LiveRequest,
    private readonly metrics: LiveMetrics,
    /** What is wrong with the number of members, beside all else that is watched. */
    private readonly refusalOf: (members: LiveMembers) => Refusal | null,
    /** Called when nobody watches any longer. */
    private readonly onEmpty: () => void,
  ) {
    this.evaluation = new Evaluation(request, (frame) => {
      for (const view of this.views) if (view.put(frame)) metrics.countSkipped();
    });
  }

  /** One more who watches: it gets what the others got last, and all from now on. */
  watch(): LiveView {
    const view = new LiveView();
    view.onEnd(() => this.leave(view));
    this.views.add(view);
    this.metrics.subscribers.inc();
    if (this.evaluation.newest) view.put(this.evaluation.newest);
    return view;
  }

  receive(message: TrafficMessage, atMs: number, nowMs: number): void {
    this.evaluation.receive(message, atMs, nowMs);
  }

  setMembers(members: LiveMembers): void {
    this.figures = figuresOf(members, this.request);
    this.evaluation.setMembers(members);
  }

  /** Whether it is time to ask the store anew; `changes` = how often something in it was found changed. */
  isDue(changes: number): boolean {
    const leastMs = changes === this.changes ? REFRESH_MS : REFRESH_CHANGED_MS;
    const restMs = Math.max(leastMs, REST_FACTOR * this.tookMs);
    return !this.isAsking && performance.now() - this.askedAtMs >= restMs;
  }

  /** Asks the store anew. */
  async refresh(changes: number): Promise<void> {
    const nowMs = performance.now();
    [this.askedAtMs, this.changes, this.isAsking] = [nowMs, changes, true];
    try {
      const members = await this.request.readMembers();
      this.tookMs = performance.now() - nowMs;
      // What was named may be gone from the store: what is known of it stays.
      if (members.ok && this.views.size > 0) this.renew(members.value);
    } finally {
      this.isAsking = false;
    }
  }

  /** Ends all who watch. */
  end(): void {
    for (const view of [...this.views]) view.end();
  }

  /** What grew too large ends: the part of it that may be shown would be taken for the whole. */
  private renew(members: LiveMembers): void {
    const refusal = this.refusalOf(members);
    if (!refusal) return this.setMembers(members);
    for (const view of [...this.views]) view.refuse(refusal);
  }

  private leave(view: LiveView): void {
    this.views.delete(view);
    this.metrics.subscribers.dec();
    if (this.views.size > 0) return;
    this.evaluation.stop();
    this.onEmpty();
  }
}

/** How many figures each second of an evaluation has. */
export function figuresOf({ groups }: LiveMembers, { counters }: Watched): number {
  return groups.length * counters.length;
}
