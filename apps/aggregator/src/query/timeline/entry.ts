import type { Filtered } from '../page/listing.js';

export const TIMELINE_KINDS = ['change', 'deploy', 'alert', 'pattern', 'annotation'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Containers of one service that were started together. */
export interface Deploy {
  /** `stack/service`, or a workload as `namespace/Deployment/web`. */
  readonly service: string;
  readonly image: string | null;
  /** Null where it is the same, unknown, or there was none. */
  readonly imageBefore: string | null;
  readonly containerCount: number;
  /** Ids of hosts. */
  readonly hostIds: readonly string[];
}

/** Something that happened. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: TimelineKind;
  readonly at: Date;
  readonly until: Date | null;
  readonly text: string;
  readonly what: string | null;
  readonly subject: string | null;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly severity: string | null;
  readonly author: string | null;
  readonly deploy: Deploy | null;
}

/** Which entries are asked for; null = all. */
export interface TimelineAsked extends Filtered {
  readonly kinds: readonly TimelineKind[] | null;
  /** ms since 1970; those that happened, or began, then or later. */
  readonly fromMs: number | null;
  /** Not included. */
  readonly toMs: number | null;
}

/** An entry, or several of a kind, as a mark in a chart. */
export interface TimelineMark {
  readonly at: Date;
  readonly until: Date | null;
  readonly kind: TimelineKind;
  readonly title: string;
  readonly count: number;
  readonly id: string | null;
}
