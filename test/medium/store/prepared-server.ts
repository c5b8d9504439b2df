import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import type { TestDatabase } from '../../support/database.js';

/** A server, and the address of a database of it that was migrated, to be copied. */
export interface PreparedServer {
  readonly server: TestDatabase;
  readonly prepared: string;
}

/** Starts a server, and migrates a database of it: copying that for each test takes a third of migrating one each time. */
export async function prepareServer(start: () => Promise<TestDatabase>): Promise<PreparedServer> {
  const server = await start();
  const prepared = await server.createDatabase();
  await migrate(prepared, () => undefined);
  return { server, prepared };
}
