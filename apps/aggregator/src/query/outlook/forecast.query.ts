import { Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import { forecastInSteps, type Forecast } from '../../analyse/forecast/forecast.js';
import { inTurns } from '../../background/turns.js';
import { type Shareable, SharedAnswers } from '../shared/shared-answers.js';
import { forecastSentence } from './forecast-sentence.js';
import { HOUR_MS, HourlyQuery, hoursUntil } from './hourly.query.js';
import { type Line, refusalAsAsked, refusalOfLine, summed, whoseOf } from './line.js';

/** Four weeks. */
export const MOST_HOURS_AHEAD = 672;
/** Six weeks of hours show a week often enough; more would cost more than they tell. */
const DAYS_OF_HISTORY = 42;

/** The hours to come of a line; no values where too little is known. */
export interface ForecastAnswer {
  /** Start of each hour, ms since 1970. */
  readonly at: readonly number[];
  readonly value: readonly number[];
  /** Ends of the interval that holds nine of ten values. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly hoursOfHistory: number;
  readonly sentence: string;
}

type Answered = Decoded<ForecastAnswer>;

/** What is kept is of this hour; the next has another name. */
const KEPT_MS = 60_000;
const MOST_KEPT_BYTES = 4 * 2 ** 20;
const BYTES_AN_ANSWER = 2_000;
const BYTES_AN_HOUR = 32;

/** Answers what traffic is to be expected, once for all who ask the same within a minute. */
@Injectable()
export class ForecastQuery {
  private readonly answers = new SharedAnswers<Answered>(MOST_KEPT_BYTES);

  constructor(private readonly hourly: HourlyQuery) {}

  /** The next hours of a line, or what is wrong with the request. */
  async answer(line: Line, hours: number): Promise<Answered> {
    const refusal = refusalOfLine(line);
    if (refusal) return { ok: false, refusal };
    if (!Number.isInteger(hours) || hours < 1 || hours > MOST_HOURS_AHEAD) {
      return { ok: false, refusal: { field: 'hours', reason: `is not between 1 and ${MOST_HOURS_AHEAD}` } };
    }
    const past = hoursUntil(Date.now(), DAYS_OF_HISTORY);
    return this.answers.of(JSON.stringify([line, hours, past.endMs]), () => this.work(line, hours, past));
  }

  private async work(line: Line, hours: number, past: ReturnType<typeof hoursUntil>): Promise<Shareable<Answered>> {
    const read = await this.hourly.read(whoseOf(line), past);
    if (!read.ok) return { answer: { ok: false, refusal: refusalAsAsked(line, read.refusal) }, keepMs: 0, bytes: 0 };
    const rates = read.value[0]?.rates ?? [];
    const values = sinceKnown(rates.length === 0 ? new Float64Array(0) : summed(rates, rates[0]?.length ?? 0));
    const ahead = await inTurns(forecastInSteps({ values, stepMs: HOUR_MS }, hours));
    const answer: Answered = { ok: true, value: answerOf(ahead, past.endMs, values, line) };
    return { answer, keepMs: KEPT_MS, bytes: BYTES_AN_ANSWER + BYTES_AN_HOUR * hours };
  }
}

/** Hours before the first that is known are no gap: there was nobody to count. */
function sinceKnown(values: Float64Array): Float64Array {
  const first = values.findIndex((value) => !Number.isNaN(value));
  return first < 0 ? new Float64Array(0) : values.subarray(first);
}

function answerOf(ahead: Forecast | null, startMs: number, values: Float64Array, { counter }: Line): ForecastAnswer {
  const at = Array.from({ length: ahead?.expected.length ?? 0 }, (_, hour) => startMs + hour * HOUR_MS);
  return {
    at,
    value: [...(ahead?.expected ?? [])],
    low: [...(ahead?.low ?? [])],
    high: [...(ahead?.high ?? [])],
    hoursOfHistory: values.filter((value) => !Number.isNaN(value)).length,
    sentence: forecastSentence(ahead, at, counter),
  };
}
