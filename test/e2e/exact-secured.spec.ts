import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import { describeIf, natsServer, root } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';

const MEGABYTE = 1_000_000;

describeIf([root, natsServer], 'through a NATS with accounts, what is stored', () => {
  let stack: Stack;
  let link: PeerLink;
  let netId: string;

  beforeAll(async () => {
    stack = await startStack({ isSecured: true });
    link = createPeerLink();
    netId = await stack.interfaceId(link.interface);
  });
  afterAll(async () => {
    link?.remove();
    await stack?.stop();
  });

  const equals = (): Promise<void> =>
    eventually(
      'stored sums equal net/dev',
      async () => expect(await stack.storedSums(netId)).toEqual(asTexts(kernelCounters(link.interface))),
      60_000,
    );

  it('equals what the kernel counted, of an agent that joined by its token', async () => {
    await link.receive(20 * MEGABYTE);
    await equals();
    expect(kernelCounters(link.interface).rxBytes).toBeGreaterThan(BigInt(20 * MEGABYTE));
  });

  it('and still does after NATS was killed, and after the agent was, which needs no token again', async () => {
    await stack.nats.kill();
    await link.receive(MEGABYTE);
    await stack.nats.restart();
    await link.receive(MEGABYTE);
    await stack.agent.restart();
    await link.receive(MEGABYTE);
    await equals();
  });
});
