import { describe, expect, it } from '@jest/globals';
import type { RuleChoices, RuleFields } from '../../api/operations/rules.js';
import { consistent, levelsOf, limitUnit, shareOptions } from './choices.js';
import { FORM_FIELDS } from './fields.js';
import { adviceWords, countWords, placeOf } from './preview-words.js';
import { formOf, inputOf, labelsOf, NEW_RULE, type RuleForm } from './rule-form.js';
import { offsetOfLine, takenWords } from './yaml.js';

const figure = (name: string, unit: string, levels: string[]): object => ({ name, title: name, unit, levels });
const ALL = ['INTERFACE', 'CONTAINER', 'NETWORK', 'SERVICE', 'STACK', 'WORKLOAD', 'HOST', 'FLEET'];
const FIGURES = [
  figure('cpuPercent', '%', ['CONTAINER', 'HOST']),
  figure('errorsPerSecond', '/s', ALL),
  figure('packetsPerSecond', '/s', ALL),
  figure('bytesPerSecond', 'B/s', ALL),
  figure('ingestLagSeconds', 's', ['FLEET']),
  figure('silentSeconds', 's', ['INTERFACE', 'HOST', 'FLEET']),
  figure('daysUntilFull', 'days', ['INTERFACE', 'HOST']),
  figure('anomalyScore', '', ['INTERFACE', 'CONTAINER', 'NETWORK', 'HOST']),
] as unknown as RuleChoices['alertFigures'];

const rule = (more: object): RuleFields =>
  ({
    ...{ id: 'x', name: 'X', isEnabled: true, severity: 'WARNING', per: 'INTERFACE', scope: {} },
    ...{ threshold: null, absence: null, change: null, pattern: null, anomaly: null, forecast: null },
    ...{ forSeconds: 60, keepFiringSeconds: 120, labels: [], runbookUrl: null, groupBy: 'HOST', channels: [] },
    ...{ message: null, summary: '', isDefault: false, faults: [] },
    ...more,
  }) as RuleFields;
const share = {
  ...{ figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1, below: null, clear: 0.5 },
};

