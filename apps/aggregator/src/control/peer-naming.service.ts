import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { controlSubjectOf, encodeControl } from '@weir/model';
import type { Pool } from 'pg';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { readLiveHosts } from './live-hosts.js';
import { peersOf } from './ring.js';
import { uplinkAddress } from './uplink-address.js';

const LOOK_EVERY_MS = 5_000;
/** Control is not stored: what did not arrive is told again. */
const TELL_AGAIN_MS = 60_000;

/**
 * Names to each live host the hosts that it measures its distance to: now and then, when they change, and when it sent an
 * inventory, as a restarted agent does. Several replicas tell the same.
 */
@Injectable()
export class PeerNamingService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('control');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  /** What each host was told lately, and upon which inventory. */
  private readonly told = new Map<string, string>();
  private tellAgainAtMs = 0;
  private isFailing = false;

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    private readonly setup: StoreSetup,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.setup.stop();
    this.link.stopConnecting();
    await this.running;
  }

  private async run(): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    while (edition && connection && !this.stopping.signal.aborted) {
      await this.attempt(connection);
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async attempt(connection: NatsConnection): Promise<void> {
    try {
      await this.tell(connection);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`peers cannot be named now, trying on: ${String(error)}`);
      this.isFailing = true;
    }
  }

  private async tell(connection: NatsConnection): Promise<void> {
    const hosts = await readLiveHosts(this.database);
    const peers = peersOf(hosts.map(({ id, addresses }) => ({ id, address: uplinkAddress(addresses) })));
    this.forgetInTime(performance.now());
    for (const { id, inventoryMs } of hosts) {
      const payload = encodeControl({ v: 1, host: id, focus: null, peers: peers.get(id) ?? [] });
      const telling = `${inventoryMs} ${payload}`;
      if (this.told.get(id) === telling) continue;
      connection.publish(controlSubjectOf(id), payload);
      this.told.set(id, telling);
    }
  }

  private forgetInTime(nowMs: number): void {
    if (nowMs < this.tellAgainAtMs) return;
    this.told.clear();
    this.tellAgainAtMs = nowMs + TELL_AGAIN_MS;
  }
}
