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
      useFactory: (config: Config, pool: Pool, credentials: AgentCredentials | null) => {
        const { clusterAdmission, standingJoinToken } = config;
        const cluster = clusterAdmission && new ClusterTokens(clusterAdmission);
        return new Enroller(pool, credentials, cluster, standingJoinToken);
      },
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
