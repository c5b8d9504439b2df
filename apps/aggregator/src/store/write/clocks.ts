import type { ClientBase } from 'pg';
import type { Clock } from '../../clock/clock.js';
import { followMessage } from '../../clock/message-clock.js';
import { shiftedBy } from '../../clock/shift.js';
import type { Arrival, Content } from './arrival.js';
import { type ClockChange, writeClockChanges } from './clock-changes.js';

/** A host's clock is not what was remembered, so a batch was prepared for other times: it is tried again. */
export class MovedClockError extends Error {}

type KnownClocks = ReadonlyMap<string, Clock | null>;

/**
 * Corrects the times of hosts whose clock is wrong. What a host is corrected by is in its row and changed only under its
 * lock, so that all replicas correct alike; what is remembered of it here is a guess, which is checked under the lock.
 */
export class Clocks {
  private readonly remembered = new Map<string, Clock | null>();

  /** The arrivals by the right time, as far as it is known without asking the database. */
  corrected(arrivals: readonly Arrival[]): Arrival[] {
    const { offsetsMs } = followAll(this.remembered, arrivals);
    return arrivals.map((arrival, index) => shifted(arrival, offsetsMs[index] ?? 0));
  }

  /**
   * Checks under the lock of the hosts that the arrivals, as they came, were corrected rightly, and stores how the clocks
   * moved. Answers what is to be done after the commit.
   */
  async settle(
    client: ClientBase,
    arrivals: readonly Arrival[],
    stored: ReadonlyMap<number, Clock | null>,
    hostIdOf: (hostUuid: string) => number,
  ): Promise<() => void> {
    const hosts = new Set(arrivals.flatMap(({ content }) => (content.kind === 'refused' ? [] : content.message.host)));
    const before = new Map([...hosts].map((host) => [host, stored.get(hostIdOf(host)) ?? null]));
    const guessed = followAll(this.remembered, arrivals);
    const { offsetsMs, clocks } = followAll(before, arrivals);
    if (offsetsMs.some((offsetMs, index) => offsetMs !== guessed.offsetsMs[index])) {
      this.remember(before);
      throw new MovedClockError('the clock of a host turned out to be another');
    }
    await writeClockChanges(client, changesOf(before, clocks, hostIdOf));
    return () => this.remember(clocks);
  }

  /** Forgets what was remembered, after the database turned out to be another. */
  forget(): void {
    this.remembered.clear();
  }

  private remember(clocks: KnownClocks): void {
    for (const [host, clock] of clocks) this.remembered.set(host, clock);
  }
}

/** What to add to the times of each arrival, and the clocks of their hosts after all of them. */
function followAll(
  before: KnownClocks,
  arrivals: readonly Arrival[],
): { readonly offsetsMs: readonly number[]; readonly clocks: Map<string, Clock | null> } {
  const clocks = new Map<string, Clock | null>();
  const offsetsMs = arrivals.map(({ content, receivedMs, sentMs }) => {
    if (content.kind === 'refused') return 0;
    const { host, at: atMs } = content.message;
    const known = clocks.get(host) ?? before.get(host) ?? null;
    const { clock, offsetMs } = followMessage(known, { atMs, sentMs, receivedMs, isFirst: isFirst(content) });
    clocks.set(host, clock);
    return offsetMs;
  });
  return { offsetsMs, clocks };
}

function isFirst(content: Content): boolean {
  return (content.kind === 'traffic' || content.kind === 'state') && content.message.seq === 1;
}

function shifted(arrival: Arrival, offsetMs: number): Arrival {
  const { content } = arrival;
  if (content.kind === 'refused' || offsetMs === 0) return arrival;
  return { ...arrival, content: { kind: content.kind, message: shiftedBy(content.message, offsetMs) } as Content };
}

function changesOf(before: KnownClocks, after: KnownClocks, hostIdOf: (hostUuid: string) => number): ClockChange[] {
  return [...after].flatMap(([host, to]) => {
    const from = before.get(host) ?? null;
    return to === null || to === from ? [] : [{ hostId: hostIdOf(host), hostUuid: host, from, to }];
  });
}
