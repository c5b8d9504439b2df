import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startAgent } from '../support/agent.js';
import { askDoctor, brokenOf } from '../support/doctor.js';
import { eventually } from '../support/eventually.js';
import { createFakeClock, type FakeClock } from '../support/faults/fake-clock.js';
import { JoiningScene } from '../support/joining.js';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import type { TestProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, fakeTime, natsServer, root } from '../support/requirements.js';
import { type Queries, stackQueries } from '../support/stack.js';
import { queryStore } from '../support/unpacked.js';

const MEGABYTE = 1_000_000;
const DAY_SECONDS = 86_400;
const PUT_OUT_WITHIN_MS = 5_000;
const LONG_MS = 60_000;

interface Enrolled {
  readonly host_uuid: string;
  readonly public_key: string;
}

describeIf([root, natsServer, fakeTime], 'a host that joins by the line', () => {
  let scene: JoiningScene;
  let queries: Queries;
  let clock: FakeClock;
  let line: Record<string, string>;
  let agent: TestProcess;
  let link: PeerLink;
  const folder = temporaryDirectory('joined');
  const stateDir = join(folder, 'state');

  beforeAll(async () => {
    scene = await JoiningScene.start();
    queries = stackQueries(scene.url, scene.database.url);
    clock = createFakeClock();
    line = await scene.joinLine();
  });
  afterAll(async () => {
    link?.remove();
    await agent?.stop();
    await scene?.stop();
  });

  const settings = (more: Readonly<Record<string, string>>): Record<string, string> => ({
    ...{ WEIR_STATE_DIR: stateDir, DOCKER_HOST: `unix://${folder}/no-docker.sock` },
    ...more,
  });
  const enrolled = async (): Promise<Enrolled> => {
    const [row] = await queryStore<Enrolled>(scene.database.url, 'SELECT host_uuid, public_key FROM enrolment');
    if (!row) throw new Error('nobody is enrolled');
    return row;
  };
  const storedSums = async (): Promise<unknown> => {
    const series = 'SELECT net_id FROM series WHERE key = $1';
    const [row] = await queryStore<{ net_id: string }>(scene.database.url, series, [`host/${link.interface}`]);
    return row ? queries.storedSums(row.net_id) : null;
  };
  const allIsStored = (): Promise<unknown> =>
    eventually(
      'stored sums equal what the kernel counted',
      async () => expect(await storedSums()).toEqual(asTexts(kernelCounters(link.interface))),
      LONG_MS,
    );

  it('counts while the aggregator is away, joins once it is there, and all of it is stored to the byte', async () => {
    await scene.aggregator.stop();
    agent = startAgent(settings({ ...line, ...clock.env }));
    await agent.waitForLog(/the aggregator cannot be reached/, LONG_MS);
    link = createPeerLink();
    await link.receive(5 * MEGABYTE);
    await scene.aggregator.restart();
    await scene.ready();
    await agent.waitForLog(/this host has joined/, LONG_MS);
    await link.receive(5 * MEGABYTE);
    await allIsStored();
    expect(kernelCounters(link.interface).rxBytes).toBeGreaterThan(BigInt(10 * MEGABYTE));
  });

  it('keeps its id, and its key for itself', async () => {
    const { host_uuid: hostId } = await enrolled();
    expect(readFileSync(join(stateDir, 'host-id'), 'utf8').trim()).toBe(hostId);
    expect(statSync(join(stateDir, 'enrolment.json')).mode & 0o777).toBe(0o600);
    for (const secret of [line['WEIR_JOIN_TOKEN'], keptSeed(stateDir)]) {
      expect(secret).toMatch(/^.{20,}$/);
      expect(agent.log() + scene.aggregator.log()).not.toContain(secret);
    }
    expect(brokenOf(askDoctor('agent', settings(line))).filter((each) => !each.startsWith('Docker'))).toEqual([]);
  });

  it('renews its credentials under another key while it sends, by a clock that is three weeks off, and loses nothing', async () => {
    const before = await enrolled();
    const stop = await link.receiveSteadily(MEGABYTE);
    clock.set(21 * DAY_SECONDS);
    await agent.waitForLog(/this host has new credentials/, LONG_MS);
    expect(agent.log()).toContain("this host's clock is off: set it");
    clock.set(0);
    const after = await enrolled();
    expect(after.host_uuid).toBe(before.host_uuid);
    expect(after.public_key).not.toBe(before.public_key);
    const away = countOf(/NATS is away/g);
    // The old key is taken back a minute later; the agent is connected by the new one, and stays so.
    await queryStore(scene.database.url, 'UPDATE revoked_key SET due_at = now()');
    await scene.aggregator.waitForLog(new RegExp(`NATS lets ${before.public_key} in no more`), LONG_MS);
    await stop();
    await allIsStored();
    expect(countOf(/NATS is away/g)).toBe(away);
  });

  it('is cut off within seconds when it is put out, goes on counting, and sends all of it once it is let in again', async () => {
    const { host_uuid: hostId } = await enrolled();
    const away = countOf(/NATS is away/g);
    const revokedAt = Date.now();
    await scene.ask('mutation Out($hostId: ID!) { revokeEnrolment(hostId: $hostId) }', { hostId });
    await eventually('it is cut off', () => expect(countOf(/NATS is away/g)).toBe(away + 1), PUT_OUT_WITHIN_MS);
    expect(Date.now() - revokedAt).toBeLessThan(PUT_OUT_WITHIN_MS);
    await agent.waitForLog(/this host was revoked; it goes on counting, and keeps what it counts/, LONG_MS);
    const stored = await storedSums();
    await link.receive(5 * MEGABYTE);
    const doctor = brokenOf(askDoctor('agent', settings(line)));
    expect(doctor).toContainEqual(expect.stringMatching(/^enrolment: .*revoked/));
    expect(await storedSums()).toEqual(stored);
    await agent.stop();
    const again = await scene.joinLine();
    agent = startAgent(settings({ ...again, ...clock.env }));
    await agent.waitForLog(/this host has joined/, LONG_MS);
    await allIsStored();
    expect((await enrolled()).host_uuid).toBe(hostId);
  });

  it('tells nothing to who shows another certificate', async () => {
    const pin = `sha256:${'0'.repeat(64)}`;
    const stranger = settings({
      ...(await scene.joinLine()),
      WEIR_STATE_DIR: join(folder, 'other'),
      WEIR_JOIN_PIN: pin,
    });
    const other = startAgent(stranger);
    await other.waitForLog(/a certificate that is not pinned/, LONG_MS);
    await other.stop();
    expect(brokenOf(askDoctor('agent', stranger))).toContainEqual(
      expect.stringMatching(/^aggregator: .* a certificate that is not pinned/),
    );
    const { joinTokens } = await scene.ask<{ joinTokens: object[] }>('query { joinTokens { id } }');
    expect(joinTokens).toHaveLength(1);
  });

  function countOf(pattern: RegExp): number {
    return agent.log().match(pattern)?.length ?? 0;
  }
});

function keptSeed(stateDir: string): string {
  return (JSON.parse(readFileSync(join(stateDir, 'enrolment.json'), 'utf8')) as { seed: string }).seed;
}
