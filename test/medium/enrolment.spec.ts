import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { nkeys, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENROLMENT_PATH, RENEWAL_PATH, subjectOf } from '@weir/model';
import pg from 'pg';
import { renewalOf } from '../../apps/agent/src/enrol/key.js';
import { Enroller } from '../../apps/aggregator/src/enrol/enroller.js';
import { makeToken } from '../support/access.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import {
  askForJoinToken,
  enrol,
  type Joined,
  type JoiningHost,
  joinOf,
  makeJoinToken,
  newHost,
  renew,
  sendJoin,
  sendRenewal,
} from '../support/enrolment.js';
import { eventually } from '../support/eventually.js';
import { fail } from '../support/fail.js';
import { askGraphql } from '../support/graphql.js';
import { connectAs, type SecuredNats, startSecuredNats } from '../support/nats-secured.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { queryStore } from '../support/unpacked.js';

const MINUTE_MS = 60_000;
const STANDING = `weirjoin_${'s'.repeat(43)}`;
const ADMIN_ONLY = [
  'query { enrolments { hostId } }',
  'query { joinTokens { id } }',
  'mutation { createJoinToken { secret } }',
  'mutation { revokeJoinToken(id: "x") }',
  'mutation { revokeEnrolment(hostId: "x") }',
];

