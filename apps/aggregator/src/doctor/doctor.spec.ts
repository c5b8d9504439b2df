import { describe, expect, it } from '@jest/globals';
import { sealKeysOf } from '../config/seal-keys.js';
import { foundClock } from './clock.js';
import { examineKeys } from './keys.js';

const KEYS = sealKeysOf(Buffer.alloc(32, 1).toString('base64')) ?? [];
const [{ id } = { id: '' }] = KEYS;

describe('what doctor finds', () => {
  it.each([
    [2_000, 'well', "NATS's clock is 2000 ms ahead of this machine's"],
    [-2_001, 'broken', "NATS's clock is 2001 ms behind this machine's: set both by NTP"],
  ])('of a clock that is %d ms off', (offMs, state, text) => {
    expect(foundClock("NATS's clock", 1e12 + offMs, 1e12)).toEqual({ what: 'clock', state, text });
  });

  it('of keys: whether they open what is sealed', () => {
    const channel = { name: 'ops', sealed: { url: `v1.${id}.x` } };
    expect(examineKeys(KEYS, [channel])).toMatchObject([{ state: 'well' }]);
    expect(examineKeys([], [])).toMatchObject([{ state: 'unknown' }]);
    expect(examineKeys([], [channel, { name: 'plain', sealed: {} }])).toMatchObject([
      { state: 'broken', text: expect.stringContaining('WEIR_SECRET_KEYS lacks: ops;') },
    ]);
  });
});
