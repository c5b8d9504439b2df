/** Kinds of work that is done in the background. */
export const JOB_KINDS = ['export', 'report'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Who asked for something that is done when they have long left. */
export interface AskedBy {
  /** Null = whoever is signed in locally. */
  readonly accountId: string | null;
  /** The token that it was asked for by; null = none. */
  readonly tokenId: string | null;
  /** HostScope; null = all hosts. */
  readonly scope: object | null;
  /** The same text for the same scope. */
  readonly scopeKey: string;
  /** Their name as it was then. */
  readonly madeBy: string;
}

/** A job that is to be done. */
export interface NewJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly title: string;
  /** As it is given; read anew by whoever does it. */
  readonly asked: unknown;
  readonly by: AskedBy;
  /** The saved report that it is of; null = none. */
  readonly reportId: string | null;
  /** For when it is made, of a schedule, ms since 1970; null = because somebody asked. */
  readonly dueMs: number | null;
}

/** A job that this process is to do now. */
export interface ClaimedJob extends AskedBy {
  readonly id: string;
  readonly kind: JobKind;
  readonly title: string;
  readonly asked: unknown;
  readonly reportId: string | null;
  /** When it was due, or asked for, ms since 1970: what "last month" means is meant of then. */
  readonly atMs: number;
  /** How often it began, this time included. */
  readonly tries: number;
  /** Marks what this process writes of it: whoever takes it over has another one. */
  readonly lease: string;
}

/** Columns of {@link AskedBy}, in the order of {@link valuesOf}. */
export const ASKED_BY = 'account_id, token_id, scope, scope_key, made_by';

/** Values of the columns {@link ASKED_BY}. */
export function valuesOf({ accountId, tokenId, scope, scopeKey, madeBy }: AskedBy): unknown[] {
  return [accountId, tokenId, scope && JSON.stringify(scope), scopeKey, madeBy];
}

/** SQL: the columns of {@link AskedBy} as they are read. */
export const READ_ASKED_BY =
  'account_id AS "accountId", token_id AS "tokenId", scope, scope_key AS "scopeKey", made_by AS "madeBy"';
