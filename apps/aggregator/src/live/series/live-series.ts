import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Decoded, Refusal } from '@weir/model';
import { Outage } from '../../background/outage.js';
import { LiveFeed } from '../live.feed.js';
import { LiveMetrics } from '../live-metrics.js';
import type { LiveView } from './live-view.js';
import type { LiveMembers } from './members.js';
import { figuresOf, type LiveRequest, SharedEvaluation } from './shared-evaluation.js';

/** Each costs a look-up for each interface and second. */
export const MAX_EVALUATIONS = 64;
/** More lines than this tell nothing in one chart. */
export const MAX_LIVE_GROUPS = 1_000;
/** Figures (groups times counters) of all evaluations: some 40 MB for the seconds that are open to latecomers. */
export const MAX_FIGURES = 500_000;

const LOOK_EVERY_MS = 1_000;

/** Rates of groups as they are now: worked out once for all who watch the same. */
@Injectable()
export class LiveSeries implements OnModuleDestroy {
  private readonly shared = new Map<string, Promise<Decoded<SharedEvaluation>>>();
  private readonly running = new Set<SharedEvaluation>();
  private readonly asking = new Outage('asking the store who is watched live', new Logger('live'));
  private readonly timer: NodeJS.Timeout;
  private changes = 0;

  constructor(
    feed: LiveFeed,
    private readonly metrics: LiveMetrics,
  ) {
    feed.listen((message, atMs, nowMs) => {
      for (const each of this.running) each.receive(message, atMs, nowMs);
    });
    this.timer = setInterval(() => this.refresh(), LOOK_EVERY_MS).unref();
  }

  /** Frames from now on, until the consumer returns; or what is wrong. */
  async watch(request: LiveRequest): Promise<Decoded<LiveView>> {
    const begun = await (this.shared.get(request.name) ?? this.begin(request));
    if (!begun.ok) return begun;
    // Those who it was begun for may have left meanwhile, and it with them.
    return this.running.has(begun.value) ? { ok: true, value: begun.value.watch() } : this.watch(request);
  }

  /** There is something new in the store: who belongs to which group may have changed. */
  noteChange(): void {
    this.changes += 1;
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    for (const each of [...this.running]) each.end();
  }

  private begin(request: LiveRequest): Promise<Decoded<SharedEvaluation>> {
    if (this.shared.size >= MAX_EVALUATIONS) return Promise.resolve({ ok: false, refusal: TOO_MANY });
    const { name } = request;
    const begun = this.make(request);
    this.shared.set(name, begun);
    begun.then(
      ({ ok }) => ok || this.shared.delete(name),
      () => this.shared.delete(name),
    );
    return begun;
  }

  private async make(request: LiveRequest): Promise<Decoded<SharedEvaluation>> {
    const members = await request.readMembers();
    if (!members.ok) return members;
    const refusalOf = (asked: LiveMembers): Refusal | null =>
      refusalOfSize(asked, request, this.figures() - made.figures);
    const made: SharedEvaluation = new SharedEvaluation(request, this.metrics, refusalOf, () => {
      this.running.delete(made);
      this.shared.delete(request.name);
    });
    const refusal = refusalOf(members.value);
    if (refusal) return { ok: false, refusal };
    made.setMembers(members.value);
    this.running.add(made);
    return { ok: true, value: made };
  }

  private figures(): number {
    return [...this.running].reduce((sum, { figures }) => sum + figures, 0);
  }

  private refresh(): void {
    for (const each of this.running) {
      if (each.isDue(this.changes)) void this.asking.trying(() => each.refresh(this.changes));
    }
  }
}

const TOO_MANY: Refusal = {
  field: 'input',
  reason: `is the ${MAX_EVALUATIONS + 1}th thing to be watched at a time: ask for what others watch, or end some`,
};

/** What is wrong with the number of groups, or null. */
function refusalOfSize(members: LiveMembers, request: LiveRequest, figures: number): Refusal | null {
  const count = members.groups.length;
  if (!request.top && count > MAX_LIVE_GROUPS) {
    const reason = `makes ${count} groups: narrow it to ${MAX_LIVE_GROUPS}, group by less, or ask for the top`;
    return { field: 'filter', reason };
  }
  if (figures + figuresOf(members, request) <= MAX_FIGURES) return null;
  const reason = `makes ${count} groups, too many beside what is watched already: narrow it, group by less, or ask for fewer counters`;
  return { field: 'filter', reason };
}
