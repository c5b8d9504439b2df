import type { AgentRow, AgentTrouble, SystemPart } from '../../api/operations/system.js';
import { formatDuration } from '../../format/time.js';

export type Tone = 'good' | 'warn' | 'bad' | 'none';

export const PART_WORDS: Readonly<Record<SystemPart['name'], string>> = {
  AGENTS: 'Agents',
  STREAM: 'Stream',
  INGEST: 'Storing',
  REFUSED: 'Refused messages',
  DATABASE: 'Database',
  ANALYSIS: 'Analysis',
  QUOTAS: 'Quotas',
  JOBS: 'Exports and reports',
  PROCESSES: 'Processes',
};

export const STATE_WORDS: Readonly<Record<SystemPart['state'], string>> = {
  GOOD: 'well',
  WARN: 'to be looked at',
  BAD: 'not well',
  UNKNOWN: 'not known',
};

export const STATE_TONES: Readonly<Record<SystemPart['state'], Tone>> = {
  GOOD: 'good',
  WARN: 'warn',
  BAD: 'bad',
  UNKNOWN: 'none',
};

export const TROUBLE_WORDS: Readonly<Record<AgentTrouble['kind'], string>> = {
  SILENT: 'silent',
  FAILING: 'failing',
  BEHIND: 'late',
  NAMES: 'no names',
  CLOCK: 'wrong clock',
  OLD: 'old version',
};

/** How all of weir does, in a sentence. */
export function summaryWords(parts: readonly SystemPart[]): string {
  const named = (state: SystemPart['state']): string[] =>
    parts.filter((part) => part.state === state).map(({ name }) => PART_WORDS[name].toLowerCase());
  const [bad, warn] = [named('BAD'), named('WARN')];
  if (bad.length > 0)
    return `Not well: ${bad.join(', ')}.${warn.length > 0 ? ` To be looked at: ${warn.join(', ')}.` : ''}`;
  return warn.length > 0 ? `To be looked at: ${warn.join(', ')}.` : 'All is well.';
}

/** How wrong a host's clock is. */
export function clockWords(offsetMs: AgentRow['clockOffsetMilliseconds']): string {
  if (offsetMs === null) return 'not told';
  if (offsetMs === 0) return 'right';
  return `${formatDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'behind' : 'ahead'}`;
}

/** What collectors fail; what is not told is not called well. */
export function failingWords(failing: AgentRow['failingCollectors']): string {
  if (failing === null) return 'not told';
  return failing.length === 0 ? 'none' : failing.join(', ');
}
