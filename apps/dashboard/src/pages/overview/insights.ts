import type { Compared, OverviewStatus, RankedFirst, SendsMost } from '../../api/operations/overview.js';
import { firingCount } from '../../composables/use-alert-summary.js';
import type { Entity } from '../../composables/entity.js';
import { formatCount } from '../../format/count.js';
import { formatClock, formatDateTime } from '../../format/time.js';
import { untoldReason } from '../host/docker-words.js';
import { firingWords } from '../alerts/words.js';
import type { Firing } from '../alerts/use-firing.js';
import type { OpenPatterns } from '../patterns/use-open-patterns.js';

/** A piece of a sentence: words, what has a page, a container that is known by its name and host alone, a pattern's own words, or those of alerts. */
export type InsightPart =
  | { readonly text: string }
  | { readonly alerts: string }
  | { readonly pattern: { readonly id: string; readonly sentence: string } }
  | { readonly entity: Entity }
  | { readonly container: { readonly name: string; readonly host: string } };

/** A sentence made from figures. */
export interface Insight {
  readonly id: string;
  readonly tone: 'bad' | 'warn' | 'none';
  readonly parts: readonly InsightPart[];
}

/** The figures that sentences are made of; null = not answered yet, or there is none. */
export interface Figures {
  readonly status: OverviewStatus | null;
  /** Whether the page looks at a part of the fleet. */
  readonly isFiltered: boolean;
  /** What fires, of the whole fleet. */
  readonly firing: Firing | null;
  /** What is strong and still on, the strongest first. */
  readonly open: OpenPatterns | null;
  /** Who sends most this moment. */
  readonly sends: SendsMost | null;
  /** Who sent most, and who lost most packets, over the range. */
  readonly sent: RankedFirst | null;
  readonly lost: RankedFirst | null;
  /** The range in words: `in the last hour`. */
  readonly during: string;
  readonly now: number;
  /** Bytes a second in words. */
  readonly rate: (bytesPerSecond: number) => string;
}

/** From this share on one container is worth a sentence. */
const LARGE_SHARE_PERCENT = 15;
/** Fewer lost packets than that are no news. */
const MANY_LOST = 100;
const DAY_MS = 86_400_000;
/** More sentences would not be read. */
const MAX_INSIGHTS = 3;

/** What is worth reading, the most urgent first. */
export function insightsOf(figures: Figures): Insight[] {
  return [alerts(figures), silence(figures), strongest(figures), losses(figures), nobody(figures), ...senders(figures)]
    .filter((insight) => insight !== null)
    .slice(0, MAX_INSIGHTS);
}

/** How many alerts fire, and what the worst of them says; they are of the whole fleet, whatever the page looks at. */
function alerts({ firing }: Figures): Insight | null {
  if (!firing || firingCount(firing.summary) === 0) return null;
  const count = firingCount(firing.summary);
  const head = `${firingWords(firing.summary)} ${count === 1 ? 'fires' : 'fire'}`;
  const worst = firing.worst ? `: ${firing.worst.replaceAll('`', '').replace(/\.$/, '')}` : '';
  return {
    id: 'alerts',
    tone: firing.summary.critical > 0 ? 'bad' : 'warn',
    parts: [{ alerts: head }, { text: worst }],
  };
}

function silence({ status, now }: Figures): Insight | null {
  const [longest] = status?.silent.nodes ?? [];
  if (!status || !longest) return null;
  const at = Date.parse(longest.lastSeen);
  const since = now - at < DAY_MS ? formatClock(at, false) : formatDateTime(at).slice(0, 16);
  const count = status.silent.totalCount;
  const host: InsightPart = { entity: { kind: 'host', id: longest.id, name: longest.name } };
  const parts =
    count === 1
      ? [host, { text: ` is silent since ${since}` }]
      : [{ text: `${formatCount(count)} hosts are silent, ` }, host, { text: ` since ${since}` }];
  return { id: 'silence', tone: 'bad', parts };
}

/** The strongest pattern that is still on, in its own words; a list on the page has the others. */
function strongest({ open }: Figures): Insight | null {
  const [first] = open?.patterns ?? [];
  if (!first) return null;
  const sentence = first.sentence.replace(/\.$/, '');
  return { id: 'pattern', tone: 'warn', parts: [{ pattern: { id: first.id, sentence } }] };
}

