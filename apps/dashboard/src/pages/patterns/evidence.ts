import type { PatternDetail } from '../../api/operations/patterns.js';
import type { Fact } from '../../components/FactList.vue';
import type { TrafficUnit } from '../../format/rate.js';
import { formatCount } from '../../format/count.js';
import { formatDateTime, formatDuration } from '../../format/time.js';
import { describeValue } from '../../format/unit.js';

type Evidence = PatternDetail['evidence'][number];

/** How a figure is read: what its number counts. */
type Kind =
  'rate' | 'bytes' | 'packets' | 'seconds' | 'hours' | 'share' | 'times' | 'count' | 'moment' | 'way' | 'spreads';

/** The figures of the analysis in words, in the order in which they are read. */
const FIGURES: Readonly<Record<string, readonly [label: string, kind: Kind]>> = {
  lowestShare: ['Lowest, of what is usual', 'share'],
  silentSeconds: ['Longest silence', 'seconds'],
  usualSilenceSeconds: ['Silence that is usual', 'seconds'],
  levelBefore: ['Level before', 'rate'],
  levelAfter: ['Level after', 'rate'],
  changeAtMs: ['Change recorded at', 'moment'],
  changeShare: ['Change in all', 'share'],
  changeShareAnHour: ['Change an hour', 'share'],
  periodSeconds: ['Comes every', 'seconds'],
  runs: ['Runs seen', 'count'],
  missed: ['Runs missed', 'count'],
  missedInARow: ['Missed in a row', 'count'],
  usualBytesARun: ['Usual size of a run', 'bytes'],
  lastStartMs: ['Last run began', 'moment'],
  lastEndMs: ['Last run ended', 'moment'],
  lastBytes: ['Size of the last run', 'bytes'],
  sentShare: ['Sent, of what it moved', 'share'],
  timesUsual: ['Last run, against the usual', 'times'],
  periodHours: ['Cycle', 'hours'],
  explainedShare: ['Explained by the hour', 'share'],
  deviations: ['Off by', 'spreads'],
  rareDeviations: ['Rare here from', 'spreads'],
  timesOff: ['Balance of in and out moved', 'times'],
  inToOut: ['In for each byte out', 'times'],
  usualInToOut: ['The same, usually', 'times'],
  timesUsualOneWay: ['The busy way, against the usual', 'times'],
  isOutgoing: ['Way', 'way'],
  packetsPerSecond: ['Packets', 'packets'],
  timesUsualPackets: ['Packets, against the usual', 'times'],
  bytesPerPacket: ['Size of a packet', 'bytes'],
  reverseShare: ['Came the other way', 'share'],
  errors: ['Packets with errors', 'count'],
  errorRatio: ['Errors, of all packets', 'share'],
  usualErrorRatio: ['Errors that are usual', 'share'],
  shareOfCapacity: ['Of the link', 'share'],
  droppedPackets: ['Packets dropped', 'count'],
  turns: ['Turns between on and off', 'count'],
  samples: ['Samples alike', 'count'],
  bytesPerSecond: ['Rate that stands still', 'rate'],
  peakBytesPerSecond: ['Highest rate', 'rate'],
  usualBytesPerSecond: ['Usual rate', 'rate'],
  rxBytes: ['Received meanwhile', 'bytes'],
  txBytes: ['Sent meanwhile', 'bytes'],
  seenOnInAll: ['Places where it shows', 'count'],
};
/** Told elsewhere on the page. */
const LEFT_OUT: ReadonlySet<string> = new Set(['repeats', 'foldedRepeats']);
const ORDER = Object.keys(FIGURES);

/** What a finding rests on, figure by figure with its unit, what tells most first. */
export function factsOf(evidence: readonly Evidence[], unit: TrafficUnit): Fact[] {
  const placeOf = ({ name }: Evidence): number => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1);
  return evidence
    .filter(({ name }) => !LEFT_OUT.has(name))
    .sort((one, other) => placeOf(one) - placeOf(other))
    .map((figure) => {
      const [label, kind] = FIGURES[figure.name] ?? [wordsOf(figure.name), null];
      return { label, value: kind ? textOf(figure.value, kind, unit) : describeOther(figure) };
    });
}

function textOf(value: number, kind: Kind, unit: TrafficUnit): string {
  switch (kind) {
    case 'rate':
      return describeValue(value, unit);
    case 'bytes':
      return describeValue(value, 'bytesTotal');
    case 'packets':
      return describeValue(value, 'packets');
    case 'seconds':
      return value === 0 ? 'none' : formatDuration(value * 1_000);
    case 'hours':
      return value > 24 ? 'a week' : 'a day';
    case 'share':
      return describeShare(value);
    case 'times':
      return `${threeDigits(value)} times`;
    case 'count':
      return formatCount(Math.round(value));
    case 'moment':
      return formatDateTime(value);
    case 'way':
      return value === 1 ? 'out' : 'in';
    case 'spreads':
      return `${threeDigits(Math.abs(value))} times the usual spread${value < 0 ? ', below' : ''}`;
  }
}

const LEAST_PERCENT = 0.001;

/** Ratios of errors are far below a percent, and are what it is about. */
function describeShare(share: number): string {
  const percent = share * 100;
  if (percent !== 0 && Math.abs(percent) < LEAST_PERCENT) return `< ${LEAST_PERCENT} %`;
  return percent !== 0 && Math.abs(percent) < 0.1 ? `${percent.toPrecision(2)} %` : describeValue(percent, 'percent');
}

/** `0.301`, `12.3`, `188,000`. */
function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 1_000 ? String(rounded) : formatCount(rounded);
}

/** A figure that is newer than this page: its own name and unit will do. */
function describeOther({ value, unit }: Evidence): string {
  return [threeDigits(value), unit].filter(Boolean).join(' ');
}

/** `usualBytesPerSecond` → `Usual bytes per second`. */
function wordsOf(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
