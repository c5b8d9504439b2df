import { describe, expect, it } from '@jest/globals';
import { encodeEvent, encodeTraffic, perCounter, subjectOf, type TrafficMessage } from '@weir/model';
import { decode } from './decode.js';

const HOST = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function traffic(change: Partial<TrafficMessage> = {}): Uint8Array {
  return bytes(
    encodeTraffic({
      v: 1,
      host: HOST,
      boot: 'boot',
      run: 'run',
      seq: 1,
      part: 0,
      at: 1_763_700_000_000,
      ms: 1_000,
      keys: ['host/eth0'],
      unread: [],
      columns: perCounter(() => [1]),
      base: new Map(),
      resets: [],
      ...change,
    }),
  );
}

describe('decode', () => {
  it('reads what fits its subject', () => {
    expect(decode(subjectOf('traffic', HOST), traffic())).toMatchObject({ kind: 'traffic', message: { seq: 1 } });
    const event = { v: 1, host: HOST, at: 1, kind: 'k', subject: 's', before: null, after: null, text: 't' } as const;
    expect(decode(subjectOf('event', HOST), bytes(encodeEvent(event)))).toEqual({ kind: 'event', message: event });
  });

  it('reads of a newer agent what it knows', () => {
    const told = JSON.parse(Buffer.from(traffic()).toString()) as object;
    const newer = bytes(JSON.stringify({ ...told, colour: 'blue', rxMulticast: [1] }));
    expect(decode(subjectOf('traffic', HOST), newer)).toEqual(decode(subjectOf('traffic', HOST), traffic()));
    expect(decode(subjectOf('traffic', HOST), newer)).toMatchObject({ kind: 'traffic', message: { seq: 1 } });
  });

  it.each<[string, string, Uint8Array, string]>([
    ['another subject', 'weir.v1.control.x', traffic(), 'subject: is none of weir.v1.<kind>.<host id>'],
    ['no JSON', subjectOf('traffic', HOST), bytes('{'), 'payload: is not JSON'],
    ['another host', subjectOf('traffic', OTHER), traffic(), 'host: is not the host of the subject'],
    ['a bare key', subjectOf('traffic', HOST), traffic({ keys: ['eth0'] }), 'keys[0]: is not <namespace>/<interface>'],
    [
      'a key of no interface',
      subjectOf('traffic', HOST),
      traffic({ unread: ['host/'] }),
      'unread[0]: is not <namespace>/<interface>',
    ],
    [
      'a base of no namespace',
      subjectOf('traffic', HOST),
      traffic({ base: new Map([['/eth0', perBase()]]) }),
      'base./eth0: is not <namespace>/<interface>',
    ],
    ['a missing field', subjectOf('inventory', HOST), bytes(`{"v":1,"host":"${HOST}"}`), 'at: is not a safe integer'],
  ])('refuses %s, with the reason', (_what, subject, payload, reason) => {
    expect(decode(subject, payload)).toMatchObject({ kind: 'refused', reason });
  });
});

function perBase(): bigint[] {
  return Array.from({ length: 8 }, () => 1n);
}
