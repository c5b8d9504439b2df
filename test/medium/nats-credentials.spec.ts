import { once } from 'node:events';
import { writeFileSync } from 'node:fs';

import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { encodeUser } from '@nats-io/jwt';
import { createAccount, createUser } from '@nats-io/nkeys';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { subjectOf } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { examineNats } from '../../apps/agent/src/doctor/nats.js';
import { NatsTransport } from '../../apps/agent/src/publish/nats.js';
import { keyPairOf } from '../../apps/aggregator/src/config/nats-keys.js';
import { agentJwt } from '../../apps/aggregator/src/enrol/accounts.js';
import { newNatsKeys } from '../../apps/aggregator/src/enrol/make-keys/new-keys.js';
import { makeAuthority } from '../../apps/aggregator/src/tls/make-certificate.js';
import { execute } from '../support/database.js';
import { askDoctor } from '../support/doctor.js';
import { eventually } from '../support/eventually.js';
import { fail } from '../support/fail.js';
import { NatsScene } from '../support/nats-scene.js';
import { connectAs, type HeldCredentials } from '../support/nats-secured.js';
import { temporaryDirectory } from '../support/reaper.js';
import { debian13, describeIf, natsServer } from '../support/requirements.js';
import { trixieNatsServer } from '../support/trixie.js';

const CUT_WITHIN_MS = 5_000;
const LONGEST_LIFE_MS = 20_000;
const NO = /authorization violation|authentication expired/i;

describeIf(natsServer, 'a NATS with accounts lets in', () => doors(() => Promise.resolve('nats-server')));
describeIf([natsServer, ...debian13], 'that of Debian 13 lets in', () => doors(trixieNatsServer));

