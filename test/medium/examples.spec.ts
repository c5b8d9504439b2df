import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { MOST_EXPORTS } from '../../apps/aggregator/src/api/export/slots.js';
import { MAX_DEPTH } from '../../apps/aggregator/src/api/graphql/depth-limit.js';
import { MAX_DIRECTIVES } from '../../apps/aggregator/src/api/graphql/directive-limit.js';
import * as limits from '../../apps/aggregator/src/api/graphql/limits.js';
import { MAX_ROOT_FIELDS } from '../../apps/aggregator/src/api/graphql/root-limit.js';
import { MAX_FOCUSED_HOSTS } from '../../apps/aggregator/src/control/focus-leases.js';
import { MAX_STANDING_FILTERS } from '../../apps/aggregator/src/live/standing-filters.js';
import { MAX_EVALUATIONS, MAX_FIGURES, MAX_LIVE_GROUPS } from '../../apps/aggregator/src/live/series/live-series.js';
import { MAX_FILTER_VALUES, MAX_LABELS } from '../../apps/aggregator/src/query/filter-size.js';
import { MOST_ROWS } from '../../apps/aggregator/src/query/page/listing.js';
import { MOST_ROWS as MOST_EXPORTED } from '../../apps/aggregator/src/query/most-rows.js';
import { MAX_POINTS, MAX_SERIES } from '../../apps/aggregator/src/query/series.js';
import { mostLines } from '../../apps/aggregator/src/query/states/asked.js';
import { MOST_WAYS } from '../../apps/aggregator/src/query/states/latency-series.query.js';
import { MOST_WIDE } from '../../apps/aggregator/src/query/wide-turns.js';
import { MOST_READERS, READ_TIMEOUT_MS } from '../../apps/aggregator/src/store/database.js';
import { asOfNow } from '../support/docs/as-of-now.js';
import { readBlocks } from '../support/docs/blocks.js';
import { emptyParts } from '../support/docs/emptiness.js';
import { isRefused, operationOf, readExamples } from '../support/docs/examples.js';
import { differencesOf } from '../support/docs/shape.js';

const block = (info: string, text: string): string => `\`\`\`${info}\n${text}\n\`\`\`\n`;
const QUERY = block('graphql', 'query Fleet {\n  hosts\n}');

describe('examples of a document', () => {
  it('are blocks that are run, with what follows them', () => {
    const [fleet, shell] = readExamples(
      `# API\n## Lists\n${QUERY}${block('json variables', '{"first": 2}')}${block('json answer', '{"errors": []}')}` +
        `## Export\n${block('sh', 'curl "$WEIR"')}${block('csv answer', 'a,b')}`,
    );
    expect(fleet).toMatchObject({ title: 'Lists, line 3', kind: 'graphql', variables: { first: 2 } });
    expect(fleet && operationOf(fleet)).toEqual({ type: 'query', name: 'Fleet' });
    expect(shell).toMatchObject({ title: 'Export, line 15', kind: 'sh', answer: { kind: 'csv', text: 'a,b' } });
    expect([fleet, shell].map((example) => example && isRefused(example))).toEqual([true, false]);
  });

  it.each([
    ['of a language that nothing runs', `${QUERY}${block('python', 'import weir')}`],
    ['of none', block('', 'curl')],
    ['of JSON that belongs to nothing', block('json answer', '{}')],
    ['of JSON that is not said to be an answer', `${QUERY}${block('json', '{}')}`],
    ['of a second answer', `${QUERY}${block('json answer', '{}')}${block('json answer', '{}')}`],
  ])('are all blocks: one %s is a fault', (_what, markdown) => {
    expect(() => readExamples(markdown)).toThrow('is not run');
  });

  it('are moved to now by whole minutes, and speak of the container that is there', () => {
    const [documentMs, nowMs] = ['2026-11-21T12:00:00Z', '2027-01-01T00:00:40Z'].map((each) => Date.parse(each));
    const text = `from=2026-11-20T22:00:00Z&id=${'0a'.repeat(32)}`;
    expect(asOfNow(text, { documentMs: documentMs!, nowMs: nowMs!, containerId: 'X' })).toBe(
      'from=2026-12-31T10:00:00.000Z&id=X',
    );
  });
});

