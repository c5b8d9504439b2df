/** What a sentence of one's own can name. `labels.<name>` is a label of the rule. */
export const TEMPLATE_NAMES = [
  'rule',
  'severity',
  'subject',
  'host',
  'network',
  'service',
  'figure',
  'value',
  'limit',
  'since',
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export type TemplateValues = Readonly<Record<TemplateName, string>> & {
  readonly labels: Readonly<Record<string, string>>;
};

const PLACE = /\{\{([^{}]*)\}\}/g;
const LABEL = /^labels\.[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What is wrong with a template, by its line and column; null where nothing is. */
export function refusalOfTemplate(template: string): string | null {
  for (const match of template.matchAll(PLACE)) {
    const name = (match[1] ?? '').trim();
    if (!isName(name) && !LABEL.test(name)) {
      return `names {{${name}}} at ${positionOf(template, match.index)}, which is not known: use ${TEMPLATE_NAMES.join(', ')} or labels.<name>`;
    }
  }
  const rest = template.replace(PLACE, (whole) => ' '.repeat(whole.length));
  const stray = rest.search(/\{\{|\}\}/);
  return stray < 0
    ? null
    : `has braces at ${positionOf(template, stray)} that are not closed or opened: write {{name}}`;
}

/** The template with its places filled. What is filled in is never read as a template again. A label that is not there is empty. */
export function filled(template: string, values: TemplateValues): string {
  return template.replace(PLACE, (_, inner: string) => {
    const name = inner.trim();
    return isName(name) ? values[name] : labelOf(values.labels, name.slice('labels.'.length));
  });
}

function labelOf(labels: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

function isName(name: string): name is TemplateName {
  return (TEMPLATE_NAMES as readonly string[]).includes(name);
}

function positionOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
