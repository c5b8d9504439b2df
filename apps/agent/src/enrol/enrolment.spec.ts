import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ENROLMENT_PATH, RENEWAL_PATH } from '@weir/model';
import { selfSigned } from '../discover/certificate.fixture.js';
import { AggregatorFixture } from './aggregator.fixture.js';
import { ask, type Asked } from './ask.js';
import { Enrolment, type EnrolmentParts } from './enrolment.js';
import type { Given } from './kept-enrolment.js';

const HOST = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';
const TOKEN = 'weirjoin_token';
const certificate = selfSigned('aggregator');

describe('an agent that joins', () => {
  let folder: string;
  let aggregator: AggregatorFixture;
  let clockMs: number;
  let enrolments: Enrolment[];
  let changes: (Given | null)[];
  const log = { info: jest.fn(), warn: jest.fn() };
  jest.setTimeout(60_000);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'weir-enrol-'));
    aggregator = new AggregatorFixture(certificate);
    await aggregator.start();
    clockMs = Date.now();
    [enrolments, changes] = [[], []];
    log.info.mockReset();
    log.warn.mockReset();
  });
  afterEach(async () => {
    for (const each of enrolments) each.stop();
    await aggregator.stop();
    rmSync(folder, { recursive: true });
  });

  const start = (given: Partial<EnrolmentParts> = {}, token: string | null = TOKEN): Enrolment => {
    const to = { url: aggregator.url, token, tokenFile: null, pin: aggregator.pin };
    const own = { join: to, folder, hostId: HOST, hostName: 'web-1', nowMs: () => clockMs, ask, log };
    const enrolment = new Enrolment({ ...own, ...given });
    enrolments.push(enrolment);
    enrolment.start((now) => changes.push(now));
    return enrolment;
  };
  const restart = (): Enrolment => {
    enrolments.pop()?.stop();
    return start();
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    const giveUpAt = Date.now() + 30_000;
    while (!isSo() && Date.now() < giveUpAt) await sleep(10);
    expect(isSo()).toBe(true);
  };
  const warned = (): string => log.warn.mock.calls.map((call) => call.at(-1)).join('\n');
  const kept = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, 'enrolment.json'), 'utf8'));

  it('asks once, with a signature that holds, and keeps what it is given for nobody else to read', async () => {
    const enrolment = start();
    await until(() => changes.length === 1);
    expect(aggregator.asked).toHaveLength(1);
    expect(aggregator.asked[0]).toMatchObject({
      path: ENROLMENT_PATH,
      body: { token: TOKEN, hostId: HOST, hostName: 'web-1', at: clockMs },
    });
    expect(changes[0]).toMatchObject({ hostId: HOST, natsUrls: ['tls://127.0.0.1:1'], ca: null });
    expect(enrolment.credentials().jwt).toBe(changes[0]?.jwt);
    expect(statSync(join(folder, 'enrolment.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'enrolment.json'), 'utf8')).not.toContain(TOKEN);
  });

  it('has in its next life what it had, and asks nobody', async () => {
    start();
    await until(() => changes.length === 1);
    restart();
    await until(() => changes.length === 2);
    expect(changes[1]).toEqual(changes[0]);
    expect(aggregator.asked).toHaveLength(1);
  });

  it('asks for new credentials, and with another key, when two thirds of their life have passed', async () => {
    const before = start();
    await until(() => changes.length === 1);
    const { seed } = before.credentials();
    clockMs += 19 * 86_400_000;
    restart();
    await sleep(200);
    expect(aggregator.asked).toHaveLength(1);
    clockMs += 1.1 * 86_400_000;
    const after = restart();
    await until(() => aggregator.asked.length === 2 && changes.length === 4);
    expect(aggregator.asked[1]).toMatchObject({ path: RENEWAL_PATH, body: { hostId: HOST } });
    const { body } = aggregator.asked[1] ?? {};
    expect(body?.next?.publicKey).not.toBe(body?.publicKey);
    expect(Buffer.from(after.credentials().seed).equals(seed)).toBe(false);
    expect(changes.at(-1)?.jwt).not.toBe(changes[0]?.jwt);
  });

  it('keeps the next key before anybody hears of it, and asks for the same one after a lost answer', async () => {
    start();
    await until(() => changes.length === 1);
    clockMs += 25 * 86_400_000;
    const lost = jest.fn(async (...given: Parameters<typeof ask>): Promise<Asked> => {
      await ask(...given);
      return { ok: false, kind: 'away', problem: null, text: 'the line was cut', serverMs: null };
    });
    enrolments.pop()?.stop();
    start({ ask: lost });
    await until(() => aggregator.asked.length === 2);
    enrolments.pop()?.stop();
    const { next } = kept();
    expect(next).toEqual(expect.any(String));
    start();
    await until(() => aggregator.asked.length === 3 && kept()['next'] === null);
    expect(aggregator.asked[2]?.body.next?.publicKey).toBe(aggregator.asked[1]?.body.next?.publicKey);
    expect(kept()['seed']).toBe(next);
  });

  it('sends nothing to who shows another certificate than the one that is pinned, and says so once', async () => {
    const pin = `sha256:${'0'.repeat(64)}`;
    start({ join: { url: aggregator.url, token: TOKEN, tokenFile: null, pin } });
    await until(() => warned().includes('a certificate that is not pinned'));
    await sleep(1_700);
    expect(aggregator.heardBytes).toBe(0);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(warned()).toContain(aggregator.pin);
    expect(warned()).not.toContain(TOKEN);
  });

  it('without a pin takes no certificate that no authority knows', async () => {
    start({ join: { url: aggregator.url, token: TOKEN, tokenFile: null, pin: null } });
    await until(() => warned().includes('set WEIR_JOIN_PIN'));
    expect(aggregator.heardBytes).toBe(0);
  });

  it('tries on where nobody answers', async () => {
    await aggregator.stop();
    start();
    await until(() => warned().includes('the aggregator cannot be reached'));
    await aggregator.start();
    await until(() => changes.length === 1);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['token-expired', 'token: was good until yesterday: make a new one', /was good until yesterday: make a new one/],
    ['token-used-up', 'token: was used as often as it may be', /was used as often as it may be/],
    ['revoked', 'hostId: was revoked', /this host was revoked; it goes on counting, and keeps what it counts/],
  ] as const)('says what is wrong where it is refused: %s', async (problem, detail, said) => {
    aggregator.refusal = { problem, detail };
    start();
    await until(() => said.test(warned()));
    expect(changes).toEqual([]);
    expect(kept()['refusal']).toMatchObject({ problem, text: detail });
  });

  it('signs by the time of the aggregator where its own clock is off, and says by how much', async () => {
    aggregator.mostOffMs = 300_000;
    clockMs += 7_200_000;
    start();
    await until(() => changes.length === 1);
    expect(log.warn.mock.calls).toEqual([
      [{ offSeconds: expect.closeTo(-7_200, -1) }, "this host's clock is off: set it"],
    ]);
    expect(aggregator.asked).toHaveLength(2);
  });

  it('drops what it had once it was put out, and joins again by a token with another key', async () => {
    const enrolment = start();
    await until(() => changes.length === 1);
    aggregator.refusal = { problem: 'revoked', detail: 'hostId: was revoked' };
    enrolment.doubt();
    await until(() => changes.length === 2);
    expect(changes[1]).toBeNull();
    await until(() => aggregator.asked.length === 3);
    const [first, , again] = aggregator.asked;
    expect(again).toMatchObject({ path: ENROLMENT_PATH, body: { hostId: HOST } });
    expect(again?.body.publicKey).not.toBe(first?.body.publicKey);
    aggregator.refusal = null;
    restart();
    await until(() => changes.at(-1) !== null);
    expect(kept()['refusal']).toBeNull();
  });

  it('asks ever more rarely with what was refused, and at once with another token', async () => {
    jest.useFakeTimers({ doNotFake: ['Date'] });
    try {
      const tokenFile = join(folder, 'token');
      writeFileSync(tokenFile, 'first');
      const refused = { ok: false, kind: 'refused', problem: 'revoked', text: 'was revoked', serverMs: null } as const;
      const shown: unknown[] = [];
      const refusing = async (...[, , body]: Parameters<typeof ask>): Promise<Asked> => {
        shown.push((body as { token?: string }).token);
        return refused;
      };
      start({ join: { url: aggregator.url, token: null, tokenFile, pin: null }, ask: refusing });
      await jest.advanceTimersByTimeAsync(3_600_000);
      // After 15 s, 30 s, … and then each quarter of an hour.
      expect(shown.length).toBeGreaterThan(7);
      expect(shown.length).toBeLessThan(12);
      const before = shown.length;
      writeFileSync(tokenFile, 'second');
      await jest.advanceTimersByTimeAsync(15_000);
      expect(shown.slice(before)).toEqual(['second']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('reads the token anew from its file at each use', async () => {
    const tokenFile = join(folder, 'token');
    aggregator.refusal = { problem: 'token-expired', detail: 'token: is over' };
    writeFileSync(tokenFile, 'first\n');
    start({ join: { url: aggregator.url, token: null, tokenFile, pin: aggregator.pin } });
    await until(() => aggregator.asked.length === 1);
    enrolments.pop()?.stop();
    writeFileSync(tokenFile, 'second\n');
    start({ join: { url: aggregator.url, token: null, tokenFile, pin: aggregator.pin } });
    await until(() => aggregator.asked.length === 2);
    expect(aggregator.asked.map(({ body }) => body.token)).toEqual(['first', 'second']);
  });

  it('does not ask where nothing can be kept, and says why', async () => {
    start({ folder: null });
    await sleep(50);
    expect(warned()).toContain('set WEIR_STATE_DIR to a writable folder');
    expect(aggregator.asked).toEqual([]);
  });

  it('burns no token where its key cannot be kept', async () => {
    // Of root too: no file can be made below a file.
    writeFileSync(join(folder, 'file'), '');
    start({ folder: join(folder, 'file') });
    await until(() => warned().includes('this host cannot join, or renew: '));
    expect(aggregator.asked).toEqual([]);
  });

  it('of another host id is no use', async () => {
    start();
    await until(() => changes.length === 1);
    enrolments.pop()?.stop();
    const other = HOST.replace('0b', '0c');
    start({ hostId: other });
    await until(() => changes.length === 2);
    expect(aggregator.asked[1]).toMatchObject({ path: ENROLMENT_PATH, body: { hostId: other } });
    expect(aggregator.asked[1]?.body.publicKey).not.toBe(aggregator.asked[0]?.body.publicKey);
  });
});
