import { describe, expect, it } from '@jest/globals';
import { Entries, type Place } from './entries.js';
import { subjectsOf } from './host-rows.js';

const placesOf = (id: string, name: string): Place[] => {
  const host = subjectsOf({ id, name, labels: '{}' }, { containers: [], networks: [], interfaces: [] });
  return host.subjects.map((subject) => ({ subject, host }));
};

describe('Entries', () => {
  it('hold one of each name, and leave nothing behind of what is gone', () => {
    const entries = new Entries();
    const places = [...placesOf('1', 'web'), ...placesOf('2', 'web'), ...placesOf('3', 'veth1a2b3c')];
    for (const place of places) entries.add(place);
    expect([entries.size, entries.holdersOf('web').size, entries.words.size, entries.codes.size]).toEqual([2, 1, 1, 1]);
    for (const place of places) entries.remove(place);
    for (const place of places) entries.remove(place);
    expect([entries.size, entries.words.size, entries.codes.size]).toEqual([0, 0, 0]);
  });
});
