import { perProtocolCounter, type ProtocolCounter, type ProtocolState } from '@weir/model';
import { share } from './random.js';

/** What passed a network namespace in the interval that a state tells of. */
export interface Moved {
  readonly rxPackets: number;
  readonly txPackets: number;
}

const RETRANSMITTED = 0.002;
const BAD_FACTOR = 15;

/** What network namespaces counted by protocol, from the packets that passed them. */
export function protocolsOf(bits: number, moved: ReadonlyMap<string, Moved>): ProtocolState {
  const counted = [...moved.values()].map((each, index) => countsOf((bits ^ Math.imul(index, 0x9e3779b1)) >>> 0, each));
  return {
    ...{ keys: [...moved.keys()], unread: [] },
    columns: perProtocolCounter((counter) => counted.map((each) => Math.round(each[counter] ?? 0))),
  };
}

/** Retransmits, and what goes with them, come in bad intervals, one of forty or so. */
function countsOf(bits: number, { rxPackets, txPackets }: Moved): Partial<Record<ProtocolCounter, number>> {
  const factor = (bits >>> 8) % 40 === 0 ? BAD_FACTOR : 1;
  const retransmitted = Math.round(txPackets * RETRANSMITTED * factor * share(bits));
  const [activeOpens, passiveOpens] = [txPackets / 90, rxPackets / 70];
  return {
    ...{ tcpInSegments: rxPackets, tcpOutSegments: txPackets, tcpRetransmittedSegments: retransmitted },
    ...{ tcpActiveOpens: activeOpens, tcpPassiveOpens: passiveOpens, tcpTimeouts: retransmitted / 8 },
    ...{ tcpAttemptFails: activeOpens / 150, tcpEstablishedResets: (passiveOpens / 120) * Math.sqrt(factor) },
    ...{ tcpOutResets: (passiveOpens / 80) * Math.sqrt(factor), tcpSynRetransmits: retransmitted / 25 },
    ...{ tcpListenOverflows: factor > 1 ? passiveOpens / 60 : 0, tcpListenDrops: factor > 1 ? passiveOpens / 60 : 0 },
    ...{ udpInDatagrams: rxPackets / 50, udpOutDatagrams: txPackets / 50, udpNoPorts: rxPackets / 40_000 },
    ...{ udpReceiveBufferErrors: (bits >>> 16) % 50 === 0 ? rxPackets / 4_000 : 0 },
    ...{ icmpInMessages: rxPackets / 3_000, icmpOutMessages: txPackets / 5_000 },
    ...{ icmpInUnreachable: rxPackets / 30_000, icmpOutUnreachable: txPackets / 40_000 },
  };
}
