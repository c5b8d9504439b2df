import { describe, expect, it } from '@jest/globals';
import { asLiveRequest, focusedHost } from './as-live-request.js';
import type { LiveSeriesInput } from './types/live-series.type.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const nameOf = (input: LiveSeriesInput): string => asLiveRequest(input).name;

describe('what is watched', () => {
  it('has one name, however it is asked for', () => {
    expect(nameOf({ filter: { hosts: [HOST], classes: null }, top: null, interfaces: null })).toBe(
      nameOf({ filter: { hosts: [HOST] } }),
    );
    expect(nameOf({ counters: ['rxBytes', 'txBytes'] })).toBe(nameOf({ counters: null }));
    expect(nameOf({ interfaces: ['b', 'a'] })).toBe(nameOf({ interfaces: ['a', 'b'] }));
    expect(nameOf({ grouping: 'host' })).toBe(nameOf({ groupBy: ['host'] }));
  });

  it('has another where anything is asked otherwise', () => {
    const inputs: LiveSeriesInput[] = [
      ...[{}, { focus: true }, { counters: ['rxBytes' as const] }, { top: { count: 3 } }, { top: { count: 4 } }],
      ...[
        { groupBy: ['host' as const] },
        { groupByLabels: ['team'] },
        { filter: { hosts: [HOST] } },
        { filter: { text: HOST } },
      ],
      { interfaces: ['a'] },
    ];
    expect(new Set(inputs.map(nameOf)).size).toBe(inputs.length);
  });

  it('is looked at closely on one host only', () => {
    expect(focusedHost({ focus: true, filter: { hosts: [HOST] } })).toBe(HOST);
    expect(focusedHost({ focus: false, filter: { hosts: [HOST] } })).toBeNull();
    for (const hosts of [[], [HOST, HOST], ['>'], [HOST.toUpperCase()]]) {
      expect(focusedHost({ focus: true, filter: { hosts } })).toBeNull();
    }
  });
});
