import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { previewRule } from '../../../alert/preview/preview-rule.js';
import { readRule } from '../../../alert/rule/read-rule.js';
import { READERS } from '../../../store/database.js';
import type { AlertPreviewType } from './rule.type.js';

const NOTHING = { subjectCount: 0, count: 0, firedSubjectCount: 0, times: [] } as const;
const DAY_MS = 86_400_000;
const MOST_TIMES = 100;

/** Tells how often rules would have fired. */
@Injectable()
export class RulePreview {
  constructor(@Inject(READERS) private readonly database: Pool) {}

  /** Of a rule as it is written down; its faults, and why it cannot be tried, are answered. */
  async of(written: unknown, days: number): Promise<AlertPreviewType> {
    const read = readRule(written);
    if (!read.ok) return { ...NOTHING, refusals: read.refusals };
    const toMs = Date.now();
    const answer = await previewRule(this.database, read.rule, {
      fromMs: toMs - days * DAY_MS,
      toMs,
      most: MOST_TIMES,
    });
    if (!answer.ok) return { ...NOTHING, refusals: [answer.refusal] };
    const { subjectCount, count, firedCount, times } = answer.preview;
    return {
      ...{ subjectCount, count, firedSubjectCount: firedCount, refusals: [] },
      times: times.map(({ key, name, firedMs, resolvedMs, worst }) => ({
        ...{ key, name, firedAt: new Date(firedMs), resolvedAt: resolvedMs === null ? null : new Date(resolvedMs) },
        worst: Number.isFinite(worst) ? worst : null,
      })),
    };
  }
}
