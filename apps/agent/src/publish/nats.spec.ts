import { describe, expect, it, jest } from '@jest/globals';
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { describeFailure, NatsTransport } from './nats.js';

const noResponders = (): Error => {
  const cause = new errors.RequestError('no responders', { cause: new errors.NoRespondersError('x') });
  return new Error('jetstream is not enabled', { cause });
};

describe('what a failed publish means', () => {
  it.each([
    ['no-stream', noResponders()],
    ['stream-refuses', new JetStreamApiError({ code: 503, err_code: 10_077, description: 'maximum bytes exceeded' })],
    ['timeout', new errors.TimeoutError()],
    ['disconnected', new errors.ClosedConnectionError()],
    ['disconnected', new errors.DrainingConnectionError()],
    ['other', new Error('surprise')],
    ['other', 'not even an error'],
  ])('%s', (kind, error) => {
    expect(describeFailure(error)).toMatchObject({ ok: false, kind });
  });

  it('says of a missing stream what to look at, not that JetStream is off', () => {
    expect(describeFailure(noResponders()).text).toContain('has an aggregator created it?');
  });
});

describe('a NATS that is absent', () => {
  it('is waited for; publishing answers at once, and closing ends the waiting', async () => {
    const log = { info: jest.fn(), warn: jest.fn() };
    const address = { servers: ['nats://127.0.0.1:1'], user: null, password: null };
    const transport = new NatsTransport(address, () => 0, log);
    const connected = jest.fn();
    transport.start(connected);
    const outcome = await transport.publish({ subject: 'a', id: 'b', payload: Buffer.from('') });
    expect(outcome).toMatchObject({ ok: false, kind: 'disconnected' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(log.warn).toHaveBeenCalledTimes(1);
    await transport.close();
    expect(connected).not.toHaveBeenCalled();
  });
});
