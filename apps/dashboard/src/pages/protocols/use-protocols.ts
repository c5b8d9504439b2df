import { ask } from '../../api/index.js';
import {
  CONTAINER_NAMES,
  type NamedContainerOfHost,
  PROTOCOLS,
  type Protocols,
  type ProtocolsInput,
} from '../../api/operations/protocols.js';
import type { FilterInput } from '../../composables/chips.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';
import type { ProtocolRow } from './rows.js';

/** Whose protocols are listed. */
export type Whose = 'hosts' | 'containers';

/** So many containers are listed: those that carry most. */
export const MOST_CONTAINERS = 500;
const POINTS = 4;
/** What the rows are made of. */
const COUNTERS: NonNullable<ProtocolsInput['counters']> = [
  ...(['TCP_IN_SEGMENTS', 'TCP_OUT_SEGMENTS', 'TCP_RETRANSMITTED_SEGMENTS', 'TCP_ESTABLISHED_RESETS'] as const),
  ...(['TCP_OUT_RESETS', 'TCP_ATTEMPT_FAILS', 'TCP_LISTEN_DROPS'] as const),
  ...(['UDP_IN_DATAGRAMS', 'UDP_OUT_DATAGRAMS', 'UDP6_IN_DATAGRAMS', 'UDP6_OUT_DATAGRAMS'] as const),
  ...(['UDP_IN_ERRORS', 'UDP_SEND_BUFFER_ERRORS', 'UDP6_IN_ERRORS', 'UDP6_SEND_BUFFER_ERRORS'] as const),
  ...(['ICMP_IN_MESSAGES', 'ICMP_OUT_MESSAGES', 'ICMP6_IN_MESSAGES', 'ICMP6_OUT_MESSAGES'] as const),
];
/** States come every 10 s. */
const PACE_MS = 15_000;
/** Of a thousand hosts the answer is large, and agents tell it every 10 s. */
const LEAST_MS = 300_000;

/** What is listed, and what is left out. */
export interface Listed {
  readonly protocols: Protocols;
  readonly containers: readonly NamedContainerOfHost[];
  /** How many containers there are, where those are listed. */
  readonly totalCount: number | null;
}

/** The protocols of the hosts that pass the filter, or of the busiest containers. */
export function useListed(whose: () => Whose, filter: () => FilterInput | null): Asked<Listed> {
  return useInRange<Listed>(
    async (stretch, signal) => {
      if (whose() === 'hosts') {
        const input = { filter: ofHosts(filter()), counters: COUNTERS, points: POINTS, ...stretch };
        const answer = await ask(PROTOCOLS, { input }, signal);
        if (!answer.ok) return answer;
        return { ok: true, data: { protocols: answer.data.protocolSeries, containers: [], totalCount: null } };
      }
      const names = await ask(CONTAINER_NAMES, { filter: filter(), first: MOST_CONTAINERS }, signal);
      if (!names.ok) return names;
      const { nodes, totalCount } = names.data.containers;
      const containers = nodes.filter(({ hostNetwork }) => !hostNetwork).map(({ id }) => id);
      if (containers.length === 0) return { ok: true, data: { protocols: NOTHING, containers: nodes, totalCount } };
      const answer = await ask(
        PROTOCOLS,
        { input: { containers, counters: COUNTERS, points: POINTS, ...stretch } },
        signal,
      );
      if (!answer.ok) return answer;
      return { ok: true, data: { protocols: answer.data.protocolSeries, containers: nodes, totalCount } };
    },
    () => [whose(), filter()],
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}

const NOTHING: Protocols = { from: '', to: '', at: [], stepMilliseconds: 0, resolution: 'raw', series: [] };

/** A filter that asks for containers would answer theirs: hosts are asked for by what is said of hosts alone. */
function ofHosts(filter: FilterInput | null): FilterInput {
  const { host, hosts, hostLabels, hostStates, text } = filter ?? {};
  return {
    ...(host && { host }),
    ...(hosts && { hosts }),
    ...(hostLabels && { hostLabels }),
    ...(hostStates && { hostStates }),
    ...(text && { text }),
  };
}

/** What is asked of a few rows over the range. */
export interface TrendOf {
  readonly counters: NonNullable<ProtocolsInput['counters']>;
  readonly points: number;
}

/** Of whom segments are sent again, as a chart. */
export const RESENT: TrendOf = { counters: ['TCP_RETRANSMITTED_SEGMENTS', 'TCP_OUT_SEGMENTS'], points: 200 };
/** Segments both ways, as sparklines. */
export const SEGMENTS: TrendOf = { counters: ['TCP_IN_SEGMENTS', 'TCP_OUT_SEGMENTS'], points: 30 };

/** How a few of them went over the range. */
export function useTrend(rows: () => readonly ProtocolRow[], { counters, points }: TrendOf): Asked<Protocols | null> {
  const wanted = (): Pick<ProtocolsInput, 'hosts' | 'containers'> => ({
    hosts: rows().flatMap(({ kind, of }) => (kind === 'host' ? [of] : [])),
    containers: rows().flatMap(({ kind, of }) => (kind === 'container' ? [of] : [])),
  });
  return useInRange(
    async (stretch, signal) => {
      if (rows().length === 0) return { ok: true, data: null };
      const answer = await ask(PROTOCOLS, { input: { ...wanted(), counters, points, ...stretch } }, signal);
      return answer.ok ? { ok: true, data: answer.data.protocolSeries } : answer;
    },
    wanted,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}
