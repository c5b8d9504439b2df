import { formatCount } from '../../format/count.js';

/** The first thing that a reader sees: whether all is well, in words. */
export interface StatusWords {
  readonly tone: 'good' | 'bad' | 'none';
  readonly title: string;
}

/** What is known of the hosts. */
export interface HostsHeard {
  readonly hosts: number;
  readonly silent: number;
  /** The name of the only one. */
  readonly only: string | undefined;
  /** Whether anything is heard of them. */
  readonly isHeard: boolean;
}

/**
 * Whether all hosts report; the only one by its name. Who is silent is told by the store: where all are though something is heard,
 * it is the store that is late.
 */
export function statusWords({ hosts, silent, only = 'The host', isHeard }: HostsHeard): StatusWords {
  if (hosts === 0) return { tone: 'none', title: 'No host reports yet' };
  if (silent === 0)
    return { tone: 'good', title: hosts === 1 ? `${only} reports` : `All ${formatCount(hosts)} hosts report` };
  if (silent === hosts && isHeard) return { tone: 'bad', title: 'What hosts report is stored late' };
  if (silent === hosts)
    return { tone: 'bad', title: hosts === 1 ? `${only} is silent` : `All ${formatCount(hosts)} hosts are silent` };
  return { tone: 'bad', title: `${formatCount(hosts - silent)} of ${formatCount(hosts)} hosts report` };
}

const ABOUT = 0.15;
/** Less than twice or more than half of what was is as usual. */
const UNUSUAL_FACTOR = 1.8;

/** How a stretch compares with the same a day before: nothing where that is not known. */
export function comparedWords(factor: number | null, during: string): string {
  if (factor === null) return '';
  const [first = '', ...rest] = during;
  const stretch = `${first.toUpperCase()}${rest.join('')}`;
  if (Math.abs(factor - 1) <= ABOUT) return `${stretch} about as much as a day before`;
  if (factor > 1) return `${stretch} ${factor.toFixed(factor < 9.95 ? 1 : 0)} × as much as a day before`;
  return `${stretch} ${Math.round((1 - factor) * 100)} % less than a day before`;
}

/** Whether that is worth a second look. */
export function isUnusual(factor: number | null): boolean {
  return factor !== null && (factor >= UNUSUAL_FACTOR || factor <= 1 / UNUSUAL_FACTOR);
}
