import type { News } from '../lifecycle/alert.js';
import { ChannelPlan, type IsUnattended, type Outgoing, type SavedPlan } from './channel-plan.js';
import type { Pace } from './pace.js';

const VERSION = 1;

/** What is on its way to all channels. */
export interface SavedNotifier {
  readonly version: number;
  readonly channels: Readonly<Record<string, SavedPlan>>;
}

/** Hands news to the channels that are to be told, and answers the messages that are due. */
export class Notifier {
  private readonly plans = new Map<string, ChannelPlan>();

  private constructor(paces: ReadonlyMap<string, Pace>, saved: SavedNotifier | null) {
    for (const [channel, pace] of paces)
      this.plans.set(channel, new ChannelPlan(channel, pace, saved?.channels[channel]));
  }

  /** Of channels by name, each with its pace. */
  static begin(paces: ReadonlyMap<string, Pace>): Notifier {
    return new Notifier(paces, null);
  }

  /** Goes on where another process stopped; null where another version saved it. What is of channels that are gone is dropped. */
  static restore(paces: ReadonlyMap<string, Pace>, saved: SavedNotifier): Notifier | null {
    return saved.version === VERSION ? new Notifier(paces, saved) : null;
  }

  note(news: News, channels: readonly string[]): void {
    for (const channel of channels) this.plans.get(channel)?.note(news);
  }

  /** Ends what was told of incidents that nobody knows any more. */
  leaveOut(isKnown: (incidentId: string) => boolean, nowMs: number): void {
    for (const plan of this.plans.values()) plan.leaveOut(isKnown, nowMs);
  }

  due(nowMs: number, isUnattended: IsUnattended): Outgoing[] {
    return [...this.plans.values()].flatMap((plan) => plan.due(nowMs, isUnattended));
  }

  /** Whether something is to be told soon: `due` should be asked several times a second. */
  get waits(): boolean {
    return [...this.plans.values()].some((plan) => plan.waits);
  }

  /** Incidents that some channel is still to be told of: they must not be forgotten before. */
  get awaited(): ReadonlySet<string> {
    return new Set([...this.plans.values()].flatMap((plan) => plan.awaited));
  }

  save(): SavedNotifier {
    const busy = [...this.plans].filter(([, plan]) => !plan.isIdle);
    return { version: VERSION, channels: Object.fromEntries(busy.map(([channel, plan]) => [channel, plan.save()])) };
  }
}
