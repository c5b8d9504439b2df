import { Injectable } from '@nestjs/common';
import type { Decoded, Refusal } from '@weir/model';
import { type Correlation, correlationOf } from '../../analyse/correlation/correlation.js';
import { durationText } from '../../analyse/pattern/wording.js';
import { SeriesQuery } from '../series.query.js';
import { type Line, lineOf, refusalOfLine, requestOf } from './line.js';

/** Two lines, and over which range they are compared. */
export interface CorrelationAsked {
  readonly one: Line;
  readonly other: Line;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** How two lines move together. */
export interface CorrelationAnswer {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** Null where they share too little, or one of them does not move. */
  readonly correlation: Correlation | null;
  readonly sentence: string;
}

/** One may follow the other by so many steps. */
export const MOST_LAG_STEPS = 10;
/** What chance shows more often is not told as if it meant something. */
const MOST_CHANCE = 0.05;
const STRONG = 0.7;

/** Answers how much, and how late, one line follows another. */
@Injectable()
export class CorrelationQuery {
  constructor(private readonly series: SeriesQuery) {}

  /** The correlation of two lines, or what is wrong with the request. */
  async answer({ one, other, fromMs, toMs }: CorrelationAsked): Promise<Decoded<CorrelationAnswer>> {
    const first = await this.read('one', one, fromMs, toMs);
    if (!first.ok) return first;
    const second = await this.read('other', other, fromMs, toMs);
    if (!second.ok) return second;
    const { answer, values } = first.value;
    const { stepMs } = answer;
    const grid = { stepMs, mostLagMs: MOST_LAG_STEPS * stepMs };
    // Between the two reads a day may have been dropped, and the second be of coarser steps: nothing to compare then.
    const comparable = second.value.answer.stepMs === stepMs && second.value.answer.fromMs === answer.fromMs;
    const correlation = comparable ? correlationOf(values, second.value.values, grid) : null;
    return {
      ok: true,
      value: { fromMs: answer.fromMs, toMs: answer.toMs, stepMs, correlation, sentence: sentenceOf(correlation) },
    };
  }

  private async read(name: string, line: Line, fromMs: number, toMs: number): Promise<ReturnType<typeof lineOf>> {
    const refusal = refusalOfLine(line);
    const read = refusal
      ? { ok: false as const, refusal }
      : lineOf(line, await this.series.answer(requestOf(line, fromMs, toMs)));
    return read.ok ? read : { ok: false, refusal: within(name, read.refusal) };
  }
}

const OF_THE_RANGE = new Set(['from', 'to']);

function within(name: string, { field, reason }: Refusal): Refusal {
  return { field: OF_THE_RANGE.has(field) ? field : `${name}.${field}`, reason };
}

function sentenceOf(correlation: Correlation | null): string {
  if (!correlation) return 'share too little to be compared, or one of the two does not move';
  const { strength, lagMs, chance } = correlation;
  if (chance > MOST_CHANCE) return 'do not move together more than chance would have it';
  const how = Math.abs(strength) >= STRONG ? 'closely' : 'loosely';
  const way = strength > 0 ? `move together ${how}` : `move against each other ${how}`;
  if (lagMs === 0) return `${way}, at the same time`;
  return `${way}, the ${lagMs > 0 ? 'other' : 'one'} ${durationText(Math.abs(lagMs) / 1_000)} later`;
}
