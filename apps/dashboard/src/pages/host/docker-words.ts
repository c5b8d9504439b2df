import type { HostDetail } from '../../api/index.js';

/** Why a host tells no names; null where Docker does. */
export function untoldReason(docker: HostDetail['docker']): string | null {
  if (docker === 'ABSENT') return 'the agent finds no Docker socket (DOCKER_HOST)';
  return docker === 'UNREACHABLE' ? 'the Docker socket does not answer' : null;
}

/** What to say where a table that lives on Docker's names is empty. */
export function emptyWords(what: string, docker: HostDetail['docker'], filtered: boolean): string {
  if (filtered) return `No ${what} fits the filter.`;
  const reason = untoldReason(docker);
  return reason ? `No ${what} is known: ${reason}.` : `No ${what} on this host.`;
}
