import { pickPaired } from './paired-lines.js';
import type { ProtocolReading } from './snmp.js';

const TCP_EXT = {
  ListenOverflows: 'tcpListenOverflows',
  ListenDrops: 'tcpListenDrops',
  TCPTimeouts: 'tcpTimeouts',
  TCPSynRetrans: 'tcpSynRetransmits',
  TCPAbortOnTimeout: 'tcpAbortsOnTimeout',
  TCPRcvQDrop: 'tcpReceiveQueueDrops',
} as const;

/** Parses `net/netstat`: what TCP counts beyond the standard. Kernels differ in what they print. */
export function parseNetstat(text: string): ProtocolReading {
  return pickPaired(text, 'TcpExt', TCP_EXT);
}
