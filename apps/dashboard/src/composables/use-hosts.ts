import { ask, HOST, type HostDetail, HOSTS, type HostSummary } from '../api/index.js';
import { type Asked, useAnswer } from './use-answer.js';
import type { Live } from './use-live.js';

const PACE_MS = 20_000;

/** Every host and its interfaces, kept fresh; the live stream learns from it what makes up a host's total. */
export function useHosts(live: Live): Asked<HostSummary[]> {
  return useAnswer(
    async (signal) => {
      const answer = await ask(HOSTS, {}, signal);
      if (!answer.ok) return answer;
      const { hosts } = answer.data;
      hosts.forEach((host) => live.windowOf(host.id).setInterfaces(host.interfaces));
      return { ok: true, data: hosts };
    },
    () => PACE_MS,
  );
}

/** One host with everything on it, kept fresh; null inside where there is no such host. */
export function useHost(live: Live, id: string): Asked<{ host: HostDetail | null }> {
  return useAnswer(
    async (signal) => {
      const answer = await ask(HOST, { id }, signal);
      if (!answer.ok) return answer;
      const { host } = answer.data;
      if (host) live.windowOf(host.id).setInterfaces(host.interfaces);
      return { ok: true, data: { host } };
    },
    () => PACE_MS,
  );
}
