import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseNetAdapters, parseNetAdapterStatistics } from './windows-netadapter.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/windows/${name}.json`, import.meta.url), 'utf8');

describe('parseNetAdapterStatistics', () => {
  const table = parseNetAdapterStatistics(fixture('statistics'));

  it('sums the kinds of packets and stays exact beyond 2^53', () => {
    expect(table.rows[0]).toEqual({
      name: 'Ethernet',
      ifindex: null,
      counters: {
        rxBytes: 9007199254740993n,
        txBytes: 1899340211n,
        rxPackets: 7042524n,
        txPackets: 4127291n,
        rxErrors: 2n,
        txErrors: 1n,
        rxDropped: 4n,
        txDropped: 7n,
      },
      missing: [],
    });
  });

  it('counts as recorded on a server of Amazon’s, by the tests of amazon-ecs-agent', () => {
    const recorded = {
      ...{ Name: 'Ethernet 3', OutboundDiscardedPackets: 30, OutboundPacketErrors: 20, ReceivedBroadcastPackets: 5894 },
      ...{ ReceivedBytes: 249578, ReceivedDiscardedPackets: 10, ReceivedMulticastPackets: 0, ReceivedPacketErrors: 4 },
      ...{ ReceivedUnicastPackets: 8, SentBroadcastPackets: 26, SentBytes: 256478, SentMulticastPackets: 65 },
      SentUnicastPackets: 5895,
    };
    expect(parseNetAdapterStatistics(JSON.stringify(recorded)).rows[0]?.counters).toEqual({
      ...{ rxBytes: 249578n, txBytes: 256478n, rxPackets: 5902n, txPackets: 5986n },
      ...{ rxErrors: 4n, txErrors: 20n, rxDropped: 10n, txDropped: 30n },
    });
  });

  it('says which counters an adapter does not tell', () => {
    expect(table.rows[1]).toMatchObject({ name: 'vEthernet (WSL)', missing: ['rxDropped'] });
  });

  it('names an adapter that tells no bytes', () => {
    expect(table.rows).toHaveLength(2);
    expect(table.faults).toEqual(['wg0']);
  });

  it('reads the object that PowerShell makes of a list of one', () => {
    const one = '\uFEFF{"Name":"Ethernet","ReceivedBytes":5,"SentBytes":6}';
    expect(parseNetAdapterStatistics(one).rows[0]?.counters).toMatchObject({ rxBytes: 5n, txBytes: 6n });
  });

  it('does not touch numbers within a hostile name', () => {
    const name = 'a", "ReceivedBytes": 99999999999999999, "b';
    const text = JSON.stringify({ Name: name, ReceivedBytes: 5, SentBytes: 6 });
    expect(parseNetAdapterStatistics(text).rows).toMatchObject([{ name, counters: { rxBytes: 5n } }]);
  });

  it('holds a sum to what a store can hold', () => {
    const most = '18446744073709551615';
    const packets = `"ReceivedUnicastPackets":${most},"ReceivedMulticastPackets":${most},"ReceivedBroadcastPackets":1`;
    const text = `{"Name":"x","ReceivedBytes":1,"SentBytes":1,${packets}}`;
    expect(parseNetAdapterStatistics(text).rows[0]?.counters.rxPackets).toBe(2n ** 63n - 1n);
  });

  it.each([
    ['', []],
    ['  \r\n', []],
    ['Get-NetAdapterStatistics : The term is not recognized', ['Get-NetAdapterStatistics : The t']],
    ['[1, null, "x"]', []],
    ['{"ReceivedBytes":1}', ['an adapter without a name']],
    ['{"Name":"x","ReceivedBytes":-1,"SentBytes":1}', ['x']],
    ['{"Name":"x","ReceivedBytes":1.5,"SentBytes":1}', ['x']],
  ])('reads nothing in %j', (text, faults) => {
    expect(parseNetAdapterStatistics(text)).toEqual({ rows: [], faults });
  });
});

describe('parseNetAdapters', () => {
  it('tells what is known beside the counters', () => {
    expect(parseNetAdapters(fixture('adapters'))).toEqual([
      {
        name: 'Ethernet',
        ifindex: 7,
        mac: '98:f2:b3:00:00:01',
        mtu: 1500,
        speedBitsPerSecond: 2_500_000_000,
        state: 'up',
        hardware: true,
      },
      {
        name: 'Ethernet 2',
        ifindex: 9,
        mac: '98:f2:b3:00:00:02',
        mtu: 1500,
        speedBitsPerSecond: null,
        state: 'down',
        hardware: true,
      },
      {
        name: 'wg0',
        ifindex: 31,
        mac: null,
        mtu: 1420,
        speedBitsPerSecond: 100_000_000_000,
        state: 'up',
        hardware: false,
      },
    ]);
  });

  it('knows little of an adapter that has only a name', () => {
    expect(parseNetAdapters('{"Name":"x"}')).toEqual([
      { name: 'x', ifindex: null, mac: null, mtu: null, speedBitsPerSecond: null, state: 'unknown', hardware: false },
    ]);
  });

  it.each(['', '{', '[{}]', '[{"Name":7}]'])('reads nothing in %j', (text) => {
    expect(parseNetAdapters(text)).toEqual([]);
  });
});
