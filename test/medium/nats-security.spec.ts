import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import {
  controlSubjectOf,
  decodeControl,
  encodeControl,
  inboxPrefixOf,
  MESSAGE_KINDS,
  STREAM,
  subjectOf,
} from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { examineNats } from '../../apps/agent/src/doctor/nats.js';
import { eventually } from '../support/eventually.js';
import { fail } from '../support/fail.js';
import { NatsScene, secondOf } from '../support/nats-scene.js';
import { debian13, describeIf, natsServer } from '../support/requirements.js';
import { trixieNatsServer } from '../support/trixie.js';
import { queryStore } from '../support/unpacked.js';

type SubjectFor = (host: string) => string;

describeIf(natsServer, 'who has all that one host has, at a NATS with accounts,', () =>
  attacks(() => Promise.resolve('nats-server')),
);
describeIf([natsServer, ...debian13], 'who has all that one host has, at that of Debian 13,', () =>
  attacks(trixieNatsServer),
);

function attacks(command: () => Promise<string>): void {
  let scene: NatsScene;

  beforeAll(async () => {
    scene = await NatsScene.start(await command());
    await scene.publish(scene.victim, scene.other);
    await scene.stored(scene.other);
  });
  afterAll(() => scene?.close());

  it('sends and hears what is its own, as doctor says', async () => {
    const { nats, attacker, taken, witness, other, heardByOther, credentials } = scene;
    await scene.publish(attacker, taken);
    await scene.stored(taken);
    const access = { hostId: taken.host, ca: nats.keys.ca, credentials: () => credentials, refused: fail };
    const findings = await examineNats({ servers: [nats.url], user: null, password: null }, taken.host, access);
    expect(findings.map(({ what, state }) => [what, state])).toEqual(findings.map(({ what }) => [what, 'well']));
    witness.publish(controlSubjectOf(other.host), encodeControl({ v: 1, host: other.host, focus: null, peers: null }));
    await eventually('control is heard', () => expect(heardByOther.splice(0)).toHaveLength(1));
  });

  it.each<[string, SubjectFor]>([
    ...MESSAGE_KINDS.map((kind): [string, SubjectFor] => [`${kind} of another`, (host) => subjectOf(kind, host)]),
    ['control of another', controlSubjectOf],
    ['to an inbox of another', (host) => `${inboxPrefixOf(host)}.heard.x`],
    ['the purge of the stream', () => `$JS.API.STREAM.PURGE.${STREAM}`],
    ['a request for messages', () => `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.weir-ingest`],
    ['an acknowledgement', () => `$JS.ACK.${STREAM}.weir-ingest.1.1.1.1.1`],
    ['an answer between accounts', () => '_R_.abcdef.abcdef'],
    ['to the system', () => '$SYS.REQ.SERVER.PING'],
    ['claims', () => '$SYS.REQ.CLAIMS.UPDATE'],
  ])('cannot publish %s', async (_, subjectFor) => {
    const subject = subjectFor(scene.other.host);
    const before = await scene.seen();
    scene.attacker.publish(subject, secondOf(scene.forger));
    await scene.isTold('Publish', subject);
    expect(await scene.seen()).toEqual(before);
  });

  it.each<[string, SubjectFor]>([
    ['traffic of another', (host) => subjectOf('traffic', host)],
    ['traffic of all', () => subjectOf('traffic', '*')],
    ['control of another', controlSubjectOf],
    ['control of all', () => controlSubjectOf('*')],
    ['inboxes of another', (host) => `${inboxPrefixOf(host)}.>`],
    ['inboxes of the aggregator', () => '_INBOX.>'],
    ['answers between accounts', () => '_R_.>'],
    ['the system', () => '$SYS.>'],
    ['everything', () => '>'],
  ])('cannot hear %s', async (_, subjectFor) => {
    const subject = subjectFor(scene.other.host);
    scene.attacker.subscribe(subject, { callback: () => undefined });
    await scene.isTold('Subscription', subject);
  });

  it('cannot make a request of the answer to what it sends, whatever it asks to be answered on', async () => {
    const { attacker, victim, taken, other, heardByOther, heardInside } = scene;
    await scene.aggregator.stop();
    const heardBefore = heardInside.length;
    for (let n = 0; n < 3; n++) await scene.publish(victim, other);
    await eventually('they are heard', () => expect(heardInside.length).toBeGreaterThanOrEqual(heardBefore + 3));
    const own = subjectOf('traffic', taken.host);
    const replies = [
      ...[`$JS.API.STREAM.PURGE.${STREAM}`, `$JS.API.STREAM.DELETE.${STREAM}`],
      ...[`$JS.API.CONSUMER.DELETE.${STREAM}.weir-ingest`, '$SYS.REQ.SERVER.PING'],
      ...[...MESSAGE_KINDS.map((kind) => subjectOf(kind, other.host)), controlSubjectOf(other.host)],
    ];
    heardByOther.length = heardInside.length = 0;
    const before = await scene.stream();
    for (const reply of replies) attacker.publish(own, secondOf(taken), { reply });
    await attacker.flush();
    await eventually('all its own arrive', async () =>
      expect((await scene.stream()).messages).toBe(before.messages + replies.length),
    );
    const { first_seq, last_seq } = await scene.stream();
    expect([first_seq, last_seq]).toEqual([before.first_seq, before.last_seq + replies.length]);
    expect(heardInside).toEqual(replies.map(() => own));
    // What the server answers is heard where the other hears control: the attacker cannot word it, and the other takes none of it.
    expect(heardByOther.map(({ payload }) => decodeControl(payload).ok)).toEqual([false]);
    await scene.aggregator.restart();
    await scene.stored(taken);
    await scene.stored(other);
  });

  it('cannot pass off what it sends as another’s: that is refused, and says so', async () => {
    const { attacker, taken, forger, other, aggregator, databaseUrl } = scene;
    const subject = subjectOf('traffic', taken.host);
    await jetstream(attacker).publish(subject, secondOf(forger));
    await eventually('it is refused', async () =>
      expect(await queryStore(databaseUrl, 'SELECT reason FROM refused WHERE subject = $1', [subject])).toEqual([
        { reason: 'host: is not the host of the subject' },
      ]),
    );
    expect(aggregator.log()).toContain(`refused a message on ${subject}: host`);
    await scene.stored(other);
  });

  it('cannot keep another’s messages away by their ids, nor by what else a header can say', async () => {
    const { attacker, victim, taken, other } = scene;
    const [own, theirs] = [subjectOf('traffic', taken.host), subjectOf('traffic', other.host)];
    await jetstream(attacker).publish(own, secondOf(taken), { msgID: 'guessed-1' });
    const payload = secondOf(other);
    // That of an agent begins with 72 random bits of its run.
    expect(await jetstream(victim).publish(theirs, payload, { msgID: `${other.run}-1` })).toMatchObject({
      duplicate: false,
    });
    const rollup = headers();
    rollup.set('Nats-Rollup', 'all');
    await expect(jetstream(attacker).publish(own, secondOf(taken), { headers: rollup })).rejects.toThrow(/rollup/);
    taken.truth.set('host/eth0', [BigInt(await scene.sumOf(taken)) + 100n]);
    await scene.stored(other);
  });
}
