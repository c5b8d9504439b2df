import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PROTOCOL_COUNTERS } from '@weir/model';
import { parseNetstat } from './netstat.js';
import { parseSnmp } from './snmp.js';
import { parseSnmp6 } from './snmp6.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/kernel/${name}`, import.meta.url), 'utf8');

describe('parseSnmp', () => {
  it('takes each counter from its own column', () => {
    expect(parseSnmp(fixture('snmp'))).toEqual({
      tcpActiveOpens: 2673n,
      tcpPassiveOpens: 1901n,
      tcpAttemptFails: 395n,
      tcpEstablishedResets: 10n,
      tcpInSegments: 238010n,
      tcpOutSegments: 219383n,
      tcpRetransmittedSegments: 133n,
      tcpInErrors: 112n,
      tcpOutResets: 889n,
      udpInDatagrams: 842n,
      udpNoPorts: 101n,
      udpInErrors: 102n,
      udpOutDatagrams: 843n,
      udpReceiveBufferErrors: 104n,
      udpSendBufferErrors: 105n,
      icmpInMessages: 1n,
      icmpInErrors: 101n,
      icmpInUnreachable: 1n,
      icmpOutMessages: 114n,
      icmpOutUnreachable: 118n,
    });
  });

  it('leaves out what an old kernel does not print', () => {
    const text = 'Udp: InDatagrams NoPorts\nUdp: 5 6\n';
    expect(parseSnmp(text)).toEqual({ udpInDatagrams: 5n, udpNoPorts: 6n });
  });

  it('leaves out a garbled number and keeps the others', () => {
    expect(parseSnmp('Udp: InDatagrams NoPorts\nUdp: 5x 6\n')).toEqual({ udpNoPorts: 6n });
  });

  it.each(['', 'Udp: InDatagrams NoPorts\n', 'Udp: InDatagrams NoPorts\nUdp: 5\n', 'Udp: InDatagrams\nUdp: 5 6\n'])(
    'believes nothing of %j',
    (text) => {
      expect(parseSnmp(text)).toEqual({});
    },
  );

  it('holds a counter that fell below zero to what a store can hold', () => {
    expect(parseSnmp('Udp: InErrors\nUdp: 18446744073709551615\n')).toEqual({ udpInErrors: 2n ** 63n - 1n });
  });

  it('is not misled by tables whose names begin alike', () => {
    const text = 'UdpLite: InErrors\nUdpLite: 9\nUdp: InErrors\nUdp: 1\n';
    expect(parseSnmp(text)).toEqual({ udpInErrors: 1n });
  });
});

describe('parseSnmp6', () => {
  it('takes UDP and ICMP of IPv6', () => {
    expect(parseSnmp6(fixture('snmp6'))).toMatchObject({ icmp6InMessages: 20n, icmp6OutMessages: 163n });
  });

  it('leaves out lines that are short, long or garbled', () => {
    const text = 'Udp6InDatagrams 4\nUdp6NoPorts\nUdp6InErrors 1 2\nUdp6OutDatagrams -3\n';
    expect(parseSnmp6(text)).toEqual({ udp6InDatagrams: 4n });
  });
});

describe('parseNetstat', () => {
  it('takes what TCP counts beyond the standard', () => {
    const names = fixture('netstat').split('\n')[0]!.split(' ');
    const fields = fixture('netstat').split('\n')[1]!.split(' ');
    const valueOf = (name: string): bigint => BigInt(fields[names.indexOf(name)]!);
    expect(parseNetstat(fixture('netstat'))).toEqual({
      tcpListenOverflows: valueOf('ListenOverflows'),
      tcpListenDrops: valueOf('ListenDrops'),
      tcpTimeouts: valueOf('TCPTimeouts'),
      tcpSynRetransmits: valueOf('TCPSynRetrans'),
      tcpAbortsOnTimeout: valueOf('TCPAbortOnTimeout'),
      tcpReceiveQueueDrops: valueOf('TCPRcvQDrop'),
    });
  });
});

it('the three files together tell every protocol counter', () => {
  const reading = {
    ...parseSnmp(fixture('snmp')),
    ...parseSnmp6(fixture('snmp6')),
    ...parseNetstat(fixture('netstat')),
  };
  expect(Object.keys(reading).sort()).toEqual([...PROTOCOL_COUNTERS].sort());
});
