import type { Chip, ChipField } from './chips.js';

/** The lists that can be had as files. */
export type ExportedList =
  'hosts' | 'interfaces' | 'containers' | 'networks' | 'stacks' | 'services' | 'workloads' | 'patterns';

const HOST_STATES: readonly string[] = ['alive', 'silent'];

/** Where a list can be had as a file with the same filter, without its ending; null where a file cannot be filtered so. */
export function exportPath(list: ExportedList, chips: readonly Chip[]): string | null {
  // REST knows no `not`: a file with more than what is on screen would mislead.
  if (chips.some(({ op }) => op === 'isNot')) return null;
  const query = new URLSearchParams(chips.map((chip) => [parameterOf(chip), valueOf(chip)]));
  return `/api/v1/export/${list}${query.size > 0 ? `?${query.toString()}` : ''}`;
}

function parameterOf({ field, value }: Chip): Exclude<ChipField, 'state'> | 'hostState' | 'linkState' {
  if (field !== 'state') return field;
  return HOST_STATES.includes(value.toLowerCase()) ? 'hostState' : 'linkState';
}

function valueOf({ field, value }: Chip): string {
  return field === 'class' || field === 'state' ? value.toLowerCase().replaceAll('_', '-') : value;
}