function doors(command: () => Promise<string>): void {
  let scene: NatsScene;

  beforeAll(async () => {
    scene = await NatsScene.start(await command());
  });
  afterAll(() => scene?.close());

  const refused = async (credentials: HeldCredentials): Promise<void> => {
    await expect(connectAs(scene.nats, credentials)).rejects.toThrow(NO);
    expect(scene.nats.log()).toMatch(/authentication error/i);
  };

  /** By credentials that end soon: on a busy machine the first may have ended before it is connected. */
  const connectedBriefly = async (lifeMs = 3_000): Promise<{ brief: HeldCredentials; connection: NatsConnection }> => {
    const brief = await scene.nats.enrol(scene.taken.host, lifeMs);
    const connection = await connectAs(scene.nats, brief).catch((error: Error) => {
      if (lifeMs > LONGEST_LIFE_MS) throw error;
      return null;
    });
    return connection ? { brief, connection } : connectedBriefly(2 * lifeMs);
  };

  it('nobody by credentials whose time is over, and ends connections when it is', async () => {
    const { nats, taken } = scene;
    await refused(await nats.enrol(taken.host, -1_000));
    const { brief, connection } = await connectedBriefly();
    expect((await connection.closed())?.message).toMatch(/authentication expired/i);
    // In the very second of the end it is let in, and cut at once.
    await eventually('it is refused', () => refused(brief));
  });

  it('nobody by credentials that another signed, or that are another’s', async () => {
    const { nats, taken, credentials } = scene;
    const user = createUser();
    const publicKey = user.getPublicKey();
    const held = (jwt: string): HeldCredentials => ({ host: taken.host, publicKey, jwt, seed: user.getSeed() });
    const soon = new Date(Date.now() + 3_600_000);
    await refused(held(await agentJwt(createAccount(), taken.host, publicKey, soon)));
    // Of the agents' account, which says that it is that of the stream.
    const weir = JSON.parse(atob(nats.keys.aggregator.jwt.split('.')[1] ?? '')).iss as string;
    await refused(held(await encodeUser('x', publicKey, weir, {}, { signer: keyPairOf(nats.keys.agentsSeed) })));
    await refused(held(credentials.jwt));
    const [header = '', claims = '', signature = ''] = credentials.jwt.split('.');
    const changed = btoa(atob(claims).replaceAll(taken.host, scene.other.host)).replace(/=+$/, '');
    await refused({ ...credentials, jwt: `${header}.${changed}.${signature}` });
  });

  it('nobody without credentials, or by a password', async () => {
    const { url, keys } = scene.nats;
    const open = { servers: url, tls: { ca: keys.ca ?? '' }, reconnect: false };
    await expect(connect(open)).rejects.toThrow(NO);
    await expect(connect({ ...open, user: 'agent', pass: 'secret' })).rejects.toThrow(NO);
  });

  it('an aggregator, which doctor says, and none that has other keys', async () => {
    const { nats, databaseUrl } = scene;
    const env = { ...nats.env, WEIR_DATABASE_URL: databaseUrl };
    const own = askDoctor('aggregator', env).lines;
    expect(own).toContainEqual(expect.stringMatching(/^✓ NATS: .* TLS, /));
    expect(own).toContain('✓ accounts: agents and aggregators have one each');
    const file = join(temporaryDirectory('keys'), 'keys.json');
    writeFileSync(file, JSON.stringify(await newNatsKeys(nats.keys.ca)));
    const other = askDoctor('aggregator', { ...env, WEIR_NATS_KEYS_FILE: file });
    expect(other.lines).toContainEqual(
      expect.stringMatching(/^✗ NATS: .*Authorization Violation.*nats-accounts\.conf/),
    );
  });

  it('nobody in plain text', async () => {
    const socket = connectSocket(scene.nats.port, '127.0.0.1');
    await once(socket, 'data');
    const closed = new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve));
    socket.write(`CONNECT ${JSON.stringify({ verbose: false, jwt: scene.credentials.jwt })}\r\nPING\r\n`);
    await closed;
    await eventually('it says why', () => expect(scene.nats.log()).toMatch(/TLS handshake error/));
  });

  it('an agent that takes its certificate; one that knows another authority tells it nothing', async () => {
    const { nats, taken, credentials } = scene;
    const reasons: string[] = [];
    const transportOf = (ca: string): NatsTransport => {
      const access = { hostId: taken.host, ca, credentials: () => credentials, refused: fail };
      const warn = (told: unknown): unknown => reasons.push(String((told as { reason?: string }).reason));
      const log = { info: () => undefined, warn } as never;
      return new NatsTransport({ servers: [nats.url], user: null, password: null }, Date.now, log, access);
    };
    const [knowing, wary] = [nats.keys.ca ?? '', (await makeAuthority('weir NATS', 1)).cert].map(transportOf);
    for (const transport of [knowing, wary]) transport?.start(() => undefined);
    await eventually('the one is connected', () => expect(knowing?.connected).toBe(true));
    await eventually('the other says why not', () => expect(reasons.join()).toMatch(/certificate/i));
    expect(wary?.connected).toBe(false);
    for (const transport of [knowing, wary]) await transport?.close();
  });

  it('a revoked key no more: it is cut within seconds, also by a NATS that restarts, or that lost its disk', async () => {
    const { nats, taken, databaseUrl } = scene;
    const thief = await nats.enrol(taken.host);
    const connection = await connectAs(nats, thief);
    const startMs = Date.now();
    const closed = connection.closed();
    await execute(
      databaseUrl,
      `INSERT INTO revoked_key (public_key, host_uuid, due_at) VALUES ('${thief.publicKey}', '${taken.host}', now())`,
    );
    expect((await closed)?.message).toMatch(/authentication revoked/i);
    expect(Date.now() - startMs).toBeLessThan(CUT_WITHIN_MS);
    await refused(thief);
    const access = { ...{ hostId: taken.host, ca: nats.keys.ca, refused: fail }, credentials: () => thief };
    const found = await examineNats({ servers: [nats.url], user: null, password: null }, taken.host, access);
    expect(found).toMatchObject([{ state: 'broken', text: expect.stringContaining('this host was put out') }]);
    process.kill(nats.pid, 'SIGHUP');
    await eventually('it read its configuration anew', () => expect(nats.log()).toMatch(/Reloaded server config/));
    await refused(thief);
    await nats.restart();
    await refused(thief);
    await nats.kill();
    await nats.loseDisk();
    await nats.restart();
    await eventually('it knows again', () => refused(thief));
    await sendsStill();
  });

  /** The others are let in as ever, and what they send is stored. */
  async function sendsStill(): Promise<void> {
    const { nats, other } = scene;
    const connection: NatsConnection = await connectAs(nats, await nats.enrol(other.host));
    await scene.publish(connection, other);
    await scene.stored(other);
    await connection.close();
    expect(scene.nats.log()).not.toContain(subjectOf('traffic', other.host));
  }
}
