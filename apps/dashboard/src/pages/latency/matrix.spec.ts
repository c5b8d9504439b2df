import { describe, expect, it } from '@jest/globals';
import type { LatencyWay } from '../../api/operations/latency.js';
import { axisNames, matrixOf, shadeOf, unansweredPercent, wayMs } from './matrix.js';

const host = (id: string): { id: string; name: string } => ({ id, name: `${id}.example` });
const way = (from: string, to: string, ms: (number | null)[], filtered = 0): LatencyWay => ({
  ...{ host: host(from), peer: to, peerHost: to === 'nats' ? null : host(to) },
  columns: { meanMilliseconds: ms, filteredPercent: ms.map(() => filtered), awayPercent: ms.map(() => 0) },
});

describe('the names of rows and columns', () => {
  const group = (...names: string[]) => ({ id: names[0] ?? '', name: names.join(' … '), hosts: names.map(host) });

  it('are the first part of a host’s, where that alone tells it apart', () => {
    expect(axisNames([group('web-1.paris'), group('web-1.rome'), group('db-1.rome'), group('10.0.0.1')])).toEqual([
      'web-1.paris',
      'web-1.rome',
      'db-1',
      '10.0.0.1',
    ]);
    expect(axisNames([group('web-1.paris', 'web-9.paris')])).toEqual(['web-1.paris … web-9.paris']);
  });
});

describe('the matrix of latencies', () => {
  it('has a row for each host that looks and a column for each looked at, in the order of names', () => {
    const matrix = matrixOf(
      [host('b'), host('a')],
      [way('a', 'b', [1, null, 3]), way('b', 'nats', [0.5]), way('a', 'gone', [9])],
    );
    expect(matrix.groups.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(matrix.cells).toEqual([
      [null, { ms: 2, unansweredPercent: 0, ways: 1 }],
      [null, null],
    ]);
    expect(matrix.nats).toEqual([null, { ms: 0.5, unansweredPercent: 0, ways: 1 }]);
  });

  it('draws hosts with like names together beyond fifty', () => {
    const hosts = Array.from({ length: 120 }, (_, index) => host(`${index % 2 === 0 ? 'web' : 'db'}-${index}`));
    const matrix = matrixOf(hosts, [way('web-0', 'db-1', [1]), way('web-2', 'db-1', [3])]);
    expect(matrix.groups.length).toBeLessThanOrEqual(50);
    expect(matrix.groups.reduce((sum, group) => sum + group.hosts.length, 0)).toBe(120);
    expect(matrix.cells.flat().filter(Boolean)).toEqual([{ ms: 2, unansweredPercent: 0, ways: 2 }]);
  });

  it('knows a way that nothing answers from one that nobody looks at', () => {
    const silent = way('a', 'b', [null], 100);
    expect(wayMs(silent)).toBeNull();
    expect(unansweredPercent(silent)).toBe(100);
    expect(matrixOf([host('a'), host('b')], [silent]).cells[0]?.[1]).toEqual({
      ms: null,
      unansweredPercent: 100,
      ways: 1,
    });
  });

  it('is shaded by orders of magnitude', () => {
    expect(shadeOf(0.05)).toBe(0);
    expect(shadeOf(1)).toBeCloseTo(1 / 3);
    expect(shadeOf(10)).toBeCloseTo(2 / 3);
    expect(shadeOf(1_000)).toBe(1);
  });
});
