import type { EventMessage } from '@weir/model';

/** By then the feed has left out what stopped; and what agents tell late has come. */
const REMEMBERED_MS = 600_000;

/** What of a host's timeline says that somebody wanted it so. */
export interface Churn {
  readonly containerId: string;
  readonly isStopped: boolean;
}

/** What was told of a container, and when it happened by the clock of its host: ms since 1970. */
export interface TimedChurn {
  readonly churn: Churn;
  readonly atMs: number;
}

interface Known {
  readonly isStopped: boolean;
  readonly atMs: number;
  readonly heardMs: number;
}

type Told = Pick<EventMessage, 'kind' | 'subject'> & Partial<Pick<EventMessage, 'before'>>;

/** What a change says of containers that come and go; null for all others. */
export function churnOf({ kind, subject, before }: Told): Churn | null {
  if (kind === 'container.stopped') return { containerId: subject, isStopped: true };
  if (kind === 'container.replaced' && before) return { containerId: before, isStopped: true };
  return kind === 'container.started' ? { containerId: subject, isStopped: false } : null;
}

/**
 * Containers that were seen to stop. What is missed of them afterwards is no outage. Changes may come late: of each container the
 * newest is what holds. Nothing of it is kept over a restart, since the feed reads changes anew.
 */
export class StoppedContainers {
  private readonly known = new Map<string, Known>();

  note({ churn: { containerId, isStopped }, atMs }: TimedChurn, heardMs: number): void {
    if ((this.known.get(containerId)?.atMs ?? -Infinity) <= atMs)
      this.known.set(containerId, { isStopped, atMs, heardMs });
  }

  has(containerId: string | null): boolean {
    return containerId !== null && this.known.get(containerId)?.isStopped === true;
  }

  forget(nowMs: number): void {
    for (const [id, { heardMs }] of this.known) if (heardMs <= nowMs - REMEMBERED_MS) this.known.delete(id);
  }
}
