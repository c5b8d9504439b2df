import { pickNamed } from './paired-lines.js';
import type { ProtocolReading } from './snmp.js';

const NAMES = {
  Udp6InDatagrams: 'udp6InDatagrams',
  Udp6OutDatagrams: 'udp6OutDatagrams',
  Udp6NoPorts: 'udp6NoPorts',
  Udp6InErrors: 'udp6InErrors',
  Udp6RcvbufErrors: 'udp6ReceiveBufferErrors',
  Udp6SndbufErrors: 'udp6SendBufferErrors',
  Icmp6InMsgs: 'icmp6InMessages',
  Icmp6OutMsgs: 'icmp6OutMessages',
  Icmp6InErrors: 'icmp6InErrors',
  Icmp6InDestUnreachs: 'icmp6InUnreachable',
  Icmp6OutDestUnreachs: 'icmp6OutUnreachable',
} as const;

/** Parses `net/snmp6`: UDP and ICMP of IPv6. The file is missing where IPv6 is disabled. */
export function parseSnmp6(text: string): ProtocolReading {
  return pickNamed(text, NAMES);
}
