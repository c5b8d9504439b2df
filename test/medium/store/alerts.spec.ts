import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { AlertRow } from '../../../apps/aggregator/src/store/alerts/alert-row.js';
import { writeAnnotation } from '../../../apps/aggregator/src/store/alerts/annotations.js';
import { deleteChannel, readChannels, writeChannel } from '../../../apps/aggregator/src/store/alerts/channels.js';
import { forgetAlerts } from '../../../apps/aggregator/src/store/alerts/forget-alerts.js';
import {
  type LivesWrite,
  NotTheOwner,
  readLives,
  writeLives,
} from '../../../apps/aggregator/src/store/alerts/lives.js';
import {
  leaseMessages,
  markTried,
  type OutboxRow,
  renewLease,
  retryChannel,
} from '../../../apps/aggregator/src/store/alerts/outbox.js';
import {
  endSilence,
  readMaintenances,
  readPastSilences,
  readSilences,
  writeMaintenance,
  writeSilence,
} from '../../../apps/aggregator/src/store/alerts/quiet.js';
import { askToAcknowledge, isRequestDone, readRequests } from '../../../apps/aggregator/src/store/alerts/requests.js';
import { deleteRule, readRules, seedRules, writeRules } from '../../../apps/aggregator/src/store/alerts/rules.js';
import { readWatch, writeWatch } from '../../../apps/aggregator/src/store/alerts/watch.js';
import { forgetHost } from '../../../apps/aggregator/src/store/hosts/forget-host.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { openPool, type TestDatabase } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { openSeed } from '../../support/seed.js';

const HOST = randomUUID();
const NOW_MS = Date.now();
const NOTHING: LivesWrite = {
  ...{ alerts: [], dropped: [], incidents: [], messages: [], requests: [] },
  ...{ lifecycle: { version: 1 }, notifier: { version: 1 } },
};

function alertRow(id: string, more: Partial<AlertRow> = {}): AlertRow {
  return {
    ...{ id, ruleId: 'cpu', level: 'host', subjectKey: HOST, subject: { name: 'web-1' }, hostId: HOST },
    ...{ severity: 'warning', state: 'firing', sinceMs: NOW_MS - 2_000, firedMs: NOW_MS - 1_000, resolvedMs: null },
    ...{ resolution: null, acknowledged: null, value: 91.5, text: null, sentence: 'CPU of web-1 is 91.5 %' },
    ...{ expiresMs: null, incidentId: 'i1', silencedBy: null, inhibitedBy: null, ...more },
  };
}

function message(id: string, channel: string, threads: readonly string[]): OutboxRow {
  return { id, channel, kind: 'opened', message: { title: id }, incidentIds: ['i1'], threads, madeMs: NOW_MS };
}

const INCIDENT = {
  ...{ id: 'i1', groupKey: `host:${HOST}`, openedMs: NOW_MS - 1_000, resolvedMs: null },
  ...{ severity: 'warning', ruleIds: ['cpu'] },
};

function channel(name: string, more: object = {}): Parameters<typeof writeChannel>[1] {
  return { name, kind: 'slack', settings: {}, sealed: {}, takesAll: true, isEnabled: true, pace: {}, ...more };
}

let server: TestDatabase;
let url: string;
let pool: Pool;

beforeAll(async () => {
  server = await startPostgres();
  url = server.url;
  await migrate(url, () => undefined);
  pool = openPool(url);
  const rows = await openSeed(url);
  await rows.host(HOST, 'web-1');
  await rows.end();
});

afterAll(async () => {
  await pool.end();
  await server.stop();
});

