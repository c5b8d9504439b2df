import { afterEach, describe, expect, it } from '@jest/globals';
import { AddressGuard } from './address-guard.js';
import { callTo } from './channel.js';
import { type Delivery, nextTryMs } from './delivery.js';
import { type Answer, OPEN_WAY, type Received, type Receiver, startReceiver } from './http.fixture.js';
import { deliver, type Way } from './http-call.js';

const HOST = 'hooks.example.org';
const started: Receiver[] = [];

async function receiver(answer: (received: Received) => Answer | null): Promise<Receiver> {
  const one = await startReceiver(answer);
  started.push(one);
  return one;
}

function send(url: string, way: Way = OPEN_WAY, headers = {}): Promise<Delivery> {
  return deliver(callTo(url, { text: 'hello' }, { headers, secretField: 'token' }), way);
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.close()));
});

describe('a call', () => {
  it('arrives as JSON', async () => {
    const { url, received } = await receiver(() => ({ status: 204 }));
    expect(await send(`${url}/hook`)).toEqual({ ok: true, answer: '204' });
    expect(received).toMatchObject([
      {
        path: '/hook',
        body: '{"text":"hello"}',
        headers: { 'content-type': 'application/json', 'content-length': '16' },
      },
    ]);
  });

  it.each([
    [401, 'token', 'is not accepted', true],
    [404, 'url', 'leads to nothing', true],
    [422, 'url', 'does not take this message (422: too long)', false],
    [500, 'url', 'answered 500: too long', true],
  ])('that is answered by %d says what is at fault', async (status, field, words, mayRetry) => {
    const { url } = await receiver(() => ({ status, body: 'too\r\nlong' }));
    const delivery = await send(url);
    expect(delivery).toMatchObject({ ok: false, field, mayRetry });
    expect(!delivery.ok && delivery.reason).toContain(words);
  });

  it('waits as long as the server asks', async () => {
    const { url } = await receiver(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    const delivery = await send(url);
    expect(delivery).toMatchObject({ ok: false, mayRetry: true, retryAfterMs: 120_000 });
    expect(nextTryMs(delivery, 1, 0, 0, 0)).toBe(120_000);
  });

  it('waits until the date that the server tells, by the clock of that server', async () => {
    const headers = { date: 'Sat, 01 Jan 2000 00:00:00 GMT', 'retry-after': 'Sat, 01 Jan 2000 00:03:00 GMT' };
    const { url } = await receiver(() => ({ status: 503, headers }));
    expect(await send(url)).toMatchObject({ ok: false, retryAfterMs: 180_000 });
  });

  it.each([
    ['the path', 400, (path: string) => `Cannot POST ${path}`],
    ['the address', 404, (path: string) => `no https://${HOST}${path} here`],
    ['a part of it', 403, () => 'invalid token: SECRET-part'],
    ['a query, in small letters', 500, () => 'key=secret-key is unknown'],
    ['a secret', 500, () => 'you said other secret'],
    ['a secret where the reason is cut', 422, (path: string) => `${'x'.repeat(290)}${path}`],
  ])('whose answer repeats %s keeps nothing of that', async (_, status, body) => {
    const { url } = await receiver(({ path }) => ({ status, body: body(path) }));
    const call = callTo(`${url}/services/T1/SECRET-part?key=SECRET-key`, {}, { secrets: ['other secret'] });
    const delivery = await deliver(call, OPEN_WAY);
    expect(delivery).toMatchObject({ ok: false, reason: expect.stringContaining('…') });
    expect(!delivery.ok && delivery.reason).not.toMatch(/secret/i);
  });

  it('to a server that is away, or says nothing, may be tried again', async () => {
    const { url, close } = await receiver(() => null);
    const slow = await send(url, { ...OPEN_WAY, timeoutMs: 50 });
    expect(slow).toMatchObject({ ok: false, field: 'url', mayRetry: true, reason: 'did not answer within 0.05 s' });
    await close();
    const away = await send(url);
    expect(!away.ok && away.reason).toContain('refuses connections');
  });

  it('reads no more of an answer than it needs', async () => {
    const { url } = await receiver(() => ({ status: 500, body: 'x'.repeat(1_000_000) }));
    const delivery = await send(url);
    expect(!delivery.ok && delivery.reason.length).toBeLessThan(400);
  });
});

describe('a closed address', () => {
  const closed: Way = { guard: new AddressGuard([]), timeoutMs: 10_000 };

  it.each([
    ['by its number', (url: string) => url],
    ['by name', (url: string) => url.replace('127.0.0.1', 'localhost')],
    ['as one number', (url: string) => url.replace('127.0.0.1', '2130706433')],
    ['in IPv6', (url: string) => url.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
  ])('is not called %s', async (_, form) => {
    const { url, received } = await receiver(() => ({ status: 200 }));
    const delivery = await send(form(url), closed);
    expect(!delivery.ok && delivery.reason).toContain('which is closed');
    expect(delivery).toMatchObject({ field: 'url' });
    expect(received).toEqual([]);
  });

  it('is not reached by a redirect', async () => {
    const inner = await receiver(() => ({ status: 200 }));
    const outer = await receiver(() => ({
      status: 307,
      headers: { location: inner.url.replace('127.0.0.1', '127.0.0.2') },
    }));
    const delivery = await send(outer.url, { guard: new AddressGuard(['127.0.0.1']), timeoutMs: 10_000 });
    expect(!delivery.ok && delivery.reason).toContain('leads to 127.0.0.2');
    expect([outer.received.length, inner.received.length]).toEqual([1, 0]);
  });
});

describe('a redirect', () => {
  it('that keeps the message is followed, without what proves who we are', async () => {
    const target = await receiver(() => ({ status: 200 }));
    const first = await receiver(() => ({ status: 308, headers: { location: `${target.url}/new` } }));
    expect(await send(first.url, OPEN_WAY, { authorization: 'Bearer x' })).toMatchObject({ ok: true });
    expect(first.received[0]?.headers.authorization).toBe('Bearer x');
    expect(target.received).toMatchObject([{ path: '/new', body: '{"text":"hello"}' }]);
    expect(target.received[0]?.headers.authorization).toBeUndefined();
  });

  it('to another server is not followed where the message itself holds the secret', async () => {
    const target = await receiver(() => ({ status: 200 }));
    const first = await receiver(() => ({ status: 307, headers: { location: `${target.url}/new` } }));
    const call = callTo(first.url, { key: 'abc' }, { secrets: ['abc'], secretField: 'routingKey' });
    expect(await deliver(call, OPEN_WAY)).toMatchObject({
      ok: false,
      field: 'url',
      reason: expect.stringContaining('would be told the routingKey'),
    });
    expect(target.received).toEqual([]);
  });

  it.each([
    [302, '/new', 'which would lose the message'],
    [307, '/', 'more than 3 times'],
    [307, 'ftp://example.org/', 'neither https nor http'],
  ])('of %d to %s is not followed', async (status, location, words) => {
    const { url } = await receiver(() => ({ status, headers: { location } }));
    const delivery = await send(url);
    expect(!delivery.ok && delivery.reason).toContain(words);
  });
});

describe('the next try', () => {
  const failed: Delivery = { ok: false, field: 'url', reason: 'x', mayRetry: true, retryAfterMs: null };

  it('comes later each time, and never after a day', () => {
    const delays: number[] = [];
    let nowMs = 0;
    for (let failures = 1; ; failures++) {
      const next = nextTryMs(failed, failures, 0, nowMs, 0);
      if (next === null) break;
      delays.push((next - nowMs) / 1_000);
      nowMs = next;
    }
    expect(delays.slice(0, 8)).toEqual([5, 15, 60, 300, 900, 1_800, 3_600, 3_600]);
    expect(nowMs).toBeGreaterThan(23 * 3_600_000);
    expect(nowMs).toBeLessThanOrEqual(24 * 3_600_000);
  });

  it('is spread by chance, and is none of what is refused for good', () => {
    expect(nextTryMs(failed, 1, 0, 0, 1)).toBe(6_000);
    expect(nextTryMs({ ...failed, mayRetry: false }, 1, 0, 0, 0)).toBeNull();
    expect(nextTryMs({ ok: true, answer: '' }, 1, 0, 0, 0)).toBeNull();
  });
});
