import { describe, expect, it } from '@jest/globals';
import type { WorkloadContainer } from '../../api/operations/workloads.js';
import { filterFor, kindOf } from './kinds.js';
import { workloadTiles } from './tiles.js';

const container = (more: object) =>
  ({ interfaces: [], cpuPercent: 50, memoryBytes: 1e9, host: { id: 'h' }, ...more }) as unknown as WorkloadContainer;

describe('a workload at a glance', () => {
  it('says of how many containers a sum is, where not all tell', () => {
    const tiles = workloadTiles([], 'bits', 'now', [container({}), container({ cpuPercent: null, host: { id: 'i' } })]);
    expect(tiles.map(({ label, lines, hint }) => [label, lines.map(({ text }) => text).join(), hint])).toEqual([
      ['Traffic, now', 'unknown,unknown', undefined],
      ['CPU', '0.50 cores', 'of 1 that tell it, of 2'],
      ['Memory', '2.00 GB', undefined],
      ['Containers', '2', undefined],
      ['Hosts', '2', undefined],
    ]);
  });
  it('says that nothing is told, rather than 0', () => {
    const [, cpu] = workloadTiles([], 'bits', 'now', [container({ cpuPercent: null })]);
    expect(cpu).toEqual({ label: 'CPU', lines: [{ text: 'not told', isWord: true }] });
  });
});

describe('a kind', () => {
  it('is a service where the address says nothing that is known', () => expect(kindOf('planet')).toBe('service'));
  it('filters by the name of one, within the filter of the page', () => {
    const page = { host: { glob: 'web-*' }, service: { glob: 's*' } };
    expect(filterFor('service', 'shop/web', page)).toEqual({
      host: { glob: 'web-*' },
      service: { glob: 's*', eq: 'shop/web' },
    });
  });
});
