import { describe, expect, it } from '@jest/globals';
import { netIdOf } from './net-id.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('netIdOf', () => {
  it('is short, safe in a URL, and differs by host and by key', () => {
    const id = netIdOf(HOST, 'host/eth0');
    expect(id).toMatch(/^[\w-]{16}$/);
    expect(netIdOf(HOST, 'host/eth1')).not.toBe(id);
    expect(netIdOf(HOST.replace('0f', '1f'), 'host/eth0')).not.toBe(id);
  });
});
