import type { FigureLine, FigureLines } from '../../api/operations/figures.js';
import { type ColourOf, groupEntity, REST_COLOUR } from '../use-entity-colour.js';
import { formatCount } from '../../format/count.js';
import type { LiveBook } from './live-book.js';

type Counter = FigureLine['statistics'][number]['counter'];

/** A line of a chart over time. */
export interface SeriesLine {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly side: 'in' | 'out';
  readonly points: readonly (readonly [at: number, value: number | null])[];
  readonly figures?: { readonly average: number | null; readonly maximum: number | null };
}

/** What a group without a value in a dimension is called. */
const NOT_ATTRIBUTED = 'host / unattributed';

/** The group of what is not told apart. */
const isRest = (line: Pick<FigureLine, 'others'>): boolean => line.others !== null;

/** What a group is called: its values in all dimensions asked, or how many it sums up. */
export function groupName(line: Pick<FigureLine, 'group' | 'keys' | 'others'>): string {
  if (isRest(line)) return line.others === 1 ? '1 other' : `${formatCount(line.others ?? 0)} others`;
  if (line.keys.length === 0) return 'all';
  return line.keys.map(({ name, value }) => name ?? value ?? NOT_ATTRIBUTED).join(' · ');
}

/** Lines of every group for some counters: what is received has the side `in`, what is sent `out`. */
export function seriesLines(
  answer: FigureLines,
  counters: readonly Counter[],
  book: LiveBook | null,
  colourOf: ColourOf,
): SeriesLine[] {
  const colours = coloursOf(answer.series, colourOf);
  const told = new Set(answer.series.filter((line) => !isRest(line)).map(({ group }) => group));
  const times = mergedTimes(answer, book);
  return answer.series.flatMap((line, index) =>
    counters.map((counter): SeriesLine => {
      const side = counter.startsWith('RX') ? 'in' : 'out';
      const [incoming, outgoing] = colours[index] ?? ['--in', '--out'];
      const points = pointsOf(answer, line, columnOf(counter), times, book, told);
      const statistics = line.statistics.find((one) => one.counter === counter);
      return {
        ...{ id: `${line.group}:${counter}`, name: groupName(line), side, points },
        colour: side === 'in' ? incoming : outgoing,
        // Live, the figures of the answer are not those of what is drawn.
        ...(statistics && !book
          ? { figures: { average: statistics.averagePerSecond, maximum: statistics.maximumPerSecond } }
          : {}),
      };
    }),
  );
}

/** Whether what is stored reaches what was told live: until then there may be a hole between them. */
export function reachesLive(answer: FigureLines | null, heardSince: number | null): boolean {
  if (!answer || heardSince === null) return false;
  const columns = answer.series.flatMap((line) => Object.values(line.columns));
  const newest = answer.at.findLastIndex((_at, index) => columns.some((values) => values[index] != null));
  return (answer.at[newest] ?? -Infinity) >= heardSince;
}

/** The name of a counter's column: `rxBytesPerSecond`. */
function columnOf(counter: Counter): string {
  const [first = '', ...others] = counter.toLowerCase().split('_');
  const capital = others.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${first}${capital.join('')}PerSecond`;
}

/** In and out of the whole are told by the page's two colours, of groups by their own. */
function coloursOf(series: readonly FigureLine[], colourOf: ColourOf): (readonly [string, string])[] {
  if (isWhole(series)) return [['--in', '--out']];
  return series.map((line) => {
    const colour = isRest(line) ? REST_COLOUR : colourOf(groupEntity(line));
    return [colour, `${colour}-out`];
  });
}

/** Whether the only line is of everything. */
export function isWhole(series: readonly Pick<FigureLine, 'keys' | 'others'>[]): boolean {
  const [only] = series;
  return series.length === 1 && (only?.keys ?? []).every(({ dimension }) => dimension === 'ALL');
}

/** The moments answered, and those that were told since. */
function mergedTimes(answer: FigureLines, book: LiveBook | null): readonly number[] {
  if (!book) return answer.at;
  const times = new Set([...answer.at, ...book.times]);
  return [...times].sort((a, b) => a - b);
}

function pointsOf(
  answer: FigureLines,
  line: FigureLine,
  column: string,
  times: readonly number[],
  book: LiveBook | null,
  told: ReadonlySet<string>,
): (readonly [number, number | null])[] {
  const values = line.columns[column] ?? [];
  if (!book) return times.map((at, index) => [at, values[index] ?? null]);
  const stored = new Map(answer.at.map((at, index) => [at, values[index] ?? null]));
  return times.map((at) => {
    const live = isRest(line) ? book.readRest(at, told, column) : book.read(at, line.group, column);
    return [at, (live === undefined ? stored.get(at) : live) ?? null];
  });
}
