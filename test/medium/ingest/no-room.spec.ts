import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startAggregator } from '../../support/aggregator.js';
import { eventually } from '../../support/eventually.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { temporaryDirectory } from '../../support/reaper.js';
import { describeIf, natsServer } from '../../support/requirements.js';

describeIf(natsServer, 'a NATS without room for the stream', () => {
  it('makes the process broken, and is told with what to do', async () => {
    const settings = join(temporaryDirectory('nats-settings'), 'nats.conf');
    writeFileSync(settings, 'jetstream { max_file_store: 1MB }');
    const [nats, database] = await Promise.all([startNats({ args: ['-c', settings] }), startPostgres()]);
    const { url } = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'ingest',
    });
    await eventually('health tells of it', async () => {
      const answer = await fetch(`${url}/healthz`);
      expect(await answer.json()).toMatchObject({
        status: 'broken',
        nats: 'up',
        reasons: [expect.stringMatching(/no room for the stream WEIR.*raise its max_file_store/)],
      });
    });
  });
});
