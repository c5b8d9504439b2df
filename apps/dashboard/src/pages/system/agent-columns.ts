import type { AgentRow } from '../../api/operations/system.js';
import type { Column } from '../../components/table.js';

/** What the list of agents shows; it is sorted by the API. */
export const AGENT_COLUMNS: readonly Column<AgentRow>[] = [
  { key: 'name', label: 'Host', sortable: true, width: 'minmax(12rem, 2fr)' },
  { key: 'seen', label: 'Sends', sortable: true, width: '10rem' },
  { key: 'version', label: 'Version', width: '7rem' },
  { key: 'interval', label: 'Interval', numeric: true, width: '6rem' },
  { key: 'failing', label: 'Failing collectors', width: 'minmax(10rem, 1fr)' },
  { key: 'clock', label: 'Clock', width: '9rem' },
  { key: 'names', label: 'Names from', width: 'minmax(9rem, 1fr)' },
];

/** Whom an agent asks for names. */
export function namesWords({ docker, kubernetes }: Pick<AgentRow, 'docker' | 'kubernetes'>): string {
  if (docker === null) return 'not told';
  const asked = [
    ...(docker === 'ABSENT' ? [] : [`Docker${docker === 'UNREACHABLE' ? ', which does not answer' : ''}`]),
    ...(kubernetes === 'CONNECTED' ? ['Kubernetes'] : []),
    ...(kubernetes === 'UNREACHABLE' ? ['Kubernetes, which does not answer'] : []),
  ];
  return asked.length === 0 ? 'nobody' : asked.join(', ');
}
