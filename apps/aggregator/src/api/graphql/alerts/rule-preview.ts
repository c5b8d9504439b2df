import { Injectable } from '@nestjs/common';
import { readRule } from '../../../alert/rule/read-rule.js';
import type { AlertPreviewType } from './rule.type.js';

const NOTHING = { subjectCount: 0, count: 0, firedSubjectCount: 0, times: [] } as const;

/** Tells how often rules would have fired. */
@Injectable()
export class RulePreview {
  /** Of a rule as it is written down; its faults are answered. */
  of(written: unknown, _days: number): Promise<AlertPreviewType> {
    const read = readRule(written);
    return Promise.resolve({ ...NOTHING, refusals: read.ok ? [] : read.refusals });
  }
}
