import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { createDatabase, createReaders, DATABASE, READERS } from './database.js';
import { StoreSetup } from './store-setup.js';

/** The database pools, and the preparation of its tables. */
@Global()
@Module({
  providers: [
    { provide: DATABASE, inject: [CONFIG], useFactory: (config: Config) => createDatabase(config.databaseUrl) },
    { provide: READERS, inject: [CONFIG], useFactory: (config: Config) => createReaders(config.databaseUrl) },
    { provide: StoreSetup, inject: [CONFIG], useFactory: (config: Config) => new StoreSetup(config.databaseUrl) },
  ],
  exports: [DATABASE, READERS, StoreSetup],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.end(), this.readers.end()]);
  }
}
