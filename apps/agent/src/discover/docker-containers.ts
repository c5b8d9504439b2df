import type { DiscoveryView, FoundContainer } from './discovery.js';
import type { DockerCounters } from './docker-counters.js';
import type { DockerContainer } from './docker-records.js';
import type { Namespace, SavedNamespace } from './namespaces.js';
import { networkOwner } from './network-owner.js';

/** A container from one start to its end: its counters begin anew with each. */
export interface DockerLife {
  readonly id: string;
  /** ms since 1970, by the engine's clock. */
  readonly startedAt: number;
  /** False while Docker is away: it may have been restarted unseen. */
  readonly certain: boolean;
}

interface Known {
  container: DockerContainer;
  /** Null until Docker told. */
  startedAt: number | null;
  certain: boolean;
  asking: boolean;
  askAgainMs: number;
}

const KEY_LENGTH = 12;
const ASK_AGAIN_AFTER_MS = 2_000;

/**
 * Containers and their network namespaces where there is no `/proc`: as Docker lists them. It stands in for Discovery:
 * here too, containers that share a namespace are one.
 */
export class DockerContainers implements DiscoveryView {
  /** Rises whenever containers came, went or began anew. */
  containersVersion = 0;
  readonly savedVersion = 0;
  /** Whether everything that ran when Docker first answered is known. */
  listed = false;
  /** Why Docker does not tell what it is asked, in one sentence. */
  failure: string | null = null;
  private known = new Map<string, Known>();
  private connected = false;
  private living: readonly Namespace[] = [];
  private found: readonly FoundContainer[] = [];

  /** `moved` is called whenever `lives` may answer something else. */
  constructor(
    private readonly counters: Pick<DockerCounters, 'startedAt'>,
    private readonly nowMs: () => number,
    private readonly moved: () => void,
  ) {}

  /** Takes in what Docker lists. While it is away, what was known may change unseen. */
  update(containers: ReadonlyMap<string, DockerContainer>, connected: boolean): void {
    this.connected = connected;
    if (connected) {
      const before = this.known;
      this.known = new Map([...containers].map(([id, container]) => [id, knownAs(container, before.get(id))]));
    } else {
      for (const known of this.known.values()) known.certain = false;
    }
    this.refresh();
    this.settle();
  }

  /** A container's processes ended; should it be running again, it is another life. */
  ended(id: string): void {
    if (this.known.delete(id)) this.settle();
  }

  /** Asks for what was not told yet. */
  refresh(): void {
    if (!this.connected) return;
    for (const [id, known] of this.known) {
      if (!known.certain && !known.asking && this.nowMs() >= known.askAgainMs) void this.ask(id, known);
    }
  }

  lives(): DockerLife[] {
    return [...this.known].flatMap(([id, { startedAt, certain }]) =>
      startedAt === null ? [] : [{ id, startedAt, certain }],
    );
  }

  /** The first container of each is the one whose network the others share. */
  namespaces(): readonly Namespace[] {
    return this.living;
  }

  containers(): readonly FoundContainer[] {
    return this.found;
  }

  /** None can be seen. */
  processes(): readonly [] {
    return [];
  }

  /** Nothing: a namespace is named after its container, now and later. */
  saved(): readonly SavedNamespace[] {
    return [];
  }

  endpointsOf(id: string): DockerContainer['endpoints'] {
    return this.known.get(id)?.container.endpoints ?? [];
  }

  private async ask(id: string, known: Known): Promise<void> {
    known.asking = true;
    const answer = await this.counters.startedAt(id).catch((error: unknown) => reasonOf(error));
    known.asking = false;
    // Ended, or ended and begun anew, while the answer was on its way: that life is over.
    if (this.known.get(id) !== known) return;
    if (typeof answer === 'string') {
      this.failure = `Docker does not tell when ${id.slice(0, KEY_LENGTH)} was started: ${answer}`;
      known.askAgainMs = this.nowMs() + ASK_AGAIN_AFTER_MS;
      return;
    }
    this.failure = null;
    if (answer === null) this.known.delete(id);
    else Object.assign(known, { startedAt: answer, certain: this.connected });
    this.settle();
  }

  private settle(): void {
    if (this.connected && [...this.known.values()].every(({ startedAt }) => startedAt !== null)) this.listed = true;
    const all = new Map([...this.known].map(([id, { container }]) => [id, container]));
    const owners = new Map([...all.values()].map((container) => [container.id, networkOwner(container, all)]));
    const groups = new Map<string, string[]>();
    for (const [id, owner] of owners) {
      if (owner?.kind === 'container') groups.set(owner.id, [...(groups.get(owner.id) ?? []), id]);
    }
    this.living = [...groups].flatMap(([id, members]) => this.namespaceOf(id, members));
    const found = [...owners].map(([id, owner]): FoundContainer => {
      const namespace = owner?.kind === 'container' ? keyOf(owner.id) : null;
      return {
        id,
        namespace,
        hostNetwork: owner?.kind === 'host',
        podUid: null,
        startedAt: this.known.get(id)?.startedAt ?? null,
      };
    });
    if (JSON.stringify(found) !== JSON.stringify(this.found)) this.containersVersion += 1;
    this.found = found;
    this.moved();
  }

  private namespaceOf(id: string, members: readonly string[]): Namespace[] {
    const startedAt = this.known.get(id)?.startedAt ?? null;
    if (startedAt === null) return [];
    const containers = [id, ...members.filter((member) => member !== id)];
    return [
      { key: keyOf(id), life: `${id.slice(0, KEY_LENGTH)}.${startedAt}`, inode: 0, startedAt, pids: [], containers },
    ];
  }
}

function knownAs(container: DockerContainer, before: Known | undefined): Known {
  if (!before) return { container, startedAt: null, certain: false, asking: false, askAgainMs: 0 };
  // The same object: an answer that is on its way is about it.
  return Object.assign(before, { container });
}

function keyOf(id: string): string {
  return id.slice(0, KEY_LENGTH);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
