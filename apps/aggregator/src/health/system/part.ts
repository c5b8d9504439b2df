/** What weir is made of, in the order in which a sample walks. */
export const PART_NAMES = [
  'agents',
  'stream',
  'ingest',
  'refused',
  'database',
  'analysis',
  'quotas',
  'jobs',
  'processes',
] as const;
export type PartName = (typeof PART_NAMES)[number];
/** How something does; `unknown` = it cannot be told from here. */
export type PartState = 'good' | 'warn' | 'bad' | 'unknown';

/** How a part of weir does: a sentence, and what to do where it is not well. */
export interface SystemPart {
  readonly name: PartName;
  readonly state: PartState;
  readonly text: string;
  readonly remedy: string | null;
}

/** What is said of a part. */
export type Judged = Omit<SystemPart, 'name'>;

export const good = (text: string): Judged => ({ state: 'good', text, remedy: null });
export const warn = (text: string, remedy: string): Judged => ({ state: 'warn', text, remedy });
export const bad = (text: string, remedy: string): Judged => ({ state: 'bad', text, remedy });
export const unknown = (text: string, remedy: string): Judged => ({ state: 'unknown', text, remedy });
