import type { CapacityAnswer, ForecastAnswer, LinkCapacity } from '../../api/operations/outlook.js';
import type { SeriesResult } from '../../api/index.js';
import type { ChartLine, ChartPoint } from '../../charts/line/chart-line.js';
import type { Expected } from '../../charts/named/expected.js';
import { formatCount } from '../../format/count.js';

const HOUR_MS = 3_600_000;
const BITS_PER_BYTE = 8;
const FULL_SHARE = 0.8;
/** A limit so many times higher than all else would press it flat. */
const WORTH_DRAWING = 4;

/** How far is looked ahead, and how much of what was is drawn beside it. */
export const HORIZONS = [
  { value: '2d', label: '2 days', hours: 48 },
  { value: '1w', label: 'A week', hours: 168 },
  { value: '4w', label: '4 weeks', hours: 672 },
] as const;

/** What was, both ways together: the forecast is of that. */
export function historyLine(answer: SeriesResult): ChartLine {
  const columns = Object.values(answer.series[0]?.columns ?? {});
  const points = answer.at.map((at, index): ChartPoint => {
    const known = columns.flatMap((values) => values[index] ?? []);
    return [
      at,
      known.length === columns.length && known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null,
    ];
  });
  return { id: 'both', name: 'in and out', colour: '--in', points };
}

/** A forecast as a chart takes it, each hour at its middle; null where too little is known for one. */
export function expectedOf({ at, value, low, high }: ForecastAnswer): Expected | null {
  if (at.length === 0) return null;
  return { at: at.map((start) => start + HOUR_MS / 2), low, middle: value, high };
}

/** A sentence's first letter is large, and it ends: what the API tells continues one of ours. */
export function sentenceOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The share of a link that its busy hours use; null before the first whole hour of it. */
export function usedShare({ utilisationPercent }: Pick<LinkCapacity, 'utilisationPercent'>): number | null {
  return utilisationPercent === null ? null : utilisationPercent / 100;
}

/** How many days are left, in words, and between how many. */
export function daysWords(link: Pick<LinkCapacity, 'state' | 'daysLeft' | 'low' | 'high'>): {
  readonly text: string;
  readonly detail: string;
} {
  const { state, daysLeft, low, high } = link;
  if (state === 'UNKNOWN') return { text: 'not known yet', detail: '' };
  if (state === 'REACHED') return { text: 'full already', detail: '' };
  if (daysLeft === null) return { text: 'not in sight', detail: '' };
  const text = daysLeft === 1 ? '1 day' : `${daysLeft} days`;
  if (low === null) return { text, detail: '' };
  return { text, detail: high === null ? `${low} or more` : `${low} to ${high}` };
}

/** When the first of some links is full, in a sentence; or why that is not known. */
export function capacityWords({ links, linkCount, unknownSpeedCount }: CapacityAnswer): {
  readonly text: string;
  readonly tone: 'warn' | 'plain';
} {
  const [first] = links;
  if (!first) {
    const isUntold = linkCount > 0 && unknownSpeedCount === linkCount;
    const text = isUntold
      ? 'When it is full cannot be told: its speed is not known.'
      : 'It has no link that could be full.';
    return { text, tone: 'plain' };
  }
  // A name keeps its letters as they are.
  const text = linkCount > 1 ? `${first.uplink.name} ${first.sentence}.` : sentenceOf(first.sentence);
  return { text, tone: first.state.startsWith('REACHE') ? 'warn' : 'plain' };
}

/** Where a link counts as full; left out where it lies so high that nothing else could be told apart below it. */
export function limitOf(
  capacity: CapacityAnswer | null,
  forecast: Expected | null,
): { readonly name: string; readonly value: number } | null {
  const [link, ...others] = capacity?.links ?? [];
  if (!link || others.length > 0 || !forecast) return null;
  const value = (link.speedBitsPerSecond / BITS_PER_BYTE) * FULL_SHARE;
  const highest = forecast.high.reduce<number>((most, high) => Math.max(most, high ?? 0), 0);
  return value <= highest * WORTH_DRAWING ? { name: '80 % of the link, one way', value } : null;
}

/** What a list of links comes to, in a line; empty where there is none. */
export function summaryWords({ links, linkCount, unknownSpeedCount }: CapacityAnswer): string {
  if (links.length === 0) return '';
  const countOf = (...states: LinkCapacity['state'][]): number =>
    links.filter(({ state }) => states.includes(state)).length;
  const [filling, unknown] = [countOf('REACHED', 'REACHES'), countOf('UNKNOWN')];
  const told = [
    unknown === links.length ? 'It takes eight days of history to say when a link is full.' : fillingWords(filling),
    linkCount - unknownSpeedCount > links.length ? `The ${links.length} fullest are shown.` : '',
    unknownSpeedCount === 0 ? '' : speedWords(unknownSpeedCount),
  ];
  return told.filter(Boolean).join(' ');
}

function fillingWords(count: number): string {
  if (count === 0) return 'None fills up within 90 days.';
  return count === 1 ? 'One fills up within 90 days.' : `${formatCount(count)} fill up within 90 days.`;
}

function speedWords(count: number): string {
  return count === 1
    ? 'One does not tell its speed: it can be set on its page.'
    : `${formatCount(count)} do not tell their speed: it can be set on their pages.`;
}