describe('the form of a rule', () => {
  it.each([
    [{ threshold: share, scope: { stack: { in: ['shop'] }, uplink: true }, labels: [{ key: 'team', value: 'net' }] }],
    [{ threshold: { figure: 'bytesPerSecond', ofFigure: null, floor: 0, above: null, below: 5, clear: null } }],
    [{ absence: { afterSeconds: 30 }, per: 'HOST', severity: 'CRITICAL' }],
    [{ change: { changes: ['container.*'] }, forSeconds: 0 }],
    [{ pattern: { classes: ['OUTAGE'], categories: ['LOSS'], strength: 0.8 }, forSeconds: 0 }],
    [{ anomaly: { score: 'NOVELTY', above: 0.99 }, message: '{{subject}}', runbookUrl: 'https://x' }],
    [{ forecast: { withinDays: 14 }, channels: ['on-call'], isEnabled: false }],
  ])('gives back what it was made of: %j', (more) => {
    const before = rule(more);
    const { summary: _summary, isDefault: _isDefault, faults: _faults, ...fields } = before;
    const input = inputOf(formOf(before));
    const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && !isEmpty(value)));
    const threshold = before.threshold;
    expect(input).toMatchObject({
      ...known,
      ...(threshold && {
        threshold: Object.fromEntries(
          Object.entries(threshold).filter(([name, value]) => value !== null && !(name === 'floor' && value === 0)),
        ),
      }),
    });
    const kinds = (['threshold', 'absence', 'change', 'pattern', 'anomaly', 'forecast'] as const).filter(
      (kind) => input[kind] !== undefined,
    );
    expect(kinds).toHaveLength(1);
  });

  it('leaves what is empty to be as usual, and keeps what another kind of condition had', () => {
    const form: RuleForm = { ...NEW_RULE, name: ' CPU ', keepFiringSeconds: null };
    expect(inputOf(form)).toMatchObject({ id: null, name: 'CPU', keepFiringSeconds: null, groupBy: null, scope: null });
    expect(inputOf({ ...form, kind: 'absence' })).toMatchObject({ absence: { afterSeconds: 60 } });
    expect(inputOf({ ...form, kind: 'change', changes: ['*'] }).forSeconds).toBe(0);
    expect(inputOf({ ...form, limit: null }).threshold).toMatchObject({ figure: 'cpuPercent', above: null });
  });

  it('reads labels as they are typed', () => {
    expect(labelsOf('team=net, tier = web\nnote=a=b, x')).toEqual([
      { key: 'team', value: 'net' },
      { key: 'tier', value: 'web' },
      { key: 'note', value: 'a=b' },
      { key: 'x', value: '' },
    ]);
    expect(labelsOf(' ')).toEqual([]);
  });

  it('offers what the figure is known of, and moves to it', () => {
    const cpu = { ...NEW_RULE, per: 'INTERFACE' } as const;
    expect(levelsOf(cpu, FIGURES)).toEqual(['CONTAINER', 'HOST']);
    expect(consistent(cpu, FIGURES).per).toBe('HOST');
    expect(consistent({ ...cpu, figure: 'ingestLagSeconds' }, FIGURES).per).toBe('FLEET');
    expect(levelsOf({ ...NEW_RULE, kind: 'change' }, FIGURES)).toEqual(['INTERFACE', 'CONTAINER', 'NETWORK', 'HOST']);
    expect(levelsOf({ ...NEW_RULE, kind: 'forecast' }, FIGURES)).toEqual(['INTERFACE', 'HOST']);
    expect(consistent(cpu, []).per).toBe('INTERFACE');
  });

  it('offers shares of what is counted alike, and tells limits of them in per cent', () => {
    expect(shareOptions(FIGURES, 'errorsPerSecond').map(({ value }) => value)).toEqual(['', 'packetsPerSecond']);
    expect(shareOptions(FIGURES, 'cpuPercent')).toHaveLength(1);
    const form = { ...NEW_RULE, figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond' };
    expect(limitUnit(form, FIGURES)).toBe('%');
    expect(limitUnit({ ...form, ofFigure: '' }, FIGURES)).toBe('/s');
    expect(consistent({ ...form, figure: 'bytesPerSecond' }, FIGURES).ofFigure).toBe('');
  });

  it('tells refusals of fields of other kinds at its end', () => {
    expect(FORM_FIELDS).toContain('threshold.above');
    expect(FORM_FIELDS).not.toContain('threshold');
  });
});

describe('what a rule would have done', () => {
  const NOW = Date.UTC(2026, 10, 22);
  const preview = { subjectCount: 40, count: 12, firedSubjectCount: 3, times: [], refusals: [] };

  it('is a sentence, with how many are watched', () => {
    expect(countWords(preview, 'host')).toBe('Would have fired 12 times in the last 7 days, on 3 of 40 hosts.');
    expect(countWords({ ...preview, count: 1, firedSubjectCount: 1, subjectCount: 1 }, 'host')).toContain(
      'once in the last 7 days, on 1 of 1 host.',
    );
    expect(countWords({ ...preview, count: 0 }, 'interface')).toContain('Would not have fired');
    expect(countWords({ ...preview, count: 0, subjectCount: 0 }, 'host')).toContain('watched nothing');
  });

  it('warns of what nobody would read', () => {
    expect(adviceWords(preview)).toBe('');
    expect(adviceWords({ ...preview, count: 500 })).toContain('more than people read');
  });

  it('has a place in the week, to its end where it lasts', () => {
    const at = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
    const time = { key: 'h', name: 'h', worst: 1, firedAt: at(3.5), resolvedAt: at(1.75) };
    expect(placeOf(time, NOW)).toEqual({ left: 0.5, width: 0.25 });
    expect(placeOf({ ...time, resolvedAt: null }, NOW).width).toBe(0.5);
    expect(placeOf({ ...time, firedAt: at(9) }, NOW).left).toBe(0);
  });
});

describe('rules as code', () => {
  it('leads to the line of a fault', () => {
    const text = 'version: 1\nrules:\n  - id: a';
    expect(text.slice(offsetOfLine(text, 3, 5))).toBe('id: a');
    expect(offsetOfLine(text, 99, 1)).toBe(text.length);
  });

  it('tells what became of a file', () => {
    expect(takenWords(1, 0)).toBe('1 rule was taken.');
    expect(takenWords(3, 1)).toBe('3 rules were taken, and 1 rule was deleted.');
  });
});

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
