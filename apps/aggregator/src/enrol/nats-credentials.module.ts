import { Global, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { AGENT_CREDENTIALS } from './credentials.js';
import { NatsCredentials } from './nats-credentials.js';

/** What gives agents their credentials; null where NATS has no accounts. */
@Global()
@Module({
  providers: [
    {
      provide: AGENT_CREDENTIALS,
      inject: [CONFIG, DATABASE, StoreSetup],
      useFactory: ({ nats, natsKeys, agentNatsUrls }: Config, pool: Pool, setup: StoreSetup) => {
        if (!natsKeys) return null;
        const system = { user: natsKeys.system, ca: natsKeys.ca };
        const link = new NatsLink(nats, 'weir-aggregator-keys', system);
        return new NatsCredentials(natsKeys, agentNatsUrls, link, pool, setup);
      },
    },
  ],
  exports: [AGENT_CREDENTIALS],
})
export class NatsCredentialsModule {}
