import { formatDuration } from '../../format/time.js';

/** The first thing that a reader sees: whether all is well, in words. */
export interface StatusWords {
  readonly tone: 'good' | 'bad' | 'none';
  readonly title: string;
}

/** Whether all hosts report; the only one by its name. */
export function statusWords(hosts: number, silent: number, only = 'The host'): StatusWords {
  if (hosts === 0) return { tone: 'none', title: 'No host reports yet' };
  if (silent === 0) return { tone: 'good', title: hosts === 1 ? `${only} reports` : `All ${hosts} hosts report` };
  if (silent === hosts)
    return { tone: 'bad', title: hosts === 1 ? `${only} is silent` : `All ${hosts} hosts are silent` };
  return { tone: 'bad', title: `${hosts - silent} of ${hosts} hosts report` };
}

const ABOUT = 0.15;

/** How that compares with a day before: nothing where that is not known. */
export function comparedWords(factor: number | null): string {
  if (factor === null) return '';
  if (Math.abs(factor - 1) <= ABOUT) return 'about as much as at this time yesterday';
  if (factor > 1) return `${factor.toFixed(1)} × as much as at this time yesterday`;
  return `${Math.round((1 - factor) * 100)} % less than at this time yesterday`;
}

/** A stretch in words, as what was counted in it is told: `in 5 min`. */
export function duringWords(kind: 'live' | 'last' | 'fixed', lengthMs: number): string {
  return kind === 'fixed' ? 'in this stretch' : `in ${formatDuration(lengthMs)}`;
}
