import type { HostDetail } from '../../api/index.js';

/** What to say where a table that lives on Docker's names is empty. */
export function emptyWords(what: string, docker: HostDetail['docker'], filtered: boolean): string {
  if (filtered) return `No ${what} fits the filter.`;
  if (docker === 'ABSENT') return `No ${what} is known: the agent finds no Docker socket (DOCKER_HOST).`;
  if (docker === 'UNREACHABLE') return `No ${what} is known: the Docker socket does not answer.`;
  return `No ${what} on this host.`;
}
