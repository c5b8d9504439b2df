import { type Answer, ask, askAll, HOST, HOST_CONTAINERS, HOST_INTERFACES, type HostDetail } from '../api/index.js';
import { type Asked, useAnswer } from './use-answer.js';
import type { Live } from './use-live.js';

const PACE_MS = 20_000;

/** One host with everything on it, kept fresh; null inside where there is no such host. */
export function useHost(live: Live, id: string): Asked<{ host: HostDetail | null }> {
  return useAnswer(
    async (signal): Promise<Answer<{ host: HostDetail | null }>> => {
      const [answer, interfaces, containers] = await Promise.all([
        ask(HOST, { id }, signal),
        askAll(HOST_INTERFACES, { id }, (data) => data.interfaces, signal),
        askAll(HOST_CONTAINERS, { id }, (data) => data.containers, signal),
      ]);
      if (!answer.ok) return answer;
      if (!interfaces.ok) return interfaces;
      if (!containers.ok) return containers;
      const { host } = answer.data;
      if (!host) return { ok: true, data: { host } };
      live.windowOf(host.id).setInterfaces(interfaces.data);
      return { ok: true, data: { host: { ...host, interfaces: interfaces.data, containers: containers.data } } };
    },
    () => PACE_MS,
  );
}
