import type { RuleChoices, RuleFields, RuleLevel } from '../../api/operations/rules.js';
import type { ConditionKind, RuleForm } from './rule-form.js';

/** One of some values with its words. */
interface Option<T extends string = string> {
  readonly value: T;
  readonly label: string;
}

export const KINDS: readonly Option<ConditionKind>[] = [
  { value: 'threshold', label: 'A limit' },
  { value: 'absence', label: 'Silence' },
  { value: 'change', label: 'A change' },
  { value: 'pattern', label: 'A pattern' },
  { value: 'anomaly', label: 'An anomaly' },
  { value: 'forecast', label: 'A full link ahead' },
];
export const KIND_HINTS: Readonly<Record<ConditionKind, string>> = {
  threshold: 'A figure is above or below a limit: traffic, errors, use of a link, CPU, latency …',
  absence: 'Nothing came for so long, while others were heard. A container stopped on purpose is not missed.',
  change: 'Something was changed: an address, an image, a link that went down.',
  pattern: 'A pattern was found: an outage, a flood, a scan. Without a choice any counts.',
  anomaly: 'Traffic behaves as it hardly ever does.',
  forecast: 'A link will be full, if it goes on as in the last weeks.',
};
export const SEVERITIES: readonly Option<RuleFields['severity']>[] = [
  { value: 'INFO', label: 'Info' },
  { value: 'WARNING', label: 'Warning' },
  { value: 'CRITICAL', label: 'Critical' },
];
export const GROUPINGS: readonly Option<RuleForm['groupBy']>[] = [
  { value: '', label: 'As is usual for what is watched' },
  { value: 'HOST', label: 'All of one host' },
  { value: 'NETWORK', label: 'All of one network' },
  { value: 'SERVICE', label: 'All of one service' },
  { value: 'RULE', label: 'All of this rule' },
  { value: 'SUBJECT', label: 'Each by itself' },
];
export const SCORES: readonly Option<RuleForm['score']>[] = [
  { value: 'ANOMALY_SCORE', label: 'Anomaly score: both together' },
  { value: 'NOVELTY', label: 'Novelty: unlike anything before' },
  { value: 'DEVIATION', label: 'Deviation: far from what is usual' },
];
export const LEVEL_WORDS: Readonly<Record<RuleLevel, string>> = {
  INTERFACE: 'interface',
  CONTAINER: 'container',
  NETWORK: 'network',
  SERVICE: 'service',
  STACK: 'stack',
  WORKLOAD: 'workload',
  HOST: 'host',
  FLEET: 'fleet',
  QUOTA: 'quota',
};
const LEVELS = Object.keys(LEVEL_WORDS) as RuleLevel[];
/** What the API knows figures of that are no limit by themselves. */
const OWN_KIND: Readonly<Record<string, string>> = {
  silentSeconds: 'absence',
  daysUntilFull: 'forecast',
  anomalyScore: 'anomaly',
  novelty: 'anomaly',
  deviation: 'anomaly',
};
const SCORE_FIGURES: Readonly<Record<RuleForm['score'], string>> = {
  ANOMALY_SCORE: 'anomalyScore',
  NOVELTY: 'novelty',
  DEVIATION: 'deviation',
};

type Figures = RuleChoices['alertFigures'];

/** The figures that a limit can be set to. */
export function figureOptions(figures: Figures): Option[] {
  return figures
    .filter(({ name }) => OWN_KIND[name] === undefined)
    .map(({ name, title, unit }) => ({ value: name, label: unit ? `${title} (${unit})` : title }));
}

/** What a figure can be a share of: what is counted in the same unit, per the same things. */
export function shareOptions(figures: Figures, figure: string): Option[] {
  const chosen = figures.find(({ name }) => name === figure);
  const others = figures.filter(
    ({ name, unit, levels }) =>
      name !== figure &&
      unit === chosen?.unit &&
      ['/s', 'B/s', 'B'].includes(unit) &&
      levels.some((level) => chosen.levels.includes(level)),
  );
  return [
    { value: '', label: 'Itself' },
    ...others.map(({ name, title }) => ({ value: name, label: `Its share in ${title}` })),
  ];
}

/** What a rule of this condition can watch one by one. */
export function levelsOf(
  form: Pick<RuleForm, 'kind' | 'figure' | 'ofFigure' | 'score'>,
  figures: Figures,
): RuleLevel[] {
  const known = (name: string): readonly RuleLevel[] => figures.find((each) => each.name === name)?.levels ?? LEVELS;
  switch (form.kind) {
    case 'threshold':
      return LEVELS.filter(
        (level) => known(form.figure).includes(level) && (!form.ofFigure || known(form.ofFigure).includes(level)),
      );
    case 'absence':
      return [...known('silentSeconds')];
    case 'anomaly':
      return [...known(SCORE_FIGURES[form.score])];
    case 'forecast':
      return [...known('daysUntilFull')];
    default:
      return LEVELS.filter((level) => ['INTERFACE', 'CONTAINER', 'NETWORK', 'HOST'].includes(level));
  }
}

/** The same form where what it watches is something that its condition is known of. */
export function consistent(form: RuleForm, figures: Figures): RuleForm {
  if (figures.length === 0) return form;
  const ofFigure = shareOptions(figures, form.figure).some(({ value }) => value === form.ofFigure) ? form.ofFigure : '';
  const levels = levelsOf({ ...form, ofFigure }, figures);
  const per = levels.find((level) => level === form.per) ?? levels.find((level) => level === 'HOST') ?? levels[0];
  return { ...form, ofFigure, per: per ?? form.per };
}

/** The unit that a limit is told in. */
export function limitUnit(form: Pick<RuleForm, 'figure' | 'ofFigure'>, figures: Figures): string {
  return form.ofFigure ? '%' : unitOfFigure(form.figure, figures);
}

export function unitOfFigure(name: string, figures: Figures): string {
  return figures.find((figure) => figure.name === name)?.unit ?? '';
}
