import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

/** What somebody may be waiting for that never comes: at the end of the process, nobody waits any longer. */
export interface Awaited {
  stopWaiting(): void;
}

/** Something that runs from the start of the process to its end, and is through before what it uses is closed. */
export abstract class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly awaited: readonly Awaited[]) {}

  /** Runs until stopped; what it began by then is finished or given up. */
  protected abstract main(stopped: AbortSignal): Promise<void>;

  onApplicationBootstrap(): void {
    this.running = this.main(this.stopping.signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const each of this.awaited) each.stopWaiting();
    await this.running;
  }
}
