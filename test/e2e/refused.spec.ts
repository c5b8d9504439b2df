import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { subjectOf } from '@weir/model';
import { describeIf, natsServer } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';
import { eventually } from '../support/eventually.js';

const OTHER_HOST = '00000000-0000-4000-8000-000000000001';

describeIf(natsServer, 'a message that is not right', () => {
  let stack: Stack;
  let nats: NatsConnection;

  beforeAll(async () => {
    stack = await startStack();
    nats = await connect({ servers: stack.nats.url });
    await eventually('the agent is known', () => stack.hostId());
  });

  afterAll(async () => {
    await nats?.close();
    await stack?.stop();
  });

  it.each([
    ['garbled', '{"v":1,"host":', 'payload: is not JSON'],
    ['with a field at fault', `{"v":1,"host":"${OTHER_HOST}","keys":["host/eth0",7]}`, 'keys[1]: is not a text'],
  ])('%s is refused with its reason, counted, and the next one is stored', async (_kind, payload, reason) => {
    const countedBefore = await stack.metric('weir_refused_messages_total');
    await jetstream(nats).publish(subjectOf('traffic', OTHER_HOST), payload);
    await eventually('it is in the refused table', async () => {
      const refused = await stack.sql<{ reason: string }>(
        'SELECT reason FROM refused ORDER BY refused_id DESC LIMIT 1',
      );
      expect(refused).toEqual([{ reason }]);
    });
    expect(await stack.metric('weir_refused_messages_total')).toBe(countedBefore + 1);
    const storedBefore = await stack.metric('weir_stored_messages_total');
    await eventually('the next one is stored', async () => {
      expect(await stack.metric('weir_stored_messages_total')).toBeGreaterThan(storedBefore);
    });
  });

  it('for a host that is not the subject’s is refused', async () => {
    const payload = JSON.stringify({ v: 1, host: await stack.hostId() });
    await jetstream(nats).publish(subjectOf('event', OTHER_HOST), payload);
    await eventually('it is in the refused table', async () => {
      const refused = await stack.sql('SELECT subject FROM refused WHERE subject = $1', [
        subjectOf('event', OTHER_HOST),
      ]);
      expect(refused).toHaveLength(1);
    });
  });
});
