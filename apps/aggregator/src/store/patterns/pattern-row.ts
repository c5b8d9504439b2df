/** What a pattern is on: the lowest entity that explains it. */
export interface PatternEntity {
  readonly kind: 'interface' | 'container' | 'network' | 'host';
  /** Id of the interface, container, network or host. */
  readonly key: string;
  readonly name: string;
}

/** Another entity that showed the same event. */
export interface SeenOn extends PatternEntity {
  readonly class: string;
  readonly strength: number;
}

/** A pattern, as it is stored. Times are ms since 1970. */
export interface PatternRow {
  /** Null until it is stored. */
  readonly patternId: number | null;
  readonly hostId: number;
  /** Null where the interface is forgotten. */
  readonly seriesId: number | null;
  readonly finding: number;
  readonly entity: PatternEntity;
  readonly class: string;
  readonly category: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly lastSeenMs: number;
  /** 0 = taken back. */
  readonly strength: number;
  readonly evidence: Readonly<Record<string, number>>;
  readonly sentence: string;
  readonly seenOn: readonly SeenOn[];
  readonly repeats: number;
  /** What somebody said of it, or of its like. */
  readonly dismissed: string | null;
}
