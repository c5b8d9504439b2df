import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { SeriesAnalysis } from '../../analyse/engine/series-analysis.js';
import { DATABASE } from '../../store/database.js';
import { chooseGrid } from '../grid.js';
import { refusalOfNul } from '../nul.js';
import { refusalOfRange } from '../series.js';

/** Whose usual traffic is asked for, and of which times. */
export interface BaselineAsked {
  /** Id of an interface. */
  readonly netId: string;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
}

/** What is usual, bytes a second of both ways together: columns with a value for each entry of `at`. */
export interface Band {
  /** When it was saved what is usual. */
  readonly savedAt: Date;
  readonly stepMs: number;
  /** Start of each step, ms since 1970. */
  readonly at: readonly number[];
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
  /** How sure it is, 0 … 1. */
  readonly confidence: number;
}

interface SavedRow {
  readonly at: Date;
  readonly state: Buffer;
}

const SAVED = `
SELECT baseline.at, baseline.state FROM series LEFT JOIN baseline USING (series_id) WHERE series.net_id = $1`;

/** Answers what is usual for an interface, as the analysis last saved it. */
@Injectable()
export class BaselineQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Null where nothing was saved yet, or by another version. */
  async band(asked: BaselineAsked): Promise<Decoded<Band | null>> {
    const refusal = refusalOfRange({ ...asked, compareMs: null }) ?? refusalOfNul('interface', [asked.netId]);
    if (refusal) return { ok: false, refusal };
    const { rows } = await this.database.query<SavedRow | { at: null; state: null }>(SAVED, [asked.netId]);
    const [saved] = rows;
    if (!saved) return { ok: false, refusal: { field: 'interface', reason: 'is the id of no interface' } };
    const analysis = saved.state && SeriesAnalysis.restore(saved.state);
    return { ok: true, value: analysis && bandOf(analysis, saved.at, asked) };
  }
}

function bandOf(analysis: SeriesAnalysis, savedAt: Date, { fromMs, toMs, points }: BaselineAsked): Band {
  const { startMs, stepMs, count } = chooseGrid(fromMs, toMs, points);
  const at = Array.from({ length: count }, (_, step) => startMs + step * stepMs);
  const usual = at.map((ms) => analysis.usual(ms + stepMs / 2));
  return {
    ...{ savedAt, stepMs, at, confidence: analysis.confidence },
    low: usual.map(({ low }) => low),
    middle: usual.map(({ middle }) => middle),
    high: usual.map(({ high }) => high),
  };
}
