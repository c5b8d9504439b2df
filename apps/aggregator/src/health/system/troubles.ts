import { formatDuration } from '@weir/model';
import { clockInWords } from '../../clock/words.js';
import { hostState, newestOfHost } from '../../query/host-state.js';
import type { AgentTold } from '../../query/system/system.query.js';
import { compareVersions, isVersion } from './compare-versions.js';

/** What may be wrong with an agent, worst first. */
export const TROUBLE_KINDS = ['silent', 'failing', 'behind', 'names', 'clock', 'old'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** Something that is wrong with an agent, and what to do, a sentence each. */
export interface AgentTrouble {
  readonly hostId: string;
  readonly hostName: string;
  readonly kind: TroubleKind;
  readonly text: string;
  readonly remedy: string;
}

/** An agent, and when it was heard of; null where nothing came live lately. */
export interface AgentFindings extends AgentTold {
  readonly liveMs: number | null;
}

/** Beyond this, what an agent sends is no longer stored as it comes. */
const GREATEST_LAG_MS = 60_000;
const DOCTOR = 'run `weir-agent doctor` on that host';

type Found = Pick<AgentTrouble, 'text' | 'remedy'> | null;

/** What is wrong with an agent; `newest` = the version that it should have. Of one that is silent nothing else is told. */
export function troublesOf(agent: AgentFindings, newest: string | null, nowMs: number): AgentTrouble[] {
  const silent = silenceOf(agent, nowMs);
  const found: Partial<Record<TroubleKind, Found>> = silent
    ? { silent }
    : {
        failing: failureOf(agent),
        behind: lagOf(agent),
        names: namelessnessOf(agent),
        clock: clockOf(agent),
        old: ageOf(agent, newest),
      };
  return TROUBLE_KINDS.flatMap((kind) => {
    const told = found[kind];
    return told ? [{ hostId: agent.id, hostName: agent.name, kind, ...told }] : [];
  });
}

/** Whether an agent sends nothing any more. */
export function isSilent({ storedMs, liveMs, intervalMs }: AgentFindings, nowMs: number): boolean {
  return hostState(newestOfHost(storedMs, liveMs), intervalMs, nowMs) === 'silent';
}

function silenceOf(agent: AgentFindings, nowMs: number): Found {
  if (!isSilent(agent, nowMs)) return null;
  return {
    text: 'It sends nothing.',
    remedy: `See whether the host runs, then ${DOCTOR}: it tells whether NATS can be reached. What it counts meanwhile waits on its disk.`,
  };
}

function failureOf({ failing }: AgentFindings): Found {
  if (!failing || failing.length === 0) return null;
  return {
    text: `What fails: ${failing.join(', ')}. All else is still counted.`,
    remedy: `See the agent’s log, which says why, or ${DOCTOR}.`,
  };
}

function lagOf({ storedMs, liveMs }: AgentFindings): Found {
  if (liveMs === null || liveMs - storedMs <= GREATEST_LAG_MS) return null;
  return {
    text: `What it sends is stored ${formatDuration(liveMs - storedMs)} late.`,
    remedy: 'Where only some hosts are late they empty their spools, which ends by itself. Where all are, see Storing.',
  };
}

function namelessnessOf({ docker, kubernetes }: AgentFindings): Found {
  const away = [docker === 'unreachable' && 'Docker', kubernetes === 'unreachable' && 'Kubernetes'].filter(Boolean);
  if (away.length === 0) return null;
  return {
    text: `${away.join(' and ')} cannot be asked, so that containers have no names. They are counted all the same.`,
    remedy: `See whether the agent may read the socket (DOCKER_HOST) or the API, or ${DOCTOR}.`,
  };
}

function clockOf({ clockOffsetMs }: AgentFindings): Found {
  if (clockOffsetMs === null || clockOffsetMs === 0) return null;
  return {
    text: `Its clock is ${clockInWords(clockOffsetMs)}; its times are corrected by that.`,
    remedy: 'Have the host follow a time server (chrony, systemd-timesyncd).',
  };
}

function ageOf({ version }: AgentFindings, newest: string | null): Found {
  if (version === null || newest === null || !isVersion(version) || compareVersions(version, newest) >= 0) return null;
  return {
    text: `It runs version ${version}; ${newest} is there.`,
    remedy: 'Update the agent: nothing is lost meanwhile, it goes on where it stopped.',
  };
}
