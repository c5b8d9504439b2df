import { describe, expect, it, jest } from '@jest/globals';
import type { Msg, NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/transport-node';
import { Listening } from './listening.js';

describe('listening to a subject', () => {
  const log = { warn: jest.fn() };
  const received = jest.fn();
  const subscriptions: { closed: boolean; hear(error: Error | null, text?: string): void }[] = [];
  const connection: Pick<NatsConnection, 'subscribe'> = {
    subscribe: (_subject: string, options?: SubscriptionOptions) => {
      const subscription = {
        closed: false,
        hear: (error: Error | null, text = '') =>
          void options?.callback?.(error, { data: Buffer.from(text) } as unknown as Msg),
      };
      subscriptions.push(subscription);
      return { isClosed: () => subscription.closed } as Subscription;
    },
  };

  it('subscribes once, anew where the server refused it, and says so once', () => {
    const listening = new Listening('weir.v1.control.x', received, log);
    listening.ensure(connection);
    listening.ensure(connection);
    expect(subscriptions).toHaveLength(1);
    const refuse = (): void => {
      const last = subscriptions.at(-1);
      last?.hear(new Error('Permissions Violation'));
      if (last) last.closed = true;
      listening.ensure(connection);
    };
    refuse();
    refuse();
    expect(subscriptions).toHaveLength(3);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(received).not.toHaveBeenCalled();
    subscriptions.at(-1)?.hear(null, 'hello');
    expect(received.mock.calls).toEqual([[Buffer.from('hello')]]);
  });
});
