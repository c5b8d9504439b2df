import { Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { ClusterTokens } from './cluster-tokens.js';
import { AGENT_CREDENTIALS, type AgentCredentials } from './credentials.js';
import { Enroller } from './enroller.js';
import { KeyKeeper } from './key-keeper.js';

/** How hosts join, and how they are put out. */
@Module({
  providers: [
    {
      provide: Enroller,
      inject: [CONFIG, DATABASE, AGENT_CREDENTIALS],
      useFactory: ({ clusterAdmission }: Config, pool: Pool, credentials: AgentCredentials | null) =>
        new Enroller(pool, credentials, clusterAdmission && new ClusterTokens(clusterAdmission)),
    },
    {
      provide: KeyKeeper,
      inject: [DATABASE, AGENT_CREDENTIALS, StoreSetup],
      useFactory: (pool: Pool, credentials: AgentCredentials | null, setup: StoreSetup) =>
        new KeyKeeper(pool, credentials, setup),
    },
  ],
  exports: [Enroller],
})
export class EnrolmentModule {}
