import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseDarwinInterfaces, parseDarwinNetstat } from './darwin-netstat.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/darwin/${name}.txt`, import.meta.url), 'utf8');

describe('parseDarwinNetstat', () => {
  const table = parseDarwinNetstat(fixture('netstat-ibdnW'));

  it('counts each interface once, whatever addresses it has', () => {
    expect(table.faults).toEqual([]);
    expect(table.rows.map(({ name, ifindex }) => [name, ifindex])).toEqual([
      ['lo0', 1],
      ['gif0', 2],
      ['stf0', 3],
      ['en0', 4],
      ['bridge100', 21],
      ['utun3', 17],
    ]);
  });

  it('takes each counter from its own column, exact beyond 2^53', () => {
    expect(table.rows.find(({ name }) => name === 'en0')).toEqual({
      name: 'en0',
      ifindex: 4,
      counters: {
        rxBytes: 9007199254740993n,
        txBytes: 379533492n,
        rxPackets: 5708989n,
        txPackets: 3494252n,
        rxErrors: 2n,
        txErrors: 1n,
        rxDropped: 0n,
        txDropped: 230n,
      },
      missing: ['rxDropped'],
    });
  });

  it('reads an interface without a hardware address', () => {
    expect(table.rows.find(({ name }) => name === 'utun3')?.counters).toMatchObject({
      rxBytes: 1048216n,
      txBytes: 902114n,
    });
  });

  it('says that drops are missing where they were not asked for', () => {
    const row = parseDarwinNetstat(fixture('netstat-ibn')).rows.find(({ name }) => name === 'en0');
    expect(row?.counters.rxBytes).toBe(13047081883n);
    expect(row?.missing).toEqual(['rxDropped', 'txDropped']);
  });

  it('reads the lines of old systems, which leave the column of drops empty', () => {
    const { rows, faults } = parseDarwinNetstat(fixture('netstat-ibdn-10.6'));
    expect(faults).toEqual([]);
    expect(rows.map(({ name }) => name)).toEqual(['lo0', 'gif0', 'en0']);
    expect(rows[2]).toMatchObject({
      missing: ['rxDropped', 'txDropped'],
      counters: { rxBytes: 4795960389n, rxErrors: 3n },
    });
  });

  it('gives no counters to names cut short, which cannot be told apart', () => {
    const { rows, faults } = parseDarwinNetstat(fixture('netstat-ibn'));
    expect(rows.map(({ name }) => name)).toEqual(['lo0', 'en0']);
    expect(faults).toEqual(['utun8']);
  });

  it('names an interface whose line is short or garbled, and reads the others', () => {
    const text = fixture('netstat-ibdnW')
      .replace('5708989     2', '5708989     -')
      .replace(/(<Link#17>).*/, '$1 1 2 3');
    const { rows, faults } = parseDarwinNetstat(text);
    expect(faults).toEqual(['en0', 'utun3']);
    expect(rows).toHaveLength(4);
  });

  it('shows the beginning of a line that has no name', () => {
    expect(parseDarwinNetstat(`${fixture('netstat-ibn')}\n <Link#9> 1`).faults).toContain('<Link#9> 1');
  });

  it('says why nothing could be read', () => {
    expect(parseDarwinNetstat('netstat: illegal option -- W').faults).toEqual(['netstat: illegal option -- W']);
    expect(parseDarwinNetstat('').faults).toEqual([]);
  });

  it.each(['', 'netstat: illegal option -- W', 'Name Mtu'])('reads nothing in %j', (text) => {
    expect(parseDarwinNetstat(text).rows).toEqual([]);
  });
});

describe('parseDarwinInterfaces', () => {
  it('tells what is known beside the counters', () => {
    const interfaces = parseDarwinInterfaces(fixture('netstat-ibdnW'));
    expect(interfaces.map(({ name, mtu, state, hardware }) => [name, mtu, state, hardware])).toEqual([
      ['lo0', 16_384, 'up', false],
      ['gif0', 1_280, 'down', false],
      ['stf0', 1_280, 'down', false],
      ['en0', 1_500, 'up', true],
      ['bridge100', 1_500, 'up', false],
      ['utun3', 1_380, 'up', false],
    ]);
    expect(interfaces[3]).toMatchObject({ ifindex: 4, mac: 'a8:66:7f:dd:ee:ff', speedBitsPerSecond: null });
    expect(interfaces[5]).toMatchObject({ mac: null });
  });
});
