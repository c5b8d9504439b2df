import { describe, expect, it } from '@jest/globals';
import { KeyMemory } from './key-memory.js';

const HOST = '0b0e7f0a-1111-4222-8333-444455556666';
const OTHER = '0b0e7f0a-1111-4222-8333-444455557777';
const many = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `n/${from + index}`);

describe('the memory of keys', () => {
  it('knows any list of what a host told of before, in the order of the list', () => {
    const memory = new KeyMemory();
    memory.keep(HOST, ['host/eth0', 'host/lo', 'a/eth0']);
    expect(memory.recall(HOST, ['a/eth0', 'host/eth0'])).toEqual(['a/eth0', 'host/eth0']);
    expect(memory.recall(HOST, [])).toEqual([]);
  });

  it('leaves to a closer look what is new, comes twice, is of another host, or is no list of texts', () => {
    const memory = new KeyMemory();
    memory.keep(HOST, ['host/eth0', 'host/lo']);
    for (const list of [
      ['host/eth0', 'new'],
      ['host/lo', 'host/lo'],
      ['host/eth0', 7],
    ]) {
      expect(memory.recall(HOST, list)).toBeNull();
    }
    expect(memory.recall(OTHER, ['host/eth0'])).toBeNull();
    expect(memory.recall(HOST, ['host/lo', 'host/eth0'])).toEqual(['host/lo', 'host/eth0']);
  });

  it('lets go of what a host has long stopped to tell of', () => {
    const memory = new KeyMemory();
    memory.keep(HOST, ['first']);
    for (let turn = 0; turn < 20; turn += 1) memory.keep(HOST, many(turn * 10, 10));
    expect(memory.recall(HOST, ['first'])).toBeNull();
    expect(memory.recall(HOST, many(190, 10))).toEqual(many(190, 10));
  });

  it('never holds more than half a million keys', () => {
    const memory = new KeyMemory();
    memory.keep(OTHER, ['host/lo']);
    for (let host = 0; host < 30; host += 1) memory.keep(`host ${host}`, many(0, 20_000));
    expect(memory.recall(OTHER, ['host/lo'])).toBeNull();
  });
});
