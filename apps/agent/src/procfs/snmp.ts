import type { ProtocolCounter } from '@weir/model';
import { pickPaired } from './paired-lines.js';

/** Protocol counters of a network namespace; one that its kernel does not print is left out. */
export type ProtocolReading = Partial<Record<ProtocolCounter, bigint>>;

// Tcp holds IPv4 and IPv6 together; Udp and Icmp are IPv4 alone, IPv6 is in net/snmp6.
const TCP = {
  ActiveOpens: 'tcpActiveOpens',
  PassiveOpens: 'tcpPassiveOpens',
  AttemptFails: 'tcpAttemptFails',
  EstabResets: 'tcpEstablishedResets',
  InSegs: 'tcpInSegments',
  OutSegs: 'tcpOutSegments',
  RetransSegs: 'tcpRetransmittedSegments',
  InErrs: 'tcpInErrors',
  OutRsts: 'tcpOutResets',
} as const;

const UDP = {
  InDatagrams: 'udpInDatagrams',
  OutDatagrams: 'udpOutDatagrams',
  NoPorts: 'udpNoPorts',
  InErrors: 'udpInErrors',
  RcvbufErrors: 'udpReceiveBufferErrors',
  SndbufErrors: 'udpSendBufferErrors',
} as const;

const ICMP = {
  InMsgs: 'icmpInMessages',
  OutMsgs: 'icmpOutMessages',
  InErrors: 'icmpInErrors',
  InDestUnreachs: 'icmpInUnreachable',
  OutDestUnreachs: 'icmpOutUnreachable',
} as const;

/** Parses `net/snmp`: TCP of both address families, UDP and ICMP of IPv4. */
export function parseSnmp(text: string): ProtocolReading {
  return { ...pickPaired(text, 'Tcp', TCP), ...pickPaired(text, 'Udp', UDP), ...pickPaired(text, 'Icmp', ICMP) };
}
