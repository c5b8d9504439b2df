import type { KUBERNETES_STATES } from '@weir/model';
import type { Logger } from 'pino';
import { type KubernetesApi, KubernetesRefusal, type PodChange, type PodList } from './kubernetes-api.js';
import type { Pod } from './kubernetes-records.js';
import { pause } from './pause.js';

export type KubernetesState = (typeof KUBERNETES_STATES)[number];

interface Waits {
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
  /** Between one watch and the next. */
  readonly watchAgainMs: number;
}

const WAITS: Waits = { firstRetryMs: 1_000, lastRetryMs: 30_000, watchAgainMs: 1_000 };
/** The state of the cluster that was asked for is older than what the API still has. */
const GONE = 410;

/**
 * Keeps which pods run on this node: all of them once, then by what changes. The API is only asked for names, so its
 * absence, its going and its coming back cost nothing but names.
 */
export class KubernetesWatch {
  state: KubernetesState = 'absent';
  /** By uid. */
  pods: ReadonlyMap<string, Pod> = new Map();
  private readonly stopping = new AbortController();
  private namesChanged: () => void = () => undefined;
  private listFrom: '0' | 'newest' = '0';
  private failure: string | null = null;

  /** Without an API, where this is no node of a cluster. */
  constructor(
    private readonly api: KubernetesApi | null,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
    private readonly waits = WAITS,
  ) {}

  /** Runs until stopped: lists, watches, and does so again. */
  async run(listener: { namesChanged(): void }): Promise<void> {
    if (this.api === null) return;
    this.namesChanged = () => listener.namesChanged();
    let retryMs = this.waits.firstRetryMs;
    while (!this.stopping.signal.aborted) {
      const failure = await this.session(this.api, () => (retryMs = this.waits.firstRetryMs));
      if (this.stopping.signal.aborted) return;
      const isGone = failure instanceof KubernetesRefusal && failure.status === GONE;
      this.listFrom = isGone ? 'newest' : '0';
      if (!isGone) this.lose(failure);
      // Not all nodes of a cluster at once.
      await pause(retryMs * (0.5 + Math.random() / 2), this.stopping.signal);
      retryMs = Math.min(retryMs * 2, this.waits.lastRetryMs);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  /** From a list up to what the watches after it end with. */
  private async session(api: KubernetesApi, connected: () => void): Promise<unknown> {
    const { signal } = this.stopping;
    try {
      let { resourceVersion } = this.take(await api.list(this.listFrom, signal));
      for (;;) {
        const changes = await api.watch(resourceVersion, signal);
        connected();
        this.connect();
        resourceVersion = await this.follow(changes, resourceVersion);
        await pause(this.waits.watchAgainMs, signal);
        signal.throwIfAborted();
      }
    } catch (error) {
      return error;
    }
  }

  private take(list: PodList): PodList {
    this.pods = new Map(list.pods.map((pod) => [pod.uid, pod]));
    this.namesChanged();
    return list;
  }

  /** Answers with the state of the cluster that everything is known up to. */
  private async follow(changes: AsyncIterable<PodChange>, from: string): Promise<string> {
    let resourceVersion = from;
    try {
      for await (const change of changes) {
        this.apply(change);
        resourceVersion = change.resourceVersion ?? resourceVersion;
      }
    } catch (error) {
      // A connection that broke says nothing about the API: the next watch will tell.
      if (error instanceof KubernetesRefusal || this.stopping.signal.aborted) throw error;
    }
    return resourceVersion;
  }

  private apply({ kind, pod }: PodChange): void {
    if (pod === null) return;
    const pods = new Map(this.pods);
    if (kind === 'gone') pods.delete(pod.uid);
    else pods.set(pod.uid, pod);
    // Most of what happens to a pod is nothing that the agent keeps.
    const isNew = JSON.stringify(this.pods.get(pod.uid)) !== JSON.stringify(pods.get(pod.uid));
    this.pods = pods;
    if (isNew) this.namesChanged();
  }

  private connect(): void {
    if (this.state === 'connected') return;
    this.state = 'connected';
    this.failure = null;
    this.log.info('the Kubernetes API answers: containers have the names of their pods');
    this.namesChanged();
  }

  /** Said once for each reason. */
  private lose(failure: unknown): void {
    const reason = failure instanceof Error ? failure.message : String(failure);
    if (reason !== this.failure) {
      this.log.warn({ reason }, 'the Kubernetes API is unreachable: counting goes on, without new pod names');
    }
    this.failure = reason;
    if (this.state === 'unreachable') return;
    this.state = 'unreachable';
    this.namesChanged();
  }
}
