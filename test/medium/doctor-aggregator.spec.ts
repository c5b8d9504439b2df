import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { STREAM, STREAM_SUBJECTS } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startAggregator } from '../support/aggregator.js';
import { makeCertificates } from '../support/certificates.js';
import { execute, type TestDatabase } from '../support/database.js';
import { askDoctor, brokenOf } from '../support/doctor.js';
import { startNats, type TestNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { startProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer, openssl } from '../support/requirements.js';
import { eventually } from '../support/eventually.js';

const KEY = Buffer.alloc(32, 1).toString('base64');
const SECRET = 'hunter2';

describeIf([natsServer, openssl], 'doctor of the aggregator', () => {
  let nats: TestNats;
  let database: TestDatabase;
  let env: Record<string, string>;
  const dashboard = temporaryDirectory('dashboard');

  beforeAll(async () => {
    mkdirSync(dashboard, { recursive: true });
    writeFileSync(join(dashboard, 'index.html'), '<!doctype html>');
    [nats, database] = await Promise.all([startNats(), startPostgres()]);
    const url = await database.createDatabase();
    env = { WEIR_DATABASE_URL: url, WEIR_NATS_URL: nats.url, WEIR_DASHBOARD_DIR: dashboard };
  });
  afterAll(async () => nats.stop());

  it('finds nothing to mend before the first start, and changes nothing', async () => {
    const { code, lines } = askDoctor('aggregator', env);
    expect([code, lines.filter((line) => line.startsWith('✗'))]).toEqual([0, []]);
    for (const expected of [
      /^✓ database: PostgreSQL \d+\.\d+.* at 127\.0\.0\.1:\d+, whose user may create tables$/,
      /^– tables: (\d+) of \1 migrations are pending: the next start makes them$/,
      /^– TimescaleDB: is not there: native partitions do$/,
      /^✓ clock: the database's clock is \d+ ms (behind|ahead of) this machine's$/,
      /^– secrets: channels with secrets cannot be saved/,
      /^✓ NATS: 127\.0\.0\.1:\d+, version \d+\.\d+\.\d+, no TLS, [\d.]+ ms away$/,
      /^– accounts: NATS has none for us, so no host can join/,
      /^– stream: WEIR is not there: the role ingest makes it/,
      /^– TLS: is not used/,
    ]) {
      expect(lines).toContainEqual(expect.stringMatching(expected));
    }
    const tables = await execute(
      env['WEIR_DATABASE_URL'] ?? '',
      "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    );
    expect(tables).toEqual([]);
    const connection = await connect({ servers: nats.url });
    const streams = await (await jetstreamManager(connection)).streams.list().next();
    await connection.close();
    expect(streams).toEqual([]);
  });

  it('finds all well of one that runs', async () => {
    const certificates = makeCertificates().server;
    const aggregator = await startAggregator(env);
    const connection = await connect({ servers: nats.url });
    const { streams } = await jetstreamManager(connection);
    await eventually('the stream is there', () => streams.info(STREAM));
    await connection.close();
    const examined = askDoctor('aggregator', {
      ...env,
      ...{ WEIR_SECRET_KEYS: KEY, WEIR_NATS_ULR: SECRET },
      ...{ WEIR_TLS_CERT_FILE: join(certificates, 'cert.pem'), WEIR_TLS_KEY_FILE: join(certificates, 'key.pem') },
    });
    for (const expected of [
      /^✓ tables: all \d+ migrations are made$/,
      /^✓ disk: \d+ MB are free; the database takes \d+ MB$|^– disk: /,
      /^✓ secrets: 1 key opens what is sealed$/,
      /^✓ stream: WEIR holds 0 messages/,
      /^✓ replicas: the stream is kept once/,
      /^✓ dashboard: is in /,
      /^– settings: WEIR_NATS_ULR is no setting, and does nothing: is WEIR_NATS_URL meant\?$/,
    ]) {
      expect(examined.lines).toContainEqual(expect.stringMatching(expected));
    }
    // Theirs lasts a day.
    expect([brokenOf(examined), examined.code]).toEqual([[expect.stringMatching(/^TLS: .* in 0 days: renew it$/)], 1]);
    await aggregator.stop();
  });

  it('finds what is broken, each with its remedy, and tells no secret', async () => {
    const url = new URL(env['WEIR_DATABASE_URL'] ?? '');
    await execute(
      url.href,
      `INSERT INTO channel (name, kind, settings, sealed) VALUES ('ops', 'webhook', '{}', '{"url":"v1.00000000.x"}')`,
    );
    await execute(url.href, `INSERT INTO migration (name, run_on) VALUES ('9999_later', now())`);
    await execute(url.href, `CREATE ROLE reader LOGIN PASSWORD '${SECRET}'`);
    await execute(url.href, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    const broken = (more: Readonly<Record<string, string>>): readonly string[] => {
      const examined = askDoctor('aggregator', { ...env, ...more });
      expect(examined.code).toBe(1);
      expect(examined.lines.join()).not.toContain(SECRET);
      return brokenOf(examined);
    };
    const nowhere = `127.0.0.1:${await freePort()}`;
    expect(broken({ WEIR_SECRET_KEYS: KEY, WEIR_DASHBOARD_DIR: '/no/such', WEIR_NATS_REPLICAS: '3' })).toEqual([
      'tables: were prepared by a newer weir: run that version, or restore a backup from before',
      'secrets: channels whose key WEIR_SECRET_KEYS lacks: ops; add the key, or enter their secrets again',
      expect.stringMatching(/^replicas: the stream is kept 1 times, not 3 as WEIR_NATS_REPLICAS says/),
      'dashboard: /no/such holds no index.html: run npm run build, or set WEIR_DASHBOARD_DIR',
    ]);
    const reader = Object.assign(new URL(url), { username: 'reader', password: SECRET }).href;
    expect(broken({ WEIR_DATABASE_URL: reader, WEIR_NATS_URL: `nats://weir:${SECRET}@${nowhere}` })).toEqual([
      expect.stringMatching(/^database: the user reader may not create tables in the schema public: run GRANT CREATE/),
      expect.stringMatching(
        new RegExp(`^NATS: cannot be reached at nats://${nowhere}: .*; start it, or set WEIR_NATS_URL$`),
      ),
    ]);
    expect(broken({ WEIR_DATABASE_URL: `postgresql://weir:${SECRET}@${nowhere}/weir` })).toContainEqual(
      expect.stringMatching(
        new RegExp(`^database: cannot be reached at ${nowhere}: .*ECONNREFUSED.*; start it, or set`),
      ),
    );
    expect(broken({ WEIR_HTTP_PORT: SECRET, WEIR_ROLES: SECRET })).toEqual([
      expect.stringMatching(/^settings: WEIR_ROLES must be/),
      expect.stringMatching(/^settings: WEIR_HTTP_PORT must be/),
    ]);
  });

  it('finds a NATS without JetStream, and a stream that fills', async () => {
    const port = await freePort();
    const bare = startProcess({ name: 'nats', command: 'nats-server', args: ['-a', '127.0.0.1', '-p', String(port)] });
    await bare.waitForLog(/Server is ready/);
    expect(brokenOf(askDoctor('aggregator', { ...env, WEIR_NATS_URL: `nats://127.0.0.1:${port}` }))).toContainEqual(
      expect.stringMatching(
        /^JetStream: is not to be had .*: start nats-server with -js, and let this user's account use it$/,
      ),
    );
    await bare.stop();
    const connection = await connect({ servers: nats.url });
    const manager = await jetstreamManager(connection);
    await manager.streams.update(STREAM, { subjects: [...STREAM_SUBJECTS], max_bytes: 20_000 });
    for (let sent = 0; sent < 18; sent++) {
      await manager.jetstream().publish('weir.v1.state.0f8fad5b-d9cb-469f-a165-70867728950e', 'x'.repeat(800));
    }
    await connection.close();
    expect(brokenOf(askDoctor('aggregator', env))).toContainEqual(
      expect.stringMatching(/^stream: the stream WEIR is \d+ % full/),
    );
  });
});