describe('an answer', () => {
  const shown = { at: ['2026-11-21T12:00:00Z'], groups: [{ name: 'shop', total: '12', rate: 1.5, labels: {} }] };
  const groups = (group: object): object => ({ ...shown, groups: [{ ...shown.groups[0], ...group }] });

  it('is as shown whatever its values, and however many entries it has', () => {
    const more = { name: 'ci', total: '99999999999999999999', rate: 0, labels: {} };
    expect(differencesOf({ at: ['2027-01-01T00:00:00.5Z'], groups: [...shown.groups, more] }, shown)).toEqual([]);
  });

  it.each([
    [{ at: shown.at }, 'it has no groups, which is shown'],
    [{ ...shown, to: 1 }, 'it has to, which is not shown'],
    [{ ...shown, at: [] }, 'it.at is empty, and shown with entries'],
    [{ ...shown, at: [5] }, 'it.at[0] is a number, and shown as a moment'],
    [groups({ total: 12 }), 'it.groups[0].total is a number, and shown as decimal digits'],
    [groups({ rate: null }), 'it.groups[0].rate is null, and shown as a number'],
    [groups({ labels: [] }), 'it.groups[0].labels is a list, and shown as an object'],
    [{ ...shown, groups: [...shown.groups, null] }, 'it.groups[1] is null, and shown as an object'],
  ])('is not as shown: %j', (actual, difference) => {
    expect(differencesOf(actual, shown)).toContain(difference);
  });

  it('holds nothing where a list has no entries, or of columns nothing is known', () => {
    expect(emptyParts({ hosts: { nodes: [{ labels: [], gone: null }] }, host: null })).toEqual(['it.host']);
    expect(emptyParts({ hosts: { nodes: [] } })).toEqual(['it.hosts.nodes']);
    expect(emptyParts([])).toEqual(['it']);
    expect(emptyParts({ series: { series: [{ columns: { rx: [null, 0] } }, { columns: { rx: [null] } }] } })).toEqual([
      'it.series.series[1].columns',
    ]);
  });
});

