import { describe, expect, it } from '@jest/globals';
import { perCounter, type TrafficMessage } from '@weir/model';
import { select, toTick } from './tick.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const NOW = Date.parse('2026-11-21T12:00:00Z');
const message: TrafficMessage = {
  v: 1,
  host: HOST,
  boot: 'boot',
  run: 'run',
  seq: 1,
  part: 0,
  at: NOW,
  ms: 1_000,
  keys: ['host/eth0', 'host/eth1'],
  unread: ['host/eth2'],
  columns: perCounter((_, index) => [index, index + 100]),
  base: new Map(),
  resets: [],
};
const tick = toTick(message, NOW, (key) => `id:${key}`);

describe('toTick', () => {
  it('names interfaces by their id', () => {
    expect(tick).toMatchObject({
      hostId: HOST,
      atMs: NOW,
      ms: 1_000,
      part: 0,
      columns: { interfaceIds: ['id:host/eth0', 'id:host/eth1'], unread: ['id:host/eth2'], txBytes: [1, 101] },
    });
  });
});

describe('select', () => {
  it('lets everything pass without a filter', () => {
    expect(select(tick, { hosts: null, interfaces: null })).toBe(tick);
  });

  it('keeps the wanted interfaces only, each with its own numbers', () => {
    const picked = select(tick, { hosts: null, interfaces: new Set(['id:host/eth1', 'id:host/eth2']) });
    expect(picked.columns).toEqual({
      interfaceIds: ['id:host/eth1'],
      unread: ['id:host/eth2'],
      ...perCounter((_, index) => [index + 100]),
    });
  });

  it('tells that a wanted interface did not move', () => {
    const picked = select(tick, { hosts: new Set([HOST]), interfaces: new Set(['id:host/idle']) });
    expect(picked.columns).toMatchObject({ interfaceIds: [], unread: [], rxBytes: [] });
  });
});
