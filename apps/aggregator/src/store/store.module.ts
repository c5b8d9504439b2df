import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { createDatabase, DATABASE } from './database.js';
import { StoreSetup } from './store-setup.js';

/** The database pool, and the preparation of its tables. */
@Global()
@Module({
  providers: [
    { provide: DATABASE, inject: [CONFIG], useFactory: (config: Config) => createDatabase(config.databaseUrl) },
    { provide: StoreSetup, inject: [CONFIG], useFactory: (config: Config) => new StoreSetup(config.databaseUrl) },
  ],
  exports: [DATABASE, StoreSetup],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
