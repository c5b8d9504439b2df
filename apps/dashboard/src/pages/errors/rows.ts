import type { FigureLine, FigureLines, Figures } from '../../api/operations/figures.js';
import { type GroupName, type Grouping, groupName } from './grouping.js';
import { type LossRatio, lossRatio } from './ratio.js';
import { lastSpell, type Spell } from './spell.js';

/** The counters of faults, with their columns and words. */
export const FAULTS = [
  { name: 'RX_ERRORS', column: 'rxErrorsPerSecond', label: 'Errors in', colour: '--entity-8' },
  { name: 'TX_ERRORS', column: 'txErrorsPerSecond', label: 'Errors out', colour: '--entity-4' },
  { name: 'RX_DROPPED', column: 'rxDroppedPerSecond', label: 'Drops in', colour: '--entity-3' },
  { name: 'TX_DROPPED', column: 'txDroppedPerSecond', label: 'Drops out', colour: '--entity-1' },
] as const;

export type Fault = (typeof FAULTS)[number];

/** One who lost packets. */
export interface ErrorRow {
  readonly name: GroupName;
  /** How many in the range, by FAULTS. */
  readonly counts: readonly number[];
  readonly total: number;
  readonly ratio: LossRatio;
  readonly spell: Spell | null;
  /** All faults a second over time. */
  readonly rates: readonly (number | null)[];
}

/** Those with any fault, the most first; `packets` are those of the same groups, where they are known. */
export function errorRows(grouping: Grouping, answer: FigureLines, packets: Figures | null): ErrorRow[] {
  const known = new Map(packets?.groups.map(({ group, counters }) => [group, counters]));
  return answer.series
    .filter(({ others }) => others === null)
    .map((line): ErrorRow => {
      const counts = FAULTS.map(({ name }) => countOf(line, name));
      const total = counts.reduce((sum, count) => sum + count, 0);
      const rates = sumColumns(line, answer.at.length);
      const seen = known.get(line.group)?.reduce((sum, { total: each }) => sum + Number(each), 0) ?? null;
      return {
        ...{ name: groupName(grouping, line), counts, total, rates, ratio: lossRatio(total, seen) },
        spell: lastSpell(answer.at, answer.stepMilliseconds, rates),
      };
    })
    .filter(({ total }) => total > 0);
}

/** The sum of all groups, the rest included, a line for each kind of fault. */
export function faultSums(answer: FigureLines): (Fault & { readonly values: (number | null)[] })[] {
  return FAULTS.map((fault) => ({
    ...fault,
    values: answer.at.map((_, index) =>
      sum(answer.series.map(({ columns }) => columns[fault.column]?.[index] ?? null)),
    ),
  }));
}

function countOf(line: FigureLine, counter: Fault['name']): number {
  // Steps are whole: where one is cut, a part of a sample's count is in it.
  return Math.round(line.statistics.find((one) => one.counter === counter)?.total ?? 0);
}

function sumColumns({ columns }: FigureLine, length: number): (number | null)[] {
  return Array.from({ length }, (_, index) => sum(FAULTS.map(({ column }) => columns[column]?.[index] ?? null)));
}

/** What is known together; null where nothing is. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
}
