import { describe, expect, it } from '@jest/globals';
import type { NamedContainerOfHost, Protocols } from '../../api/operations/protocols.js';
import { mostResent, protocolRows, resentPercent, segmentLines, sharesOf } from './rows.js';

const host = { id: 'h', name: 'web-1.example', state: 'ALIVE', missing: [] } as const;
const columns = {
  tcpInSegmentsPerSecond: [100, null, 300],
  tcpOutSegmentsPerSecond: [400, 400, 400],
  tcpRetransmittedSegmentsPerSecond: [4, 4, 4],
  udpInDatagramsPerSecond: [10, 10, 10],
  udp6InDatagramsPerSecond: [null, null, null],
};
const answer: Protocols = {
  ...{ from: '', to: '', at: [0, 1, 2], stepMilliseconds: 10_000, resolution: 'raw' },
  series: [
    { namespace: null, host: { ...host, missing: [] }, columns },
    { namespace: 'abc', host: { ...host, missing: [] }, columns: { tcpOutSegmentsPerSecond: [0.1, 0.1, 0.1] } },
    { namespace: 'gone', host: { ...host, missing: [] }, columns: {} },
  ],
};
const container = (id: string, key: string): NamedContainerOfHost => ({
  ...{ id, name: id, pod: null, hostNetwork: false, host: { id: 'h', name: 'web-1.example' }, interfaces: [{ key }] },
});

describe('protocols', () => {
  const rows = protocolRows(answer, [container('shop', 'abc/eth0'), container('side', 'abc/eth0')]);

  it('are told of the host and of the containers that share a network namespace', () => {
    expect(rows.map(({ name, kind, of }) => [name, kind, of])).toEqual([
      ['web-1.example', 'host', 'h'],
      ['shop + side', 'container', 'shop'],
      ['gone', 'container', ''],
    ]);
  });

  it('are averages of what is known; what a kernel does not tell is unknown and no zero', () => {
    expect(rows[0]).toMatchObject({ tcpIn: 200, tcpOut: 400, resentPercent: 1, udpIn: 10, icmpIn: null, resets: null });
    expect(sharesOf(rows[0]!)).toEqual({ tcp: 600, udp: 10, icmp: 0 });
  });

  it('say nothing of what was sent again where next to nothing was sent', () => {
    expect(resentPercent(1, 0.5)).toBeNull();
    expect(resentPercent(9, 2)).toBe(100);
    expect(mostResent(rows, 5).map(({ name }) => name)).toEqual(['web-1.example']);
  });

  it('have a line of segments each by the id of their row, with gaps where nothing was told', () => {
    const lines = segmentLines(answer);
    expect([...lines.keys()]).toEqual(rows.map(({ id }) => id));
    expect(lines.get('h ')).toEqual({
      incoming: [
        [0, 100],
        [1, null],
        [2, 300],
      ],
      outgoing: [
        [0, 400],
        [1, 400],
        [2, 400],
      ],
    });
  });
});
