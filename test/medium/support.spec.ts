import { describe, expect, it } from '@jest/globals';
import { startNats } from '../support/nats.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { execute } from '../support/database.js';
import { startPostgres } from '../support/postgres.js';
import { jetstreamManager, jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

describeIf(natsServer, 'a NATS server for tests', () => {
  it('keeps its streams when it is killed and restarted', async () => {
    const nats = await startNats();
    const before = await connect({ servers: nats.url });
    await (await jetstreamManager(before)).streams.add({ name: 'KEEP', subjects: ['keep'] });
    await jetstream(before).publish('keep', 'a');
    await nats.kill();
    await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow();
    await nats.restart();
    const after = await connect({ servers: nats.url });
    const { state } = await (await jetstreamManager(after)).streams.info('KEEP');
    expect(state.messages).toBe(1);
    await Promise.all([before.close(), after.close()]);
  });
});

describe('a PostgreSQL server for tests', () => {
  it('keeps its rows when it is killed and restarted, and gives empty databases', async () => {
    const postgres = await startPostgres();
    await execute(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await postgres.kill();
    await expect(execute(postgres.url, 'SELECT 1')).rejects.toThrow();
    await postgres.restart();
    expect(await execute(postgres.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    const other = await postgres.createDatabase();
    await expect(execute(other, 'SELECT n FROM kept')).rejects.toThrow('"kept" does not exist');
  });
});
