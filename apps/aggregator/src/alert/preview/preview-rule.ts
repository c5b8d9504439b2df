import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { AnomalyScorer } from '../../analyse/score/anomaly-scorer.js';
import { type PastOf, readPast } from '../../query/alerts/past.js';
import { readToldPast } from '../../query/alerts/past-told.js';
import { LEAST_MINUTES } from '../feed/anomaly-scores.js';
import { limitOf, type Rule } from '../rule/rule.js';
import { type Preview, Trial } from './preview.js';
import { previewTold } from './preview-told.js';

const DAY_MS = 86_400_000;
/** What is usual is learnt from so long before. */
const LEARNT_MS = 2 * DAY_MS;
/** To score a minute of a week of one takes a fortieth of a second. */
const MOST_SCORED = 100;

/** The stretch of time that is tried, ms since 1970, and how many times are answered. */
export interface Tried {
  readonly fromMs: number;
  readonly toMs: number;
  readonly most: number;
}

/** `stepMs` = what is shorter is not seen; null where every change and pattern is known. */
export type PreviewAnswer =
  | { readonly ok: true; readonly preview: Preview; readonly stepMs: number | null }
  | { readonly ok: false; readonly refusal: Refusal };

/** How often a rule would have fired in a stretch of time; or what keeps it from being tried, by its field. */
export async function previewRule(pool: Pool, rule: Rule, tried: Tried): Promise<PreviewAnswer> {
  const { kind } = rule.condition;
  if (kind === 'change' || kind === 'pattern') return toldOf(pool, rule, tried);
  if (kind === 'forecast') return refused('forecast', 'is not kept for the past: the rule can be saved, but not tried');
  const answer = kind === 'anomaly' ? await scored(pool, rule, tried) : await figured(pool, rule, tried);
  if (!answer.ok || answer.preview.subjectCount > 0) return answer;
  return refused('scope', `matches no ${rule.per} of now or of that time: look at its names, or leave something out`);
}

function refused(field: string, reason: string): PreviewAnswer {
  return { ok: false, refusal: { field, reason } };
}

async function figured(pool: Pool, rule: Rule, { fromMs, toMs, most }: Tried): Promise<PreviewAnswer> {
  const { figure, ofFigure } = limitOf(rule.condition) ?? { figure: '', ofFigure: null };
  const trial = new Trial(rule, most);
  const figures = [figure, ...(ofFigure === null ? [] : [ofFigure])];
  const asked = { level: rule.per, filter: rule.scope, figures, fromMs, toMs, mostSubjects: null };
  const past = await readPast(pool, asked, (subject, { atMs }) => trial.walk(subject, atMs));
  return past.ok ? { ok: true, preview: trial.summed(past.subjectCount), stepMs: past.stepMs } : past;
}

/** Learns from the days before, as the feed does when it begins. */
async function scored(pool: Pool, rule: Rule, { fromMs, toMs, most }: Tried): Promise<PreviewAnswer> {
  const trial = new Trial(rule, most);
  const asked = {
    ...{ level: rule.per, filter: rule.scope, figures: ['bytesPerSecond'], mostSubjects: MOST_SCORED },
    ...{ fromMs: fromMs - LEARNT_MS, toMs },
  };
  const past = await readPast(pool, asked, (subject, { atMs }) => trial.walk(scoresOf(subject, atMs, fromMs), atMs));
  return past.ok ? { ok: true, preview: trial.summed(past.subjectCount), stepMs: past.stepMs } : past;
}

function scoresOf({ key, name, figures: { bytesPerSecond } }: PastOf, atMs: Float64Array, fromMs: number): PastOf {
  const scorer = new AnomalyScorer();
  const scores = ['anomalyScore', 'novelty', 'deviation'].map(
    (figure) => [figure, new Float64Array(atMs.length)] as const,
  );
  let known = 0;
  for (let at = 0; at < atMs.length; at++) {
    const value = bytesPerSecond?.[at] ?? NaN;
    if (!Number.isNaN(value)) scorer.update(atMs[at] as number, value);
    known += Number.isNaN(value) ? 0 : 1;
    const isSaid = !Number.isNaN(value) && known >= LEAST_MINUTES && (atMs[at] as number) >= fromMs;
    [scorer.score, scorer.novelty, scorer.deviation].forEach((score, place) => {
      (scores[place]?.[1] as Float64Array)[at] = isSaid ? score : NaN;
    });
  }
  return { key, name, figures: Object.fromEntries(scores) };
}

async function toldOf(pool: Pool, rule: Rule, { fromMs, toMs, most }: Tried): Promise<PreviewAnswer> {
  const { condition, per, scope } = rule;
  const asked = {
    level: per,
    filter: scope,
    fromMs,
    toMs,
    kind: condition.kind === 'change' ? 'change' : 'pattern',
  } as const;
  const { events, subjectCount } = await readToldPast(pool, asked);
  return { ok: true, preview: previewTold(rule, events, subjectCount, most), stepMs: null };
}
