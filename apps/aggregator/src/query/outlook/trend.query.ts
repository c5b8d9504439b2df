import { Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import { trendSentence } from '../../analyse/trend/sentence.js';
import { type Trend, trendOf } from '../../analyse/trend/trend.js';
import { SeriesQuery } from '../series.query.js';
import { type Line, lineOf, refusalOfLine, requestOf } from './line.js';
import { unitOf } from './unit.js';

/** Where a line is heading. */
export interface TrendAnswer {
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** Of its rates, per second and day. */
  readonly trend: Trend;
  readonly sentence: string;
}

/** Answers where traffic is heading, over any range. */
@Injectable()
export class TrendQuery {
  constructor(private readonly series: SeriesQuery) {}

  /** The trend of a line, or what is wrong with the request. */
  async answer(line: Line, fromMs: number, toMs: number): Promise<Decoded<TrendAnswer>> {
    const refusal = refusalOfLine(line);
    if (refusal) return { ok: false, refusal };
    const read = lineOf(line, await this.series.answer(requestOf(line, fromMs, toMs)));
    if (!read.ok) return read;
    const { answer, values } = read.value;
    const trend = trendOf(values, answer.stepMs);
    const { fromMs: startMs, toMs: endMs, stepMs } = answer;
    return {
      ok: true,
      value: { fromMs: startMs, toMs: endMs, stepMs, trend, sentence: trendSentence(trend, unitOf(line.counter)) },
    };
  }
}
