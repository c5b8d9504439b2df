import type { SocketState } from '@weir/model';
import { parseAmount } from './number.js';

type Sockstat = Omit<SocketState, 'tcp6InUse' | 'udp6InUse'>;
type Sockstat6 = Pick<SocketState, 'tcp6InUse' | 'udp6InUse'>;

/** Parses `net/sockstat`; null where one of the amounts is missing. Orphans are those of the whole kernel. */
export function parseSockstat(text: string): Sockstat | null {
  const used = amountOf(text, 'sockets', 'used');
  const tcpInUse = amountOf(text, 'TCP', 'inuse');
  const tcpOrphans = amountOf(text, 'TCP', 'orphan');
  const tcpTimeWait = amountOf(text, 'TCP', 'tw');
  const udpInUse = amountOf(text, 'UDP', 'inuse');
  if (used === null || tcpInUse === null || tcpOrphans === null || tcpTimeWait === null || udpInUse === null)
    return null;
  return { used, tcpInUse, tcpOrphans, tcpTimeWait, udpInUse };
}

/** Parses `net/sockstat6`, which is missing where IPv6 is disabled: what is not told is null. */
export function parseSockstat6(text: string): Sockstat6 {
  return { tcp6InUse: amountOf(text, 'TCP6', 'inuse'), udp6InUse: amountOf(text, 'UDP6', 'inuse') };
}

function amountOf(text: string, protocol: string, name: string): number | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${protocol}: `)) ?? '';
  const fields = line.split(' ');
  const position = fields.indexOf(name);
  return position < 0 ? null : parseAmount(fields[position + 1] ?? '');
}