describe('rules', () => {
  const rule = (id: string): { id: string; rule: unknown } => ({ id, rule: { id, name: id } });

  it('that weir begins with are written once: one that was deleted stays so', async () => {
    await seedRules(pool, [rule('zero'), rule('one')]);
    await deleteRule(pool, 'zero');
    await seedRules(pool, [rule('zero'), rule('one'), rule('two')]);
    expect((await readRules(pool)).map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it('keep their order, new ones last; a file can replace them all', async () => {
    await writeRules(pool, [rule('b'), rule('one'), rule('a')]);
    expect((await readRules(pool)).map(({ id }) => id)).toEqual(['one', 'two', 'b', 'a']);
    await writeRules(pool, [rule('a')], true);
    expect(await readRules(pool)).toEqual([rule('a')]);
  });
});

describe('the lives of alerts', () => {
  it('are read as they were written, what came of them in one transaction', async () => {
    expect((await readLives(pool)).revision).toBe(0);
    const position = await askToAcknowledge(pool, { alertIds: ['a1'], by: 'Ada', note: 'mine' });
    expect(await readRequests(pool)).toMatchObject([{ position, alertIds: ['a1'], by: 'Ada', note: 'mine' }]);
    const pending = alertRow('a2', { state: 'pending', firedMs: null, incidentId: null });
    const revision = await writeLives(pool, 0, {
      ...NOTHING,
      ...{ alerts: [alertRow('a1'), pending], incidents: [INCIDENT], requests: [position] },
    });
    const lives = await readLives(pool);
    expect(lives).toMatchObject({
      ...{ alerts: [alertRow('a1'), pending], incidents: [INCIDENT], revision },
      ...{ lifecycle: NOTHING.lifecycle, notifier: NOTHING.notifier },
    });
    expect(await isRequestDone(pool, position)).toBe(true);
    const ended = alertRow('a1', { state: 'resolved', resolvedMs: NOW_MS, resolution: 'over' });
    await writeLives(pool, revision, { ...NOTHING, alerts: [ended], dropped: ['a2'] });
    expect((await readLives(pool)).alerts).toEqual([ended]);
  });

  it('are written by one owner: whoever knows an older state writes nothing', async () => {
    const { revision } = await readLives(pool);
    const stale = writeLives(pool, revision - 1, { ...NOTHING, messages: [message('m0', 'ops', [])] });
    await expect(stale).rejects.toThrow(NotTheOwner);
    await expect(writeLives(pool, 0, NOTHING)).rejects.toThrow(NotTheOwner);
    const watch = { lookedMs: NOW_MS, rules: 8, watched: 40, pausedSinceMs: null };
    await expect(writeWatch(pool, revision - 1, watch)).rejects.toThrow(NotTheOwner);
    await writeWatch(pool, revision, watch);
    expect(await readWatch(pool)).toEqual(watch);
    expect((await readLives(pool)).lookedMs).toBe(NOW_MS);
    expect(await leaseMessages(pool, randomUUID())).toEqual([]);
  });
});

describe('messages', () => {
  const [one, another] = [randomUUID(), randomUUID()];
  const sent = { answer: '200', field: null, reason: null, waitMs: null };

  it('are taken by one sender, one at a time a channel, in the order of their thread', async () => {
    await writeChannel(pool, channel('ops'));
    await writeChannel(pool, channel('chat'));
    const { revision } = await readLives(pool);
    const messages = [message('m1', 'ops', ['t1']), message('m2', 'ops', ['t1']), message('m3', 'ops', ['t2'])];
    const others = [message('m1', 'chat', ['t1']), message('m1', 'away', [])];
    await writeLives(pool, revision, { ...NOTHING, messages: [...messages, ...others] });
    const leased = await leaseMessages(pool, one);
    expect(leased.map(({ id, channel: name, tries }) => `${id} ${name} ${tries}`).sort()).toEqual([
      'm1 chat 0',
      'm1 ops 0',
    ]);
    expect(await leaseMessages(pool, another)).toEqual([]);
    // Only who took it says what came of it.
    await markTried(pool, another, { id: 'm1', channel: 'ops' }, sent);
    expect(await leaseMessages(pool, another)).toEqual([]);
    const failed = { answer: null, field: 'url', reason: 'answered 500', waitMs: 60_000 };
    await markTried(pool, one, { id: 'm1', channel: 'ops' }, failed);
    expect(await leaseMessages(pool, another)).toMatchObject([{ id: 'm3', message: { title: 'm3' } }]);
    await markTried(pool, another, { id: 'm3', channel: 'ops' }, sent);
    expect(await leaseMessages(pool, another)).toEqual([]);
    await retryChannel(pool, 'ops');
    expect(await leaseMessages(pool, another)).toMatchObject([{ id: 'm1', tries: 1 }]);
    await markTried(pool, another, { id: 'm1', channel: 'ops' }, sent);
    expect(await leaseMessages(pool, another)).toMatchObject([{ id: 'm2' }]);
  });

  it('are taken once however many senders look at the same moment', async () => {
    const { revision } = await readLives(pool);
    const ids = Array.from({ length: 100 }, (_, place) => `c${place}`);
    for (const id of ids) await writeChannel(pool, channel(id));
    await writeLives(pool, revision, { ...NOTHING, messages: ids.map((id) => message('n1', id, ['t9'])) });
    const senders = Array.from({ length: 8 }, () => randomUUID());
    // The connections are there, and the senders are a little apart.
    await Promise.all(senders.map(() => pool.query('SELECT pg_sleep(0.1)')));
    const taken = await Promise.all(
      senders.map(async (id, place) => {
        await sleep(2 * place);
        return leaseMessages(pool, id);
      }),
    );
    expect(
      taken
        .flat()
        .map(({ channel: name }) => name)
        .sort(),
    ).toEqual([...ids].sort());
    for (const id of ids) await deleteChannel(pool, id);
    await pool.query(`DELETE FROM outbox WHERE id = 'n1'`);
  });

  it('of a sender that is gone are taken by another when its lease is over', async () => {
    expect(await leaseMessages(pool, one)).toEqual([]);
    await renewLease(pool, another, { id: 'm2', channel: 'ops' });
    await pool.query(`UPDATE outbox SET leased_until = now() - interval '1 second' WHERE channel = 'chat'`);
    expect(await leaseMessages(pool, another)).toMatchObject([{ id: 'm1', channel: 'chat', tries: 1 }]);
  });

  it('that failed are tried again when it is time, or when their channel was changed', async () => {
    const failed = { answer: null, field: 'url', reason: 'answered 500', waitMs: 60_000 };
    await markTried(pool, another, { id: 'm2', channel: 'ops' }, failed);
    expect(await leaseMessages(pool, one)).toEqual([]);
    await writeChannel(pool, channel('ops', { isEnabled: false }));
    expect(await leaseMessages(pool, one)).toEqual([]);
    await writeChannel(pool, channel('ops'));
    expect(await leaseMessages(pool, one)).toMatchObject([{ id: 'm2', tries: 1 }]);
    await deleteChannel(pool, 'ops');
    expect(await readChannels(pool)).toEqual([channel('chat')]);
  });

  it('that were refused are sent again when their channel is set anew, but not those whose end was sent, nor after a day', async () => {
    await writeChannel(pool, channel('wrong'));
    const { revision } = await readLives(pool);
    const old = { ...message('r0', 'wrong', ['t0']), madeMs: NOW_MS - 25 * 3_600_000 };
    const messages = [old, ...['r1', 'r2', 'r3'].map((id) => message(id, 'wrong', [id === 'r2' ? 'r2' : 'r1-3']))];
    await writeLives(pool, revision, { ...NOTHING, messages });
    const refused = { answer: null, field: 'to', reason: 'is refused', waitMs: null };
    for (const came of [refused, refused, refused, sent]) {
      const [row] = (await leaseMessages(pool, one)).filter(({ channel: name }) => name === 'wrong');
      await markTried(pool, one, { id: row?.id ?? '', channel: 'wrong' }, came);
    }
    const again = async (): Promise<string[]> =>
      (await leaseMessages(pool, one)).filter(({ channel: name }) => name === 'wrong').map(({ id }) => id);
    expect(await again()).toEqual([]);
    await writeChannel(pool, channel('wrong'));
    expect(await again()).toEqual(['r2']);
    await markTried(pool, one, { id: 'r2', channel: 'wrong' }, refused);
    // Another of the name has nothing to do with it.
    await deleteChannel(pool, 'wrong');
    await writeChannel(pool, channel('wrong'));
    await writeChannel(pool, channel('wrong'));
    expect(await again()).toEqual([]);
    await deleteChannel(pool, 'wrong');
    await pool.query(`DELETE FROM outbox WHERE channel = 'wrong'`);
  });

  it('are given up after a day and forgotten after 30', async () => {
    await forgetAlerts(pool, NOW_MS + 2 * 86_400_000);
    const { rows } = await pool.query<{ reason: string }>(
      `SELECT failed_reason AS reason FROM outbox WHERE channel = 'away' AND given_up_at IS NOT NULL`,
    );
    expect(rows).toEqual([{ reason: 'the channel was switched off for a day' }]);
    await forgetAlerts(pool, NOW_MS + 31 * 86_400_000);
    expect((await pool.query('SELECT FROM outbox')).rowCount).toBe(0);
  });
});

describe('times of quiet', () => {
  it('are kept as they were given; a silence can be ended', async () => {
    const silence = { id: randomUUID(), given: { by: 'Ada' }, fromMs: NOW_MS - 1_000, untilMs: NOW_MS + 3_600_000 };
    await writeSilence(pool, silence);
    expect(await readSilences(pool)).toMatchObject([silence]);
    expect(await endSilence(pool, silence.id)).toBe(true);
    expect(await endSilence(pool, silence.id)).toBe(false);
    expect(await readSilences(pool)).toEqual([]);
    expect(await readPastSilences(pool, 10)).toMatchObject([{ id: silence.id }]);
    const maintenance = { id: randomUUID(), given: { name: 'Sunday' } };
    await writeMaintenance(pool, maintenance);
    expect(await readMaintenances(pool)).toEqual([maintenance]);
  });
});

describe('a host that is forgotten', () => {
  it('takes its alerts, incidents and annotations along, and none is written any more', async () => {
    const other = { ...INCIDENT, id: 'i2', groupKey: 'rule:fleet' };
    const ofFleet = alertRow('a9', { hostId: null, incidentId: 'i2' });
    const { revision } = await readLives(pool);
    const write = { ...NOTHING, alerts: [alertRow('a7'), ofFleet], incidents: [INCIDENT, other] };
    const next = await writeLives(pool, revision, write);
    const annotation = { atMs: NOW_MS, untilMs: null, text: 'new disk', author: 'Ada' };
    await writeAnnotation(pool, { ...annotation, id: randomUUID(), hostId: HOST });
    await writeAnnotation(pool, { ...annotation, id: randomUUID(), hostId: null });
    await forgetHost(pool, HOST);
    await writeLives(pool, next, { ...write, alerts: [alertRow('a7', { state: 'resolved', resolvedMs: NOW_MS })] });
    expect((await pool.query('SELECT id FROM alert')).rows).toEqual([{ id: 'a9' }]);
    expect((await pool.query('SELECT id FROM incident')).rows).toEqual([{ id: 'i2' }]);
    expect((await pool.query('SELECT FROM annotation')).rowCount).toBe(1);
  });
});
