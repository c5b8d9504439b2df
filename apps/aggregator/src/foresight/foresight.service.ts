import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { encodePatterns, PATTERN_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { Ownership } from '../analyse/ownership.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { InterfaceRepository } from '../query/interfaces.js';
import { CapacityQuery } from '../query/outlook/capacity.query.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { lookAhead } from './look-ahead.js';

/** Days of weeks say when a link is full: another hour says little more. */
const LOOK_EVERY_MS = 6 * 3_600_000;
/** Who has just started has more urgent things to do. */
const FIRST_AFTER_MS = 10 * 60_000;
/** Any one partition: it is looked at all links, by one process. */
const PARTITION = 0;

/** Tells of links that will be full, several times a day. */
@Injectable()
export class ForesightService implements OnApplicationBootstrap {
  private readonly looking = new Outage('looking ahead for links that fill up', new Logger('foresight'));

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    private readonly setup: StoreSetup,
    private readonly ownership: Ownership,
    private readonly capacity: CapacityQuery,
    private readonly interfaces: InterfaceRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.ownership.run(PARTITION, (owned) => this.lookWhile(owned));
  }

  private async lookWhile(owned: AbortSignal): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    if (!edition || !connection) return;
    await pause(FIRST_AFTER_MS, owned);
    while (!owned.aborted) {
      await this.looking.trying(() => this.look(connection, owned));
      await pause(LOOK_EVERY_MS, owned);
    }
  }

  private async look(connection: NatsConnection, owned: AbortSignal): Promise<void> {
    const { pool, capacity, interfaces } = this;
    const changed = await lookAhead({ pool, capacity, interfaces }, owned);
    if (changed.length > 0) connection.publish(PATTERN_SUBJECT, encodePatterns({ v: 1, changed, gone: [] }));
  }
}
