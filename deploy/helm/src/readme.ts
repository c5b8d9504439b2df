import { readFileSync } from 'node:fs';
import { isMap, isScalar, type Node, parseDocument, type YAMLMap } from 'yaml';

const VALUES = new URL('../weir/values.yaml', import.meta.url);
/** README.md of the chart. */
export const README = new URL('../weir/README.md', import.meta.url);
const BEGIN = '<!-- values: made of values.yaml by npm run readme -w @weir/chart -->';
const END = '<!-- end of values -->';
const MARK = '# -- ';

/** A value of the chart: its path, what it is unless told otherwise, and what values.yaml says of it. */
export interface Value {
  readonly path: string;
  readonly default: unknown;
  readonly text: string;
}

/** The values of the chart in the order of values.yaml; throws for one of which nothing is said. */
export function valuesOf(yaml = readFileSync(VALUES, 'utf8')): Value[] {
  const document = parseDocument(yaml);
  if (!isMap(document.contents)) throw new Error('values.yaml holds no values');
  return valuesIn(document.contents, '', yaml.split('\n'), yaml);
}

function valuesIn(map: YAMLMap, prefix: string, lines: readonly string[], yaml: string): Value[] {
  return map.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !key.range) throw new Error(`a key below ${prefix} is none`);
    const path = `${prefix}${String(key.value)}`;
    const line = yaml.slice(0, key.range[0]).split('\n').length - 1;
    const before = lines[line - 1]?.trim() ?? '';
    if (before.startsWith(MARK)) {
      return [{ path, default: (value as Node).toJS(parseDocument(yaml)), text: before.slice(MARK.length) }];
    }
    if (isMap(value) && value.items.length > 0) return valuesIn(value as YAMLMap, `${path}.`, lines, yaml);
    throw new Error(`values.yaml says nothing of ${path}: put a line "${MARK}…" before it`);
  });
}

/** The README with its table of values made anew. */
export function withValues(readme: string, values: readonly Value[] = valuesOf()): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md needs a line "${BEGIN}" and, behind it, "${END}"`);
  const rows = values.map(
    ({ path, text, default: given }) => `| \`${path}\` | ${told(given)} | ${text.replaceAll('|', '\\|')} |`,
  );
  const table = ['| value | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
  return `${readme.slice(0, begin)}${BEGIN}\n\n${table}\n\n${readme.slice(end)}`;
}

function told(value: unknown): string {
  return value === '' ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