describe('documents', () => {
  const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
  const read = (path: string): string => readFileSync(at(path), 'utf8').replaceAll(/ +/g, ' ');
  const kib = (bytes: number): string => `${bytes / 1_024} KiB`;
  const grouped = (count: number): string => count.toLocaleString('en');

  it.each([
    `body of a request | ${kib(limits.MAX_BODY_BYTES)}`,
    `message of a client over a WebSocket | ${kib(limits.MAX_SOCKET_PAYLOAD_BYTES)}`,
    `tokens of an operation | ${grouped(limits.MAX_TOKENS)}`,
    `levels that it nests | ${MAX_DEPTH}`,
    `fields at its root | ${MAX_ROOT_FIELDS}`,
    `directives | ${MAX_DIRECTIVES}`,
    `by aliases | ${limits.MAX_REPEATS}`,
    `where they are spread | ${grouped(limits.MAX_FIELDS)}`,
    `cost | ${grouped(limits.MAX_COST)}`,
    `entries of a list (\`first\`) | ${MOST_ROWS}`,
    `entries of a list within another (\`first\`) | ${grouped(limits.MAX_NESTED_ENTRIES)}`,
    `hits of a search (\`first\`) | ${limits.MAX_HITS}`,
    `labels of a filter, host labels of it | ${MAX_LABELS} each`,
    `values in all lists of a filter together | ${grouped(MAX_FILTER_VALUES)}`,
    `things watched live at a time, of a process | ${MAX_EVALUATIONS}`,
    `groups of one, told apart by a top | ${grouped(MAX_LIVE_GROUPS)}, ${limits.MAX_LIVE_TOP}`,
    `groups × counters of all of them | ${grouped(MAX_FIGURES)}`,
    `hosts looked at closely (\`focus\`) | ${MAX_FOCUSED_HOSTS}`,
    `groups answered apart | ${MAX_POINTS}, ${grouped(MAX_SERIES)}`,
    `filters of traffic watched live, of a process | ${MAX_STANDING_FILTERS}`,
    `lines of states at once, where few points are asked | ${mostLines(MAX_POINTS)}, ${grouped(mostLines(1))}`,
    `ways of distances, where few points are asked | ${mostLines(MAX_POINTS)}, ${grouped(mostLines(1, MOST_WAYS))}`,
    `time of a question to the database | ${READ_TIMEOUT_MS / 1_000} s`,
    `waiting for one | ${MOST_READERS};`,
    `questions about the whole fleet at a time | ${MOST_WIDE}; others wait for ${READ_TIMEOUT_MS / 1_000} s`,
    `WebSockets of an address (of IPv6 a /64) | ${limits.MAX_SOCKETS_PER_ADDRESS}`,
    `subscriptions on one | ${grouped(limits.MAX_SOCKETS)}; ${limits.MAX_SUBSCRIPTIONS_PER_SOCKET}`,
  ])('state the limits that hold: %s', (limit) => {
    expect(read('docs/limits.md')).toContain(`${limit} `);
  });

  it('state the limits of exports', () => {
    const stated = `at most ${grouped(MOST_EXPORTED)} rows, and a process writes ${MOST_EXPORTS} at a time`;
    expect(read('docs/api.md')).toContain(stated);
  });

  it('quote what weir says: trouble-shooting', () => {
    const sources = ['apps/agent/src', 'apps/aggregator/src', 'apps/dashboard/src', 'libs/model/src'].flatMap(
      (folder) =>
        readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(?:ts|vue)$/.test(name) && !/\.spec\.ts$/.test(name))
          .map((name) => readFileSync(new URL(name, at(`${folder}/`)), 'utf8')),
    );
    const said = sources.join('\n');
    // What stands where a figure or a name was filled in is not looked for.
    const prose = read('docs/operations.md').replace(/```.*?```|`[^`\n]*`/gs, '');
    const quoted = [...prose.matchAll(/"([^"\n]+)"/g)].flatMap(([, quote = '']) =>
      quote.split(/…|\d+(?: %)?|\bE[A-Z]{5,}|\bWEIR\b|weir\.v1\.|https:\S+/).map((part) => part.trim()),
    );
    const parts = quoted.filter((part) => part.length > 6);
    expect(parts.length).toBeGreaterThan(40);
    expect(parts.filter((part) => !said.includes(part))).toEqual([]);
  });

  it('name tests that are there: security', () => {
    const named = [...read('docs/security.md').matchAll(/\]\(\.\.\/([\w./-]+\.ts)\): _([^_]+)_/g)];
    expect(named.length).toBeGreaterThan(60);
    // Of a title that has parts of its own, the beginning is told.
    expect(named.filter(([, file = '', title = '']) => !read(file).includes(title)).map(([all]) => all)).toEqual([]);
  });

  it('hold no operation that the schema does not know', () => {
    const schema = buildSchema(read('apps/aggregator/schema.graphql'));
    const files = ['README.md', ...readdirSync(at('docs')).map((name) => `docs/${name}`)];
    const blocks = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => readBlocks(read(file)).map((block) => ({ file, ...block })))
      .filter(({ info }) => info === 'graphql');
    expect(new Set(blocks.map(({ file }) => file)).size).toBeGreaterThan(1);
    const faults = blocks.flatMap(({ file, line, text }) =>
      validate(schema, parse(text)).map(({ message }) => `${file}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  });
});
