import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { controlSubjectOf, encodeControl } from '@weir/model';
import type { Pool } from 'pg';
import { Ownership } from '../analyse/ownership.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { readLiveHosts } from './live-hosts.js';
import { peersOf } from './ring.js';
import { uplinkAddress } from './uplink-address.js';

const LOOK_EVERY_MS = 5_000;
/** Control is not stored: what did not arrive is told again. */
const TELL_AGAIN_MS = 60_000;

/** Any one partition: hosts are named to each other across all of them, by one process. */
const PARTITION = 0;

/**
 * Names to each live host the hosts that it measures its distance to: now and then, when they change, and when it sent an
 * inventory, as a restarted agent does.
 */
@Injectable()
export class PeerNamingService implements OnApplicationBootstrap {
  private readonly naming = new Outage('naming peers', new Logger('control'));
  /** What each host was told lately, and upon which inventory. */
  private readonly told = new Map<string, string>();
  private tellAgainAtMs = 0;

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    private readonly setup: StoreSetup,
    private readonly ownership: Ownership,
  ) {}

  onApplicationBootstrap(): void {
    this.ownership.run(PARTITION, (owned) => this.nameWhile(owned));
  }

  private async nameWhile(owned: AbortSignal): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    while (edition && connection && !owned.aborted) {
      await this.naming.trying(() => this.tell(connection));
      await pause(LOOK_EVERY_MS, owned);
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
