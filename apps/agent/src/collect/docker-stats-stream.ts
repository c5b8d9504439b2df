import type { DockerCounters } from '../discover/docker-counters.js';
import { pause } from '../discover/pause.js';
import { parseStats, type StatsSample } from './docker-stats-sample.js';

/** What a stream needs beside its container. */
export interface StreamOptions {
  readonly counters: Pick<DockerCounters, 'stats'>;
  readonly monotonicMs: () => number;
  /** What Docker gives as the limit of a container that has none; null where unknown. */
  readonly hostMemoryBytes: () => number | null;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

/** The statistics of one life of a container, as they come: about one sample a second. */
export class StatsStream {
  /** Null until the first came, and after the stream broke: then nothing is known. */
  newest: StatsSample | null = null;
  /** By the monotonic clock, when the newest came, or the wait for the first began. */
  heardMs: number;
  /** Why nothing comes, in one sentence. */
  failure: string | null = null;
  private isTaken = true;
  private readonly stopping = new AbortController();

  /** Opened at once, and again whenever it ends before `stop`. */
  constructor(
    private readonly id: string,
    readonly startedAt: number,
    private readonly options: StreamOptions,
  ) {
    this.heardMs = options.monotonicMs();
    void this.run();
  }

  /** The newest sample, if there was none before that was newer than the last one taken; each is given once. */
  take(): StatsSample | null {
    if (this.isTaken) return null;
    this.isTaken = true;
    return this.newest;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      this.failure = await this.follow(() => (retryMs = FIRST_RETRY_MS));
      this.newest = null;
      this.isTaken = true;
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  /** One connection to its end; the answer is why it ended. */
  private async follow(heard: () => void): Promise<string> {
    const { signal } = this.stopping;
    try {
      for await (const line of await this.options.counters.stats(this.id, signal)) {
        // What was under way when this life ended belongs to nobody.
        if (signal.aborted) return 'stopped';
        heard();
        this.hear(parseStats(line, this.options.hostMemoryBytes()));
      }
      return 'Docker ended its statistics';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** What was read before this life began is about another one. */
  private hear(sample: StatsSample | null): void {
    if (!sample || sample.readAt < this.startedAt) return;
    this.newest = sample;
    this.heardMs = this.options.monotonicMs();
    this.isTaken = false;
    this.failure = null;
  }
}
