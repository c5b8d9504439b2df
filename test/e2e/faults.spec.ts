import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import { describeIf, natsServer, root } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';
import { eventually } from '../support/eventually.js';

/** How long each part stays away: short in `npm test`, a minute in `npm run fault`. */
const AWAY_SECONDS = Number(process.env['WEIR_FAULT_SECONDS'] ?? 5);
/** Traffic before and after that. */
const AROUND_MS = 2_000;
const BYTES_PER_SECOND = 400_000;

describeIf([root, natsServer], `kill -9 under traffic, ${AWAY_SECONDS} s away: no gap, and the sum is exact`, () => {
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

  it.each(['aggregator', 'nats', 'database', 'agent'] as const)('%s', async (part) => {
    const from = new Date();
    const stopTraffic = await link.receiveSteadily(BYTES_PER_SECOND);
    await sleep(AROUND_MS);
    await stack[part].kill();
    await sleep(AWAY_SECONDS * 1_000);
    await stack[part].restart();
    await sleep(AROUND_MS);
    await stopTraffic();

    await eventually(
      'the stored sum equals the kernel',
      async () => {
        expect(await stack.storedSums(netId)).toEqual(asTexts(kernelCounters(link.interface)));
      },
      60_000,
    );
    expect(await stack.longestGapMs(from)).toBeLessThan(100);
  });

  it('and the roll-up agrees in the end', async () => {
    await eventually(
      'every minute is rolled up',
      async () => {
        expect(await stack.rolledUpSums(netId)).toEqual(await stack.storedSums(netId));
      },
      90_000,
    );
  });
});
