import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { breaksOf } from './openapi-breaks.fixture.js';
import type { Described } from './openapi.fixture.js';

const read = async (name: string): Promise<string> => readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');

type Loose = Record<string, unknown>;

/** A part of a document, to be changed. */
function within(document: unknown, ...path: readonly (string | number)[]): Loose {
  return path.reduce((part, key) => (part as Loose)[key], document) as Loose;
}

const SERIES = ['paths', '/api/v1/series', 'get'] as const;

/** A parameter of a document, and its schema. */
function parameterOf(document: unknown, name: string): Loose & { schema: Loose } {
  const parameters = within(document, ...SERIES, 'parameters') as unknown as Loose[];
  return parameters.find((each) => each['name'] === name) as Loose & { schema: Loose };
}

const valuesOf = (part: Loose, name: string): unknown[] => part[name] as unknown[];
const schemaOf = (document: unknown, name: string): Loose => within(document, 'components', 'schemas', name);
const fieldsOf = (document: unknown, name: string): Loose => within(schemaOf(document, name), 'properties');

describe('breaks of openapi.json', () => {
  let text = '';
  const changed = (change: (document: unknown) => void): string[] => {
    const document = JSON.parse(text) as Described;
    change(document);
    return breaksOf(JSON.parse(text) as Described, document);
  };

  beforeAll(async () => {
    text = await read('openapi.json');
  });

  it('breaks nothing that was released (a major release replaces the baseline: see CONTRIBUTING.md)', async () => {
    const released = JSON.parse(await read('openapi.released.json')) as Described;
    expect(breaksOf(released, JSON.parse(text) as Described)).toEqual([]);
  });

  it.each<[string, (document: unknown) => void]>([
    ['GET /api/v1/hosts is gone', (d) => delete within(d, 'paths')['/api/v1/hosts']],
    ['GET /api/v1/series takes no stack any more', (d) => (parameterOf(d, 'stack')['name'] = 'stacks')],
    ['GET /api/v1/series needs from now', (d) => (parameterOf(d, 'from')['required'] = true)],
    ['GET /api/v1/series: points is string now', (d) => (parameterOf(d, 'points').schema['type'] = 'string')],
    ['GET /api/v1/series: topBy takes no p99 any more', (d) => valuesOf(parameterOf(d, 'topBy').schema, 'enum').pop()],
    ['GET /api/v1/series: text takes listed values only now', (d) => (parameterOf(d, 'text').schema['enum'] = ['a'])],
    [
      'GET /api/v1/series does not answer 200 application/json any more',
      (d) => delete within(d, ...SERIES, 'responses', '200', 'content')['application/json'],
    ],
    ['GET /api/v1/series:.series[].keys[].name is gone', (d) => delete fieldsOf(d, 'SeriesKey')['name']],
    ['GET /api/v1/hosts:[].labels may be missing now', (d) => valuesOf(schemaOf(d, 'Host'), 'required').splice(3, 1)],
    [
      'GET /api/v1/hosts:[].name may be null now',
      (d) => (within(fieldsOf(d, 'Host'), 'name')['type'] = ['string', 'null']),
    ],
    [
      'GET /api/v1/interface/{net_id}/stats:.averages.oneMinute is gone',
      (d) => delete fieldsOf(d, 'NetworkAverages')['oneMinute'],
    ],
  ])('%s: is noticed', (found, change) => {
    expect(changed(change)).toContain(found);
  });

  it('may grow: routes, parameters, values and fields', () => {
    const grown = changed((document) => {
      within(document, 'paths')['/api/v1/planets'] = within(document, 'paths')['/api/v1/hosts'];
      const planet = { name: 'planet', in: 'query', required: false, schema: {} };
      valuesOf(within(document, ...SERIES), 'parameters').push(planet);
      valuesOf(parameterOf(document, 'topBy').schema, 'enum').push('p999');
      fieldsOf(document, 'Host')['planet'] = { type: 'string' };
      within(fieldsOf(document, 'Host'), 'kernel')['type'] = 'string';
    });
    expect(grown).toEqual([]);
  });
});
