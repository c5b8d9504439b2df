import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { Publisher } from '../../../fleet/simulated/publisher.js';
import { Ledger } from './generated.js';
import { DrivenHost, type DrivenOptions } from './host.js';
import { UnrulyPublisher } from './unruly.js';

const EVERY_MS = 100;

/** Hosts that tick each second and publish through a bad network, until it is told to end. */
export class DrivenFleet {
  readonly hosts: DrivenHost[] = [];
  readonly generated = new Ledger();
  readonly network: UnrulyPublisher;
  private isEnding = false;
  private turn = Promise.resolve();
  private readonly running: Promise<void>;

  constructor(connection: NatsConnection, longestRepeatMs: number) {
    this.network = new UnrulyPublisher(new Publisher(connection), longestRepeatMs);
    this.running = this.run();
    this.running.catch(() => undefined); // told to whoever ends it
  }

  /** Adds a host; all that it counted up to now comes at once. */
  add(options: DrivenOptions): void {
    this.hosts.push(new DrivenHost(options));
  }

  /** Steps a host's clock, when all that it made by the old one is on the stream. */
  async setClock(index: number, aheadMs: number): Promise<void> {
    await this.between(async () => {
      await this.network.drain();
      this.hosts[index]?.setClock(aheadMs);
    });
  }

  /** Ends when everything that was made is on the stream. */
  async end(): Promise<void> {
    this.isEnding = true;
    await this.running;
    await this.network.drain();
  }

  private async run(): Promise<void> {
    while (!this.isEnding) {
      await this.between(() => this.publishDue(Date.now()));
      await sleep(EVERY_MS);
    }
  }

  private async publishDue(nowMs: number): Promise<void> {
    for (const host of this.hosts) {
      for (const made of host.due(nowMs)) {
        this.generated.add(made.right);
        await this.network.publish(made, nowMs, !host.isClockWrong);
      }
    }
    await this.network.publishLater(nowMs);
  }

  /** One at a time. */
  private between(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work);
    return this.turn;
  }
}
