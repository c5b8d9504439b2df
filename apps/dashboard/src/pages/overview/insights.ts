import type { OverviewFindings, OverviewStatus } from '../../api/operations/overview.js';
import { formatClock, formatDateTime } from '../../format/time.js';

/** A piece of a sentence: words, a name, or a name that leads to its page. */
export type InsightPart =
  | { readonly text: string }
  | { readonly name: string }
  | { readonly host: { readonly id: string; readonly name: string } };

/** A sentence made from figures. */
export interface Insight {
  readonly id: string;
  readonly tone: 'bad' | 'warn' | 'none';
  readonly parts: readonly InsightPart[];
}

/** The figures that sentences are made of; null = not answered yet. */
export interface Figures {
  readonly status: OverviewStatus | null;
  readonly findings: OverviewFindings | null;
  /** The range in words: `in the last hour`. */
  readonly during: string;
  readonly now: number;
}

/** From this share on one container is worth a sentence. */
const LARGE_SHARE_PERCENT = 15;
/** Fewer lost packets than that are no news. */
const MANY_LOST = 100;
/** Less than twice or more than half of what was is as usual. */
const UNUSUAL_FACTOR = 1.8;
const DAY_MS = 86_400_000;
/** More sentences would not be read. */
const MAX_INSIGHTS = 3;

/** What is worth reading, the most urgent first. */
export function insightsOf(figures: Figures): Insight[] {
  const { findings } = figures;
  return [silence(figures), findings && losses(findings, figures), findings && trend(findings), sender(figures)]
    .filter((insight) => insight !== null)
    .slice(0, MAX_INSIGHTS);
}

function silence({ status, now }: Figures): Insight | null {
  const [longest] = status?.silent.nodes ?? [];
  if (!status || !longest) return null;
  const at = Date.parse(longest.lastSeen);
  const since = now - at < DAY_MS ? formatClock(at, false) : formatDateTime(at).slice(0, 16);
  const count = status.silent.totalCount;
  const host = { host: longest };
  const parts =
    count === 1
      ? [host, { text: ` is silent since ${since}` }]
      : [{ text: `${count} hosts are silent, ` }, host, { text: ` since ${since}` }];
  return { id: 'silence', tone: 'bad', parts };
}

function losses(findings: OverviewFindings, { during }: Figures): Insight | null {
  const [worst] = findings.losers.groups;
  const lost = Number(worst?.total ?? 0);
  const host = worst && hostOf(worst.keys);
  if (!host || lost < MANY_LOST) return null;
  const name = keyOf(worst.keys, 'INTERFACE')?.name ?? 'an interface';
  const parts = [{ name }, { text: ' of ' }, { host }, { text: ` lost ${grouped(lost)} packets ${during}` }];
  return { id: 'losses', tone: 'warn', parts };
}

/** Both ways together, against the same time of the day before. */
function trend({ compared }: OverviewFindings): Insight | null {
  const factor = factorOf(compared);
  if (factor === null || (factor < UNUSUAL_FACTOR && factor > 1 / UNUSUAL_FACTOR)) return null;
  const text =
    factor > 1
      ? `Traffic is ${times(factor)} what it was at this time yesterday`
      : `Traffic is ${Math.round(factor * 100)} % of what it was at this time yesterday`;
  return { id: 'trend', tone: 'none', parts: [{ text }] };
}

/** How much more there is than a day before; null where that is not known. */
export function factorOf(compared: OverviewFindings['compared']): number | null {
  const [line] = compared.series;
  const known = line?.earlier?.statistics.every(({ coveredMilliseconds }) => coveredMilliseconds > 0) ?? false;
  if (!line?.earlier || !known) return null;
  const now = rate(line.statistics);
  const before = rate(line.earlier.statistics);
  return now === null || before === null || before === 0 ? null : now / before;
}

function rate(statistics: readonly { readonly averagePerSecond: number | null }[]): number | null {
  if (statistics.length === 0 || statistics.some(({ averagePerSecond }) => averagePerSecond === null)) return null;
  return statistics.reduce((sum, { averagePerSecond }) => sum + (averagePerSecond ?? 0), 0);
}

function sender({ findings, during }: Figures): Insight | null {
  const [most] = findings?.senders.groups ?? [];
  const host = most && hostOf(most.keys);
  const share = most?.sharePercent ?? 0;
  if (!most || !host || share < LARGE_SHARE_PERCENT) return null;
  const name = keyOf(most.keys, 'CONTAINER')?.name;
  const who = name ? [{ name }, { text: ' on ' }, { host }] : [{ text: 'A container without a name on ' }, { host }];
  const parts = [...who, { text: ` sent ${Math.round(share)} % of all that containers sent ${during}` }];
  return { id: 'sender', tone: 'none', parts };
}

type Keys = OverviewFindings['senders']['groups'][number]['keys'];

function keyOf(keys: Keys, dimension: Keys[number]['dimension']): Keys[number] | undefined {
  return keys.find((key) => key.dimension === dimension);
}

function hostOf(keys: Keys): { id: string; name: string } | null {
  const key = keyOf(keys, 'HOST');
  return key?.value ? { id: key.value, name: key.name ?? key.value } : null;
}

function times(factor: number): string {
  return `${factor < 9.95 ? factor.toFixed(1) : factor.toFixed(0)} ×`;
}

/** `12 340`: digits in threes, with a space that does not break. */
function grouped(amount: number): string {
  return Math.round(amount)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
