/**
 * What a network namespace counts by protocol. TCP counts IPv4 and IPv6 together; UDP and ICMP count them apart.
 * `tcpEstablishedResets` are connections that ended by a reset, `tcpOutResets` are resets sent.
 */
export const PROTOCOL_COUNTERS = [
  'tcpActiveOpens',
  'tcpPassiveOpens',
  'tcpAttemptFails',
  'tcpEstablishedResets',
  'tcpInSegments',
  'tcpOutSegments',
  'tcpRetransmittedSegments',
  'tcpInErrors',
  'tcpOutResets',
  'tcpListenOverflows',
  'tcpListenDrops',
  'tcpTimeouts',
  'tcpSynRetransmits',
  'tcpAbortsOnTimeout',
  'tcpReceiveQueueDrops',
  'udpInDatagrams',
  'udpOutDatagrams',
  'udpNoPorts',
  'udpInErrors',
  'udpReceiveBufferErrors',
  'udpSendBufferErrors',
  'udp6InDatagrams',
  'udp6OutDatagrams',
  'udp6NoPorts',
  'udp6InErrors',
  'udp6ReceiveBufferErrors',
  'udp6SendBufferErrors',
  'icmpInMessages',
  'icmpOutMessages',
  'icmpInErrors',
  'icmpInUnreachable',
  'icmpOutUnreachable',
  'icmp6InMessages',
  'icmp6OutMessages',
  'icmp6InErrors',
  'icmp6InUnreachable',
  'icmp6OutUnreachable',
] as const;

export type ProtocolCounter = (typeof PROTOCOL_COUNTERS)[number];

/** One value for each protocol counter. */
export type PerProtocolCounter<T> = Record<ProtocolCounter, T>;

/** Makes a value for each protocol counter. */
export function perProtocolCounter<T>(make: (counter: ProtocolCounter) => T): PerProtocolCounter<T> {
  return Object.fromEntries(PROTOCOL_COUNTERS.map((counter) => [counter, make(counter)])) as PerProtocolCounter<T>;
}