describeIf(natsServer, 'hosts that join', () => {
  let nats: SecuredNats;
  let aggregator: RunningAggregator;
  let databaseUrl: string;
  let url: string;

  beforeAll(async () => {
    const [secured, database] = await Promise.all([startSecuredNats(), startPostgres()]);
    nats = secured;
    databaseUrl = database.url;
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: databaseUrl, ...nats.env },
      WEIR_TRUSTED_PROXIES: '127.0.0.1',
    });
    ({ url } = aggregator);
  });
  afterAll(async () => aggregator?.stop());

  const sql = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    queryStore<T>(databaseUrl, text, values);
  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const { data, errors } = await askGraphql<T>(url, query, variables);
    return data ?? fail(JSON.stringify(errors));
  };
  const problem = ({ status, body }: Joined): [number, string | undefined] => [
    status,
    body.type?.replace('urn:weir:enrolment:', ''),
  ];
  const joined = async (uses = 1): Promise<{ host: JoiningHost; secret: string; answer: Joined['body'] }> => {
    const { secret } = await makeJoinToken(url, { uses });
    const host = newHost();
    const { status, body } = await enrol(url, host, secret);
    expect(status).toBe(200);
    return { host, secret, answer: body };
  };
  const connect = (host: JoiningHost, jwt = ''): Promise<NatsConnection> => {
    const seed = Buffer.from(host.seed);
    const publicKey = nkeys.fromSeed(seed).getPublicKey();
    return connectAs(nats, { host: host.hostId, publicKey, jwt, seed });
  };
  const enrolledHosts = async (): Promise<string[]> =>
    (await sql<{ host_uuid: string }>('SELECT host_uuid FROM enrolment')).map((row) => row.host_uuid);

  describe('a join token', () => {
    it('comes with lines that join a host, is told once, and is nowhere kept', async () => {
      const { secret, commands } = await askForJoinToken(url, { validMinutes: 5, uses: 2 });
      if (secret === null) throw new Error('no secret');
      expect(commands.map(({ way }) => way)).toEqual(['Docker', 'Docker Compose, with names of containers', 'Process']);
      for (const { command } of commands) {
        expect(command).toContain(`WEIR_JOIN_URL=${url}`);
        expect(command).toContain(`WEIR_JOIN_TOKEN=${secret}`);
      }
      const [row] = await sql<{ text: string }>('SELECT string_agg(join_token::text, $1) AS text FROM join_token', [
        '',
      ]);
      expect(row?.text).not.toContain(secret);
      const [audited] = await sql<{ text: string }>('SELECT string_agg(audit::text, $1) AS text FROM audit', ['']);
      expect(audited?.text).toContain('createJoinToken');
      expect(audited?.text).not.toContain(secret);
      expect(aggregator.log()).not.toContain(secret);
    });

    it.each([
      [{ validMinutes: 0 }, 'validMinutes'],
      [{ validMinutes: 10_081 }, 'validMinutes'],
      [{ uses: 0 }, 'uses'],
      [{ labels: [{ key: 'a b', value: '' }] }, 'labels'],
    ])('is not made of %j', async (asked, field) => {
      const { joinToken, secret, refusals } = await askForJoinToken(url, asked);
      expect([joinToken, secret, refusals.map((each) => each.field)]).toEqual([null, null, [field]]);
    });

    it.each(['VIEWER', 'OPERATOR'] as const)('and who joined are for admins alone, not for %s', async (role) => {
      const { header } = await makeToken(url, { role });
      for (const query of ADMIN_ONLY) {
        const headers = { ...header, 'content-type': 'application/json' };
        const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
        expect(await response.text()).toContain('FORBIDDEN');
      }
    });
  });

  it('are let in by it, may send what is theirs, and are named and labelled from what they send first', async () => {
    const { secret } = await makeJoinToken(url, { labels: [{ key: 'site', value: 'berlin' }] });
    const host = newHost();
    const { status, body } = await enrol(url, host, secret);
    expect([status, body.hostId, body.natsUrls, body.ca]).toEqual([200, host.hostId, [nats.url], nats.keys.ca]);
    const connection = await connect(host, body.jwt);
    const event = { v: 1, host: host.hostId, at: Date.now(), kind: 'container.started', subject: 'web', text: 'x' };
    await jetstream(connection).publish(subjectOf('event', host.hostId), JSON.stringify(event));
    await eventually('the host is there, with its name and label', async () => {
      const rows = await sql('SELECT name, labels FROM host WHERE id = $1', [host.hostId]);
      expect(rows).toEqual([{ name: 'web-1', labels: { site: 'berlin' } }]);
    });
    await connection.close();
    const { enrolments } = await ask<{ enrolments: { hostId: string }[] }>(
      'query { enrolments { hostId hostName publicKey by state } }',
    );
    const publicKey = nkeys.fromSeed(Buffer.from(host.seed)).getPublicKey();
    expect(enrolments.find(({ hostId }) => hostId === host.hostId)).toEqual({
      ...{ hostId: host.hostId, hostName: 'web-1', publicKey, by: 'local', state: 'ACTIVE' },
    });
    const [entry] = await sql('SELECT actor, action, outcome, address FROM audit WHERE subject = $1', [host.hostId]);
    expect(entry).toEqual({
      actor: 'web-1',
      action: 'enrolment',
      outcome: 'ok',
      address: expect.stringMatching(/^192\.0\.2\./),
    });
  });

  it('are given an id where they have none, the same again to who lost the answer', async () => {
    const { secret } = await makeJoinToken(url);
    const host = newHost();
    const sign = (): object => ({ ...joinWithoutId(host, secret) });
    const first = await sendJoin(url, sign());
    const again = await sendJoin(url, sign());
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(first.body.hostId).toMatch(/^[0-9a-f-]{36}$/);
    expect(again.body.hostId).toBe(first.body.hostId);
  });

  describe('are kept out', () => {
    it('with what somebody sent before', async () => {
      const { secret } = await makeJoinToken(url, { uses: 5 });
      const request = joinOf(newHost(), secret);
      expect((await sendJoin(url, request)).status).toBe(200);
      expect(problem(await sendJoin(url, request))).toEqual([409, 'replayed']);
    });

    it('by a token that is used up; who used it may say it again', async () => {
      const { host, secret } = await joined();
      expect(problem(await enrol(url, newHost(), secret))).toEqual([403, 'token-used-up']);
      expect((await enrol(url, host, secret)).status).toBe(200);
    });

    it('all but one of those who use it at once', async () => {
      const { secret } = await makeJoinToken(url);
      const hosts = Array.from({ length: 6 }, () => newHost());
      const answers = await Promise.all(hosts.map((host) => enrol(url, host, secret)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403]);
      const there = await enrolledHosts();
      expect(hosts.filter(({ hostId }) => there.includes(hostId))).toHaveLength(1);
    });

    it('by a token that is over, that was revoked, that nobody made', async () => {
      const [over, back] = [await makeJoinToken(url), await makeJoinToken(url)];
      await sql(`UPDATE join_token SET expires_at = now() - interval '1 s' WHERE id = $1`, [over.id]);
      await ask('mutation Back($id: ID!) { revokeJoinToken(id: $id) }', { id: back.id });
      const host = newHost();
      expect(problem(await enrol(url, host, over.secret))).toEqual([403, 'token-expired']);
      expect(problem(await enrol(url, host, back.secret))).toEqual([403, 'token-revoked']);
      expect(problem(await enrol(url, host, `weirjoin_${'A'.repeat(43)}`))).toEqual([403, 'token-unknown']);
      expect(problem(await enrol(url, host, 'eyJhbGciOiJub25lIn0.e30.'))).toEqual([403, 'token-unknown']);
      expect(await enrolledHosts()).not.toContain(host.hostId);
      const entries = await sql<{ outcome: string }>('SELECT outcome FROM audit WHERE subject = $1', [host.hostId]);
      expect(entries.map(({ outcome }) => outcome)).toEqual(['denied', 'denied', 'denied', 'denied']);
    });

    it("with another's host id, or another's key", async () => {
      const { host } = await joined();
      const { secret } = await makeJoinToken(url, { uses: 9 });
      expect(problem(await enrol(url, newHost(host.hostId), secret))).toEqual([409, 'host-taken']);
      expect(problem(await enrol(url, { ...host, hostId: randomUUID() }, secret))).toEqual([409, 'key-taken']);
      expect((await renew(url, host)).status).toBe(200);
    });

    it('with a signature of another key, or of something else', async () => {
      const { secret } = await makeJoinToken(url, { uses: 9 });
      const [host, other] = [newHost(), newHost()];
      const own = joinOf(host, secret);
      const { signature } = joinOf({ ...other, hostId: host.hostId }, secret, own.at);
      for (const forged of [{ signature }, { hostId: other.hostId }, { hostName: 'web-2' }, { at: own.at + 1 }])
        expect(problem(await sendJoin(url, { ...own, ...forged }))).toEqual([401, 'signature']);
      expect(await enrolledHosts()).not.toContain(host.hostId);
    });

    it.each([-6, 6])('by a clock that is %i minutes off', async (minutes) => {
      const { secret } = await makeJoinToken(url);
      const answer = await sendJoin(url, joinOf(newHost(), secret, Date.now() + minutes * MINUTE_MS));
      expect(problem(answer)).toEqual([400, 'clock']);
      expect(answer.body.detail).toMatch(
        minutes < 0 ? /behind the aggregator's clock/ : /ahead of the aggregator's clock/,
      );
    });

    it.each<[string, unknown, string | undefined]>([
      ['no JSON', '{', undefined],
      ['a text', '"x"', undefined],
      ['a list', [], 'body'],
      ['nothing', {}, 'token'],
      ['a token that is a list', { token: ['a'] }, 'token'],
      ['a host id with a wildcard', { token: 'a', hostId: '*' }, 'hostId'],
      ['a host id in capitals', { token: 'a', hostId: randomUUID().toUpperCase() }, 'hostId'],
      ['a name with a line break', { token: 'a', hostName: 'a\nb' }, 'hostName'],
      ["an account's key", { token: 'a', hostName: 'a', publicKey: nkeys.createAccount().getPublicKey() }, 'publicKey'],
      ['a seed for a key', { token: 'a', hostName: 'a', publicKey: newHost().seed }, 'publicKey'],
    ])('with %s for a body', async (_, body, field) => {
      const answer = await sendJoin(url, body);
      expect([...problem(answer), answer.body.field]).toEqual([400, 'request', field]);
    });

    it('with a body that is too large, of another kind, or asked for in another way', async () => {
      expect((await sendJoin(url, { token: 'a'.repeat(20_000) })).status).toBe(413);
      for (const path of [ENROLMENT_PATH, RENEWAL_PATH]) {
        const plain = await fetch(url + path, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: '{}',
        });
        expect([plain.status, (await fetch(url + path)).status]).toEqual([415, 405]);
        expect(plain.headers.get('content-type')).toContain('application/problem+json');
      }
    });
  });

  it('get nothing by fields that are none of theirs', async () => {
    const { secret } = await makeJoinToken(url);
    const host = newHost();
    const more = { labels: { site: 'mine' }, enrolledBy: 'root', usesLeft: 9, expiresAt: '2099-01-01', role: 'admin' };
    expect((await sendJoin(url, { ...joinOf(host, secret), ...more })).status).toBe(200);
    const [row] = await sql(
      'SELECT labels, enrolled_by, expires_at < now() + $2::interval AS ends FROM enrolment WHERE host_uuid = $1',
      [host.hostId, '31 days'],
    );
    expect(row).toEqual({ labels: {}, enrolled_by: 'local', ends: true });
  });

  describe('renew', () => {
    it('with their key, but not with what was sent before, with another key, or for another host', async () => {
      const [one, other] = [(await joined()).host, (await joined()).host];
      const request = renewalOf(one.seed, null, one.hostId, Date.now());
      expect((await sendRenewal(url, request)).status).toBe(200);
      expect(problem(await sendRenewal(url, request))).toEqual([409, 'replayed']);
      expect(problem(await renew(url, newHost(one.hostId)))).toEqual([403, 'not-enrolled']);
      expect(problem(await renew(url, { ...one, hostId: other.hostId }))).toEqual([403, 'not-enrolled']);
      expect(problem(await renew(url, newHost()))).toEqual([403, 'not-enrolled']);
      expect(problem(await renew(url, one, null, Date.now() - 6 * MINUTE_MS))).toEqual([400, 'clock']);
      expect(problem(await sendRenewal(url, { ...request, signature: 'A'.repeat(86) }))).toEqual([401, 'signature']);
    });

    it('with another key from then on, also where the answer was lost; the old one ends a minute later', async () => {
      const { host } = await joined();
      const next = newHost(host.hostId);
      const forged = renewalOf(host.seed, next.seed, host.hostId, Date.now());
      const lie = { ...forged, next: { ...forged.next, signature: forged.signature } };
      expect(problem(await sendRenewal(url, lie))).toEqual([401, 'signature']);
      expect((await renew(url, host, next.seed)).status).toBe(200);
      const { status, body } = await renew(url, host, next.seed);
      expect(status).toBe(200);
      expect(problem(await renew(url, host))).toEqual([403, 'not-enrolled']);
      expect(problem(await renew(url, next, host.seed))).toEqual([409, 'key-taken']);
      expect((await renew(url, next)).status).toBe(200);
      await (await connect(next, body.jwt)).close();
      const old = nkeys.fromSeed(Buffer.from(host.seed)).getPublicKey();
      const [row] = await sql('SELECT due_at > now() AS waits, taken_back_at FROM revoked_key WHERE public_key = $1', [
        old,
      ]);
      expect(row).toEqual({ waits: true, taken_back_at: null });
    });

    it('not when it is too late', async () => {
      const { host } = await joined();
      await sql(`UPDATE enrolment SET expires_at = now() - interval '1 s' WHERE host_uuid = $1`, [host.hostId]);
      expect(problem(await renew(url, host))).toEqual([403, 'expired']);
      expect((await enrol(url, host, (await makeJoinToken(url)).secret)).status).toBe(200);
      expect((await renew(url, host)).status).toBe(200);
    });
  });

  it('are cut off within seconds when they are put out, and join again only by a token made since, with a new key', async () => {
    const { host: before, secret, answer } = await joined(5);
    const host = newHost(before.hostId);
    const { jwt } = (await renew(url, before, host.seed)).body;
    const connections = [await connect(before, answer.jwt), await connect(host, jwt)];
    await ask('mutation Out($hostId: ID!) { revokeEnrolment(hostId: $hostId) }', { hostId: host.hostId });
    const revokedAt = Date.now();
    await Promise.all(connections.map((each) => each.closed()));
    expect(Date.now() - revokedAt).toBeLessThan(5_000);
    await expect(connect(before, answer.jwt)).rejects.toThrow(/authorization/i);
    await expect(connect(host, jwt)).rejects.toThrow(/authorization/i);
    expect(problem(await renew(url, host))).toEqual([403, 'revoked']);
    const anew = newHost(host.hostId);
    expect(problem(await enrol(url, anew, secret))).toEqual([403, 'revoked']);
    const since = await makeJoinToken(url);
    expect(problem(await enrol(url, host, since.secret))).toEqual([403, 'revoked']);
    const { status, body } = await enrol(url, anew, since.secret);
    expect(status).toBe(200);
    await (await connect(anew, body.jwt)).close();
  });

  it('stay listed for 30 days when they are put out, and as long as they may send', async () => {
    const { host } = await joined();
    await ask('mutation Out($hostId: ID!) { revokeEnrolment(hostId: $hostId) }', { hostId: host.hostId });
    const listed = async (): Promise<unknown[]> => {
      const { enrolments } = await ask<{ enrolments: { hostId: string; state: string }[] }>(
        '{ enrolments { hostId state } }',
      );
      return enrolments.filter(({ hostId }) => hostId === host.hostId).map(({ state }) => state);
    };
    const put = (what: string): Promise<unknown> =>
      sql(`UPDATE enrolment SET ${what} WHERE host_uuid = $1`, [host.hostId]);
    await put(`revoked_at = now() - interval '29 days 23 hours'`);
    expect(await listed()).toEqual(['REVOKED']);
    await put(`revoked_at = now() - interval '30 days 1 second'`);
    expect(await listed()).toEqual([]);
    await put('revoked_at = NULL, enrolled_at = enrolled_at - $$90 days$$::interval');
    expect(await listed()).toEqual(['ACTIVE']);
  });

  it('join by a service account or a standing token instead, as often as need be; but it brings nobody back who was put out', async () => {
    const pool = new pg.Pool({ connectionString: databaseUrl });
    const issued = { jwt: 'a.b.c', expiresAt: new Date(Date.now() + MINUTE_MS) };
    const credentials = { natsUrls: [nats.url], ca: null, issue: async () => issued, revoke: async () => undefined };
    const cluster = {
      accountOf: async (token: string) => (token === 'agents' ? 'serviceaccount weir/weir-agent' : null),
    };
    const enroller = new Enroller(pool, credentials, cluster, STANDING);
    const [host, other] = [newHost(), newHost()];
    for (const each of [host, other]) {
      expect(await enroller.enrol(joinOf(each, 'agents'))).toMatchObject({
        ok: true,
        by: 'serviceaccount weir/weir-agent',
      });
    }
    for (const each of [newHost(), newHost()]) {
      expect(await enroller.enrol(joinOf(each, STANDING))).toMatchObject({ ok: true, by: 'standing join token' });
    }
    const refused = (problem: string): object => ({ ok: false, refusal: { problem } });
    const unknown = joinOf(newHost(), STANDING.replace('s', 't'));
    expect(await enroller.enrol(unknown)).toMatchObject(refused('token-unknown'));
    expect(await enroller.enrol(joinOf(newHost(), 'others'))).toMatchObject(refused('token-unknown'));
    expect(await enroller.enrol(joinOf(newHost(host.hostId), 'agents'))).toMatchObject(refused('host-taken'));
    await enroller.revoke(host.hostId);
    const anew = newHost(host.hostId);
    expect(await enroller.enrol(joinOf(anew, 'agents'))).toMatchObject(refused('revoked'));
    expect(await enroller.enrol(joinOf(anew, STANDING))).toMatchObject(refused('revoked'));
    const { secret } = await makeJoinToken(url);
    expect(await enroller.enrol(joinOf(anew, secret))).toMatchObject({ ok: true });
    expect(await new Enroller(pool, null, cluster).enrol(joinOf(anew, 'agents'))).toMatchObject(refused('off'));
    await pool.end();
  });

  it('wait where too many ask from one address, and nobody else does', async () => {
    const from = '198.51.100.7';
    const answers = await Promise.all(Array.from({ length: 90 }, () => sendJoin(url, '{', from)));
    const counts = [400, 429].map((wanted) => answers.filter(({ status }) => status === wanted).length);
    expect(counts[0]).toBeGreaterThanOrEqual(60);
    expect(counts[1]).toBeGreaterThan(0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
    expect((await sendJoin(url, '{', '198.51.100.8')).status).toBe(400);
  });
});

/** Of a host that has no id yet. */
function joinWithoutId(host: JoiningHost, secret: string): object {
  return joinOf({ ...host, hostId: null as never }, secret);
}
