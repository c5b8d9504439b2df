import { describe, expect, it } from '@jest/globals';
import { onBehalfOf } from '../caller.js';
import { Readings } from './readings.js';

const NAMES = ['a', 'b', 'c', 'd'];

/** Begins one, and tells when. */
function begun(readings: Readings, names: readonly string[]): { isBegun: boolean; end(): Promise<void> } {
  const beginning = readings.begin(names, () => names);
  const told = { isBegun: false, end: async () => (await beginning)() };
  void beginning.then(() => (told.isBegun = true));
  return told;
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Readings', () => {
  it('has one after the other read the same', async () => {
    const readings = new Readings();
    const [one, two, three] = [0, 1, 2].map(() => begun(readings, NAMES));
    const state = async (): Promise<unknown> => (await settled(), [one, two, three].map((each) => each?.isBegun));
    expect(await state()).toEqual([true, false, false]);
    await one?.end();
    expect(await state()).toEqual([true, true, false]);
    await two?.end();
    expect(await state()).toEqual([true, true, true]);
  });

  it.each([
    ['something else', ['x', 'y']],
    ['little of what is read', ['a']],
    ['little that is read', ['a', 'x', 'y', 'z']],
  ])('lets nobody wait who needs %s', async (_, names) => {
    const readings = new Readings();
    begun(readings, NAMES);
    const other = begun(readings, names);
    await settled();
    expect(other.isBegun).toBe(true);
  });

  it('lets nobody wait for what another has at hand', async () => {
    const readings = new Readings();
    await readings.begin(NAMES, () => []);
    const other = begun(readings, NAMES);
    await settled();
    expect(other.isBegun).toBe(true);
  });

  it('keeps nobody who left', async () => {
    const readings = new Readings();
    begun(readings, NAMES);
    const leaving = new AbortController();
    const other = onBehalfOf(leaving.signal, () => begun(readings, NAMES));
    await settled();
    expect(other.isBegun).toBe(false);
    leaving.abort();
    await settled();
    expect(other.isBegun).toBe(true);
  });
});
