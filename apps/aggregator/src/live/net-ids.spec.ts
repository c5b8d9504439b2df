import { describe, expect, it } from '@jest/globals';
import { netIdOf } from '../identity/net-id.js';
import { NetIds } from './net-ids.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('NetIds', () => {
  it('answers the same, first and later', () => {
    const ids = new NetIds();
    expect([ids.of(HOST, 'host/eth0'), ids.of(HOST, 'host/eth0')]).toEqual(
      Array.from({ length: 2 }, () => netIdOf(HOST, 'host/eth0')),
    );
  });
});