function losses({ lost, during }: Figures): Insight | null {
  const packets = Number(lost?.total ?? 0);
  const host = lost && entityIn(lost.keys, 'HOST');
  if (!host || packets < MANY_LOST) return null;
  const iface = entityIn(lost.keys, 'INTERFACE');
  const parts: InsightPart[] = [
    iface ? { entity: iface } : { text: 'An interface' },
    ...[{ text: ' of ' }, { entity: host }, { text: ` lost ${formatCount(Math.round(packets))} packets ${during}` }],
  ];
  return { id: 'losses', tone: 'warn', parts };
}

/** That there is no container to tell apart, and why: else one would look for them. */
function nobody({ status, isFiltered }: Figures): Insight | null {
  if (!status || isFiltered || status.hosts.totalCount === 0 || status.containers.totalCount > 0) return null;
  const [only] = status.hosts.totalCount === 1 ? status.hosts.nodes : [];
  const reason = only ? untoldReason(only.docker) : null;
  const text = reason ? `No container is known: ${reason}` : 'No container is known on any host';
  return { id: 'nobody', tone: 'none', parts: [{ text: only && !reason ? 'No container runs here' : text }] };
}

/** Who sends most now, and who did over the range: in one sentence where that is the same. */
function senders(figures: Figures): (Insight | null)[] {
  const { sends, sent, during, rate } = figures;
  const perSecond = sends?.rates?.['txBytesPerSecond'] ?? 0;
  const share = shareWords(sent, during);
  if (!sends || perSecond <= 0) return [senderOf(sent, share)];
  const isSame = sends.name === nameIn(sent, 'CONTAINER') && sends.host.id === entityIn(sent?.keys ?? [], 'HOST')?.id;
  const parts: InsightPart[] = [
    { entity: { kind: 'container', id: sends.id, name: sends.name } },
    { text: ' on ' },
    { entity: { kind: 'host', ...sends.host } },
    { text: ` sends most now, ${rate(perSecond)}${isSame && share ? `, and${share}` : ''}` },
  ];
  return [{ id: 'sends', tone: 'none', parts }, isSame ? null : senderOf(sent, share)];
}

function senderOf(sent: RankedFirst | null, share: string | null): Insight | null {
  const host = sent && entityIn(sent.keys, 'HOST');
  if (!host || !share) return null;
  const name = nameIn(sent, 'CONTAINER');
  const who: InsightPart = name ? { container: { name, host: host.name } } : { text: 'A container without a name' };
  return { id: 'sender', tone: 'none', parts: [who, { text: ' on ' }, { entity: host }, { text: share }] };
}

function shareWords(sent: RankedFirst | null, during: string): string | null {
  const share = sent?.sharePercent ?? 0;
  return share < LARGE_SHARE_PERCENT ? null : ` sent ${Math.round(share)} % of all that containers sent ${during}`;
}

/** How much more there is than a day before; null where that is not known. */
export function factorOf(compared: Compared): number | null {
  const [line] = compared.series;
  const known = line?.earlier?.statistics.every(({ coveredMilliseconds }) => coveredMilliseconds > 0) ?? false;
  if (!line?.earlier || !known) return null;
  const now = rateOf(line.statistics);
  const before = rateOf(line.earlier.statistics);
  return now === null || before === null || before === 0 ? null : now / before;
}

function rateOf(statistics: readonly { readonly averagePerSecond: number | null }[]): number | null {
  if (statistics.length === 0 || statistics.some(({ averagePerSecond }) => averagePerSecond === null)) return null;
  return statistics.reduce((sum, { averagePerSecond }) => sum + (averagePerSecond ?? 0), 0);
}

type Keys = RankedFirst['keys'];

function nameIn(first: RankedFirst | null, dimension: Keys[number]['dimension']): string | null {
  return first?.keys.find((key) => key.dimension === dimension)?.name ?? null;
}

function entityIn(keys: Keys, dimension: 'HOST' | 'INTERFACE'): Entity | null {
  const key = keys.find((each) => each.dimension === dimension);
  const kind = dimension === 'HOST' ? 'host' : 'interface';
  return key?.value ? { kind, id: key.value, name: key.name ?? key.value } : null;
}
