import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import { describeIf, natsServer, root } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';
import { eventually } from '../support/eventually.js';

const MEGABYTE = 1_000_000;

interface Stats {
  net_id: string;
  totals: Record<string, string>;
  rates: Record<string, number>;
  averages: Record<'oneMinute' | 'fiveMinutes' | 'fifteenMinutes', Record<string, number>>;
  lastUpdate: string;
  uptimeSeconds: number;
  resets: number;
}

describeIf([root, natsServer], 'what is stored equals what the kernel counted', () => {
  let stack: Stack;
  let link: PeerLink;
  let netId: string;

  beforeAll(async () => {
    stack = await startStack();
    link = createPeerLink();
    netId = await stack.interfaceId(link.interface);
  });

  afterAll(async () => {
    link?.remove();
    await stack?.stop();
  });

  const stats = (): Promise<Stats> => stack.get<Stats>(`/api/v1/interface/${netId}/stats`);

  it('after a transfer of 50 MB from a peer, to the byte', async () => {
    await link.receive(50 * MEGABYTE);
    await eventually('totals and stored sums equal net/dev', async () => {
      const kernel = kernelCounters(link.interface);
      expect((await stats()).totals).toEqual(asTexts(kernel));
      expect(await stack.storedSums(netId)).toEqual(asTexts(kernel));
    });
    expect(kernelCounters(link.interface).rxBytes).toBeGreaterThan(BigInt(50 * MEGABYTE));
  });

  it('and a re-created interface starts anew, counted as a reset, without a spike', async () => {
    const name = link.interface;
    const before = await stack.storedSums(netId);
    link.recreate();
    await link.receive(MEGABYTE);
    await eventually('the totals equal the new counters', async () => {
      const { totals, resets } = await stats();
      expect(resets).toBe(1);
      expect(totals).toEqual(asTexts(kernelCounters(name)));
    });
    const stored = await stack.storedSums(netId);
    expect(BigInt(stored.rxBytes) - BigInt(before.rxBytes)).toBe(kernelCounters(name).rxBytes);
  });

  it('an unknown net_id is answered with 404 that names it', async () => {
    const response = await fetch(`${stack.url}/api/v1/interface/no-such-id/stats`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(await response.json())).toContain('no-such-id');
  });

  it('in the one-minute roll-up as in the raw rows, of both lives of the interface', async () => {
    await eventually(
      'the minute is rolled up',
      async () => {
        expect(await stack.rolledUpSums(netId)).toEqual(await stack.storedSums(netId));
      },
      90_000,
    );
  });

  it('and the averages are the bytes over the covered seconds', async () => {
    const { averages, rates } = await stats();
    expect(rates['rxBytesPerSecond']).toBe(0);
    const { fifteenMinutes, fiveMinutes } = averages;
    expect(fiveMinutes['rxBytesPerSecond']).toBeGreaterThan(0);
    expect(fifteenMinutes['rxBytesPerSecond']).toBeLessThanOrEqual(fiveMinutes['rxBytesPerSecond'] ?? 0);
  });
});
