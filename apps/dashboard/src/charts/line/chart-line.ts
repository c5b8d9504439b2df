/** A point of a chart's line: ms since 1970 and a value in the unit's stored form; null is a gap. */
export type ChartPoint = readonly [atMs: number, value: number | null];

/** One line of a chart. */
export interface ChartLine {
  /** Unique in the chart. */
  readonly id: string;
  /** Shown as text only; it may hold anything. */
  readonly name: string;
  /** Custom property that holds its colour. */
  readonly colour: string;
  readonly points: readonly ChartPoint[];
  /** Which way the traffic goes: drawn above or below zero on a mirrored chart. */
  readonly side?: 'in' | 'out';
  /** Drawn as dashes: what is compared with, a limit. */
  readonly dashed?: boolean;
  /** Figures of the whole range where the store tells them: those of the points miss what lies between. */
  readonly figures?: { readonly average: number | null; readonly maximum: number | null };
}

/** What a mark stands for, told by its shape: colour alone would not do. */
export type Sign = 'change' | 'deploy' | 'alert' | 'pattern' | 'annotation';

/** A moment worth a mark on the time axis: a container that was started, a host that fell silent. */
export interface Marker {
  readonly at: number;
  readonly text: string;
  readonly tone?: 'plain' | 'warn' | 'bad';
  readonly sign?: Sign;
}

/** The ground between two lines of a chart, by their ids: what is usual, or what is likely. */
export interface Band {
  readonly low: string;
  readonly high: string;
  /** Custom property that holds its colour. */
  readonly colour: string;
}

/** A stretch of time that stands out. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly tone: 'plain' | 'warn' | 'bad';
}

/** What a line is called where lines of both sides share a name. */
export function lineLabel(line: Pick<ChartLine, 'name' | 'side'>): string {
  if (line.side === undefined) return line.name;
  return `${line.side === 'in' ? '↓' : '↑'} ${line.name}`;
}

/** The same in words, for files and for those who do not see arrows. */
export function lineWords(line: Pick<ChartLine, 'name' | 'side'>): string {
  return line.side === undefined ? line.name : `${line.name} ${line.side}`;
}
