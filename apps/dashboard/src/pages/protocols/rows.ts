import type { NamedContainerOfHost, Protocols } from '../../api/operations/protocols.js';
import { type Coloured, containerEntity } from '../../composables/use-entity-colour.js';
import type { Spark } from '../../composables/use-sparks.js';
import { pointsOf } from '../interfaces/lines.js';
import type { Telling } from '../interfaces/unknown.js';

/** Fewer segments a second than that tell nothing of how many were sent again. */
const LEAST_SEGMENTS_PER_SECOND = 1;

/** What one network namespace counts by protocol, on average over the range; null = not known. */
export interface ProtocolRow {
  readonly id: string;
  /** Of the host itself, or of its containers in that namespace. */
  readonly kind: 'host' | 'container';
  /** Id of the host or container. */
  readonly of: string;
  readonly coloured: Coloured;
  readonly name: string;
  readonly host: Telling & { readonly id: string; readonly name: string };
  readonly tcpIn: number | null;
  readonly tcpOut: number | null;
  readonly resentPercent: number | null;
  readonly resets: number | null;
  readonly failedOpens: number | null;
  readonly listenDrops: number | null;
  readonly udpIn: number | null;
  readonly udpOut: number | null;
  readonly udpLost: number | null;
  readonly icmpIn: number | null;
  readonly icmpOut: number | null;
}

const UDP_LOSSES = ['udpInErrors', 'udpSendBufferErrors', 'udp6InErrors', 'udp6SendBufferErrors'];

/** A row for each network namespace; those of containers by the names of these. */
export function protocolRows({ series }: Protocols, containers: readonly NamedContainerOfHost[]): ProtocolRow[] {
  const known = byNamespace(containers);
  return series.map(({ namespace, host, columns }): ProtocolRow => {
    const mean = (counter: string): number | null => meanOf(columns[`${counter}PerSecond`] ?? []);
    const both = (...counters: string[]): number | null => sumOf(counters.map(mean));
    const members = namespace === null ? [] : (known.get(`${host.id} ${namespace}`) ?? []);
    const name = namespace === null ? host.name : members.map((each) => each.name).join(' + ') || namespace;
    const tcpOut = mean('tcpOutSegments');
    return {
      ...{ id: `${host.id} ${namespace ?? ''}`, kind: namespace === null ? 'host' : 'container', name, host, tcpOut },
      of: namespace === null ? host.id : (members[0]?.id ?? ''),
      coloured: colouredBy(host.id, namespace, members[0]),
      tcpIn: mean('tcpInSegments'),
      resentPercent: resentPercent(mean('tcpRetransmittedSegments'), tcpOut),
      resets: both('tcpEstablishedResets', 'tcpOutResets'),
      failedOpens: mean('tcpAttemptFails'),
      listenDrops: mean('tcpListenDrops'),
      udpIn: both('udpInDatagrams', 'udp6InDatagrams'),
      udpOut: both('udpOutDatagrams', 'udp6OutDatagrams'),
      udpLost: both(...UDP_LOSSES),
      icmpIn: both('icmpInMessages', 'icmp6InMessages'),
      icmpOut: both('icmpOutMessages', 'icmp6OutMessages'),
    };
  });
}

/** Containers that share a namespace have the colour of the first. */
function colouredBy(hostId: string, namespace: string | null, first: NamedContainerOfHost | undefined): Coloured {
  if (namespace === null) return { kind: 'host', id: hostId };
  return first ? containerEntity(first) : { kind: 'namespace', id: `${hostId} ${namespace}` };
}

/** The lines of an answer by the ids of rows: what went in and out at each moment. */
export function segmentLines({ at, series }: Protocols): ReadonlyMap<string, Spark> {
  return new Map(
    series.map(({ host, namespace, columns }) => [
      `${host.id} ${namespace ?? ''}`,
      {
        incoming: pointsOf(at, columns['tcpInSegmentsPerSecond']),
        outgoing: pointsOf(at, columns['tcpOutSegmentsPerSecond']),
      },
    ]),
  );
}

/** Segments sent again of all sent; null where too few were sent to tell. */
export function resentPercent(resent: number | null, sent: number | null): number | null {
  if (resent === null || sent === null || sent < LEAST_SEGMENTS_PER_SECOND) return null;
  return Math.min(100, (resent / sent) * 100);
}

/** TCP, UDP and ICMP of a row, both ways, in packets a second. */
export function sharesOf(row: ProtocolRow): { readonly tcp: number; readonly udp: number; readonly icmp: number } {
  const both = (incoming: number | null, outgoing: number | null): number => (incoming ?? 0) + (outgoing ?? 0);
  return { tcp: both(row.tcpIn, row.tcpOut), udp: both(row.udpIn, row.udpOut), icmp: both(row.icmpIn, row.icmpOut) };
}

/** Those that send most again, as far as that can be told. */
export function mostResent(rows: readonly ProtocolRow[], count: number): ProtocolRow[] {
  return [...rows]
    .filter(({ resentPercent: percent, of }) => percent !== null && of !== '')
    .sort((left, right) => (right.resentPercent ?? 0) - (left.resentPercent ?? 0))
    .slice(0, count);
}

function byNamespace(containers: readonly NamedContainerOfHost[]): Map<string, NamedContainerOfHost[]> {
  const known = new Map<string, NamedContainerOfHost[]>();
  for (const container of containers) {
    const [namespace] = container.interfaces[0]?.key.split('/', 1) ?? [];
    if (container.hostNetwork || namespace === undefined) continue;
    const key = `${container.host.id} ${namespace}`;
    known.set(key, [...(known.get(key) ?? []), container]);
  }
  return known;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0) / told.length;
}

/** IPv6 may be switched off: what is told is the sum. */
function sumOf(values: readonly (number | null)[]): number | null {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0);
}
