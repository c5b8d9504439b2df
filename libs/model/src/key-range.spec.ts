import { describe, expect, it } from '@jest/globals';
import { compareKeys, decodeInventory, encodeInventory, isInRange } from './index.js';
import { goldenText } from './golden.fixture.js';

describe('ranges of keys', () => {
  it('are in the order of code points', () => {
    const texts = ['', 'a', 'host/\uD800', 'host/eth0', 'host/eth00', 'host/\uFFFD', 'host/😀', 'host/é'];
    const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const wellFormed = texts.filter((text) => !text.includes('\uD800'));
    expect([...wellFormed].sort(compareKeys)).toEqual([...wellFormed].sort(byBytes));
    for (const text of texts) expect(compareKeys(text, text)).toBe(0);
  });

  it('begin with `from` and end before `to`', () => {
    const range = { from: 'b', to: 'd' };
    expect(['a', 'b', 'c', 'cz', 'd', 'e'].filter((key) => isInRange(key, range))).toEqual(['b', 'c', 'cz']);
    expect(['', 'z'].every((key) => isInRange(key, { from: '', to: null }))).toBe(true);
    expect(isInRange('a', null)).toBe(false);
  });

  it('go with an inventory, unchanged', () => {
    const slice = { interfaces: { from: '', to: 'host/x' }, containers: { from: 'a', to: null }, networks: null };
    const text = JSON.stringify({ ...JSON.parse(goldenText('inventory')), slice });
    const decoded = decodeInventory(text);
    expect(decoded).toMatchObject({ ok: true, value: { slice } });
    expect(decoded.ok && JSON.parse(encodeInventory(decoded.value))).toEqual(JSON.parse(text));
  });

  it.each([
    ['slice', []],
    ['slice.interfaces', { interfaces: 'all' }],
    ['slice.containers.from', { containers: { to: 'b' } }],
    ['slice.networks.to', { networks: { from: '', to: 7 } }],
  ])('are refused by the name of the field: %s', (field, slice) => {
    const decoded = decodeInventory(JSON.stringify({ ...JSON.parse(goldenText('inventory')), slice }));
    expect(decoded).toMatchObject({ ok: false, refusal: { field } });
  });
});
