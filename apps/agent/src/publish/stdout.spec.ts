import { Writable } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import { StdoutTransport } from './stdout.js';

describe('printing', () => {
  const envelope = { subject: 'weir.v1.traffic.x', id: 'run-1', payload: Buffer.from('{"v":1,"keys":["host/ä\\n"]}') };

  it('gives a line of JSON for each message', async () => {
    let text = '';
    const output = new Writable({ write: (chunk, _, done) => ((text += String(chunk)), done()) });
    const transport = new StdoutTransport(output);
    const connected = jest.fn();
    transport.start(connected);
    expect(connected).toHaveBeenCalledTimes(1);
    expect(await transport.publish(envelope)).toEqual({ ok: true });
    expect(await transport.publish(envelope)).toEqual({ ok: true });
    const [first, second, ...rest] = text.split('\n');
    expect(JSON.parse(first ?? '')).toEqual({
      ...{ subject: 'weir.v1.traffic.x', id: 'run-1', message: { v: 1, keys: ['host/ä\n'] } },
    });
    expect([second, ...rest]).toEqual([first, '']);
    expect(await transport.roundTripMs()).toBeNull();
    await transport.close();
    expect(transport.connected).toBe(false);
  });

  it('says where a line could not be written', async () => {
    const output = new Writable({ write: (_chunk, _, done) => done(new Error('EPIPE')) });
    output.on('error', () => undefined);
    expect(await new StdoutTransport(output).publish(envelope)).toMatchObject({ ok: false, text: 'EPIPE' });
  });
});
