import type { DockerLife } from '../discover/docker-containers.js';
import type { StatsSample } from './docker-stats-sample.js';
import { StatsStream, type StreamOptions } from './docker-stats-stream.js';

/** Longer than any healthy engine is silent, even one that runs hundreds of containers. */
const SILENT_AFTER_MS = 5_000;

/** One stream of statistics for each running container, shared by all that want to know of it. */
export class DockerStats {
  private streams = new Map<string, StatsStream>();

  constructor(private readonly options: StreamOptions) {}

  /** Opens and closes streams: one for each life that is certain. */
  follow(lives: readonly DockerLife[]): void {
    const wanted = lives.filter(({ certain }) => certain);
    const next = new Map(wanted.map((life) => [life.id, this.streamOf(life)]));
    for (const [id, stream] of this.streams) if (next.get(id) !== stream) stream.stop();
    this.streams = next;
  }

  stop(): void {
    this.follow([]);
  }

  /** What is new since this was last asked about the container; null where nothing is. */
  take(id: string): StatsSample | null {
    return this.streams.get(id)?.take() ?? null;
  }

  /** The last that is known of the container. */
  newest(id: string): StatsSample | null {
    return this.streams.get(id)?.newest ?? null;
  }

  /** Why nothing has come for long, in one sentence; null where all is well. */
  silence(id: string): string | null {
    const stream = this.streams.get(id);
    if (!stream) return null;
    const silentMs = this.options.monotonicMs() - stream.heardMs;
    return silentMs < SILENT_AFTER_MS ? null : (stream.failure ?? `silent for ${Math.round(silentMs / 1_000)} s`);
  }

  private streamOf({ id, startedAt }: DockerLife): StatsStream {
    const known = this.streams.get(id);
    return known?.startedAt === startedAt ? known : new StatsStream(id, startedAt, this.options);
  }
}
