import { describe, expect, it } from '@jest/globals';
import { Exclusion, type PastExclusion } from './exclusion.js';

const id = (letter: string): string => letter.repeat(64);

describe('what is left out', () => {
  it.each([
    ['veth*', ['host/veth1', 'abc/veth']],
    ['host/veth*', ['host/veth1']],
    ['*/lo', ['host/lo', 'abc/lo']],
    ['eth?', ['host/eth0', 'abc/eth0']],
    ['br-(1)', ['host/br-(1)']],
    ['.*', []],
  ])('by %s: %p', (pattern, out) => {
    const keys = ['host/veth1', 'abc/veth', 'host/lo', 'abc/lo', 'host/eth0', 'abc/eth0', 'host/br-(1)', 'host/br-1'];
    const exclusion = new Exclusion({ interfaces: [pattern], containers: [] }, null);
    expect(keys.filter((key) => exclusion.hasInterface(key))).toEqual(out);
    expect(keys.filter((key) => exclusion.hasInterface(key))).toEqual(out);
  });

  it('is nothing unless asked for', () => {
    expect(new Exclusion({ interfaces: [], containers: [] }, null).isNeeded).toBe(false);
    const past = { interfaces: [], containers: ['x'], ids: [] };
    expect(new Exclusion({ interfaces: [], containers: [] }, past).isNeeded).toBe(true);
  });

  it.each([
    ['shop-*', 'shop-web-1'],
    ['shop/web-?/*', 'shop/web-0/nginx'],
    [id('a').slice(0, 12), 'x'],
    [`${'a'.repeat(20)}*`, 'x'],
  ])('is a container by %s', (pattern, name) => {
    const exclusion = new Exclusion({ interfaces: [], containers: [pattern] }, null);
    exclusion.judge([
      { id: id('a'), names: [name] },
      { id: id('b'), names: ['other'] },
    ]);
    expect([...exclusion.excluded()]).toEqual([id('a')]);
    expect(exclusion.hasContainer(id('a'))).toBe(true);
  });

  const past: PastExclusion = { interfaces: ['dummy*'], containers: ['shop-*'], ids: [id('a'), id('z')] };

  it('stays, while a container’s name is not known, what it was in the last life', () => {
    const exclusion = new Exclusion({ interfaces: [], containers: ['shop-*'] }, past);
    exclusion.judge([
      { id: id('a'), names: [] },
      { id: id('b'), names: [] },
    ]);
    expect([...exclusion.excluded()]).toEqual([id('a')]);
    exclusion.judge([
      { id: id('a'), names: ['site'] },
      { id: id('b'), names: ['shop-db'] },
    ]);
    expect([...exclusion.excluded()]).toEqual([id('b')]);
  });

  it('knows once which interfaces it takes in again', () => {
    const exclusion = new Exclusion({ interfaces: ['dummy1'], containers: [] }, past);
    expect(['host/dummy0', 'host/dummy1', 'host/eth0'].filter((key) => exclusion.takesIn(key))).toEqual([
      'host/dummy0',
    ]);
    expect(exclusion.takesIn('host/dummy0')).toBe(false);
  });
});
