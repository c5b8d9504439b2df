import {
  PATTERN_CATEGORIES,
  PATTERN_CLASSES,
  NOTIFY_STRENGTH,
  type PatternCategory,
} from '../../analyse/pattern/finding.js';
import { FIGURE_NAMES, FIGURES, figureOf, type FigureName, type Level } from './figures.js';
import { namesText, type Reader } from './reader.js';
import { type Condition, SCORES, type Threshold } from './rule.js';

const CATEGORIES = [...new Set<PatternCategory>(Object.values(PATTERN_CATEGORIES))];
const KINDS = ['threshold', 'absence', 'change', 'pattern', 'anomaly', 'forecast'] as const;
type Kind = (typeof KINDS)[number];

const ANY = { least: -Infinity, most: Infinity };
const CHANGE = /^(\*|[a-z]+\.(\*|[a-z-]+))$/;

const NOTHING: Threshold = {
  kind: 'threshold',
  figure: 'cpuPercent',
  ofFigure: null,
  floor: 0,
  above: 0,
  below: null,
  clear: null,
};

/** The one condition of a rule, by the name of its kind. `per` is null where that was wrong already. */
export function readCondition(rule: Reader, per: Level | null): Condition {
  const given = KINDS.filter((kind) => rule.has(kind));
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    rule.refuse(
      given[1] ?? 'threshold',
      `must be the only condition, of ${KINDS.join(', ')}: ${given.length ? 'make one rule of each' : 'one is missing'}`,
    );
    return NOTHING;
  }
  const fields = rule.object(kind);
  if (!fields) return NOTHING;
  const condition = READERS[kind](fields, per);
  fields.end();
  return condition;
}

const READERS: Readonly<Record<Kind, (fields: Reader, per: Level | null) => Condition>> = {
  threshold: readThreshold,
  absence: (fields, per) => {
    refuseLevel(fields, 'silentSeconds', 'afterSeconds', per);
    return {
      kind: 'absence',
      afterSeconds: fields.number('afterSeconds', { least: 10, most: 86_400, unit: 'seconds' }),
    };
  },
  change: (fields) => ({ kind: 'change', changes: readChanges(fields) }),
  pattern: (fields) => ({
    kind: 'pattern',
    classes: fields.listOf('classes', PATTERN_CLASSES),
    categories: fields.listOf('categories', CATEGORIES),
    strength: fields.number('strength', { least: 0, most: 1 }, NOTIFY_STRENGTH),
  }),
  anomaly: (fields, per) => {
    const score = fields.oneOf('score', SCORES, 'anomalyScore');
    refuseLevel(fields, score, 'score', per);
    return { kind: 'anomaly', score, above: fields.number('above', { least: 0.5, most: 1 }, 0.999) };
  },
  forecast: (fields, per) => {
    refuseLevel(fields, 'daysUntilFull', 'withinDays', per);
    return { kind: 'forecast', withinDays: fields.number('withinDays', { least: 1, most: 365, unit: 'days' }) };
  },
};

function readThreshold(fields: Reader, per: Level | null): Threshold {
  const figure = readFigure(fields, 'figure', per);
  const ofFigure = fields.has('ofFigure') ? readFigure(fields, 'ofFigure', per) : null;
  const [above, below] = [fields.optionalNumber('above', ANY), fields.optionalNumber('below', ANY)];
  const clear = fields.optionalNumber('clear', ANY);
  const floor = fields.number('floor', { least: 0, most: Infinity }, 0);
  if ((above === null) === (below === null)) {
    fields.refuse(
      above === null ? 'above' : 'below',
      'must be given alone: either above or below, not both and not neither',
    );
  }
  if (above !== null && clear !== null && clear > above)
    fields.refuse('clear', `must be at most ${above}, where it begins`);
  if (below !== null && clear !== null && clear < below)
    fields.refuse('clear', `must be at least ${below}, where it begins`);
  if (floor > 0 && ofFigure === null) fields.refuse('floor', 'is of a share: name what it is a share of, as ofFigure');
  if (ofFigure !== null && floor === 0)
    fields.refuse('floor', `must say from how much of ${ofFigure} on the share means something, such as 10`);
  return { kind: 'threshold', figure, ofFigure, floor, above, below, clear };
}

function readFigure(fields: Reader, field: string, per: Level | null): FigureName {
  const known = FIGURE_NAMES.filter((name) => per === null || figureOf(name).levels.includes(per));
  const value = fields.get(field);
  const name = FIGURE_NAMES.find((each) => each === value);
  if (name === undefined) fields.refuse(field, `must be ${namesText(value, known)}`);
  else refuseLevel(fields, name, field, per);
  return name ?? 'cpuPercent';
}

/** What is not known of this level would never be met. */
function refuseLevel(fields: Reader, figure: FigureName, field: string, per: Level | null): void {
  const levels: readonly Level[] = FIGURES[figure].levels;
  if (per !== null && !levels.includes(per))
    fields.refuse(field, `is not known per ${per}: set per to ${levels.join(' or ')}`);
}

function readChanges(fields: Reader): string[] {
  const changes = fields.texts('changes', 50, 64);
  if (changes.length === 0)
    fields.refuse('changes', 'must name at least one kind, such as interface.mtu or container.*');
  changes.forEach((change, place) => {
    if (!CHANGE.test(change))
      fields.refuse(`changes[${place}]`, 'must be a kind such as interface.mtu, container.* or *');
  });
  return changes;
}
