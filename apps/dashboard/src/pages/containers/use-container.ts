import { ask } from '../../api/index.js';
import { CONTAINER_STATE, type ContainerState } from '../../api/operations/containers.js';
import { PROTOCOLS, type Protocols, type ProtocolsInput } from '../../api/operations/protocols.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';

const PACE_MS = 10_000;
/** States come every 10 s: of less than that time a line has no second point. */
const LEAST_MS = 300_000;

/** CPU and memory of a container in the page's range. */
export function useContainerState(id: () => string): Asked<ContainerState> {
  return useInRange(
    async (stretch, signal) => {
      const answer = await ask(CONTAINER_STATE, { input: { containers: [id()], points: 300, ...stretch } }, signal);
      return answer.ok ? { ok: true, data: answer.data.containerSeries } : answer;
    },
    id,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}

/** Protocols in the page's range. */
export function useProtocols(
  whose: () => Pick<ProtocolsInput, 'hosts' | 'containers' | 'points' | 'counters'>,
): Asked<Protocols> {
  return useInRange(
    async (stretch, signal) => {
      const answer = await ask(PROTOCOLS, { input: { ...whose(), ...stretch } }, signal);
      return answer.ok ? { ok: true, data: answer.data.protocolSeries } : answer;
    },
    whose,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
}
