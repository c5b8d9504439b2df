import type { EventMessage } from '@weir/model';

const REMEMBERED_MS = 86_400_000;

/** What of a host's timeline says that somebody wanted it so. */
export interface Churn {
  readonly containerId: string;
  readonly isStopped: boolean;
}

type Told = Pick<EventMessage, 'kind' | 'subject'> & Partial<Pick<EventMessage, 'before'>>;

/** What a change says of containers that come and go; null for all others. */
export function churnOf({ kind, subject, before }: Told): Churn | null {
  if (kind === 'container.stopped') return { containerId: subject, isStopped: true };
  if (kind === 'container.replaced' && before) return { containerId: before, isStopped: true };
  return kind === 'container.started' ? { containerId: subject, isStopped: false } : null;
}

/** Containers that were seen to stop. What is missed of them afterwards is no outage. */
export class StoppedContainers {
  private readonly stoppedMs: Map<string, number>;

  constructor(saved: readonly (readonly [string, number])[] = []) {
    this.stoppedMs = new Map(saved);
  }

  note({ containerId, isStopped }: Churn, atMs: number): void {
    if (isStopped) this.stoppedMs.set(containerId, atMs);
    else this.stoppedMs.delete(containerId);
  }

  has(containerId: string | null): boolean {
    return containerId !== null && this.stoppedMs.has(containerId);
  }

  forget(nowMs: number): void {
    for (const [id, atMs] of this.stoppedMs) if (atMs <= nowMs - REMEMBERED_MS) this.stoppedMs.delete(id);
  }

  save(): readonly (readonly [string, number])[] {
    return [...this.stoppedMs];
  }
}
