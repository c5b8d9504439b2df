import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ENROLMENT_PATH, RENEWAL_PATH } from '@weir/model';
import { isOpen } from '../guard/open.js';
import { answersOf, checkOf, type Described, type DescribedParameter } from './openapi.fixture.js';
import { openapiText } from './openapi.js';

const FILE = new URL('../../../openapi.json', import.meta.url);

describe('openapi.json', () => {
  let file = '';
  let document: Described;

  beforeAll(async () => {
    file = await readFile(FILE, 'utf8');
    document = JSON.parse(file) as Described;
  });

  const parameters = (): (DescribedParameter & { readonly at: string })[] =>
    Object.entries(document.paths).flatMap(([at, { get }]) => (get?.parameters ?? []).map((each) => ({ ...each, at })));

  it('is what the code makes (else run: npm run openapi -w apps/aggregator)', async () => {
    expect(file).toBe(await openapiText());
  });

  it('has an example of every answer and error, that fits its schema', () => {
    const check = checkOf(document);
    const answers = answersOf(document);
    expect(answers.length).toBeGreaterThan(40);
    const faults = answers.flatMap(({ example, ...place }) =>
      example === undefined ? [`${place.path} ${place.status} has no example`] : check(place, example),
    );
    expect(faults).toEqual([]);
  });

  it('tells a field that is not described, or missing, from one that is', () => {
    const check = checkOf(document);
    const place = { path: '/api/v1/hosts', status: 200, type: 'application/json' };
    const [host] = (answersOf(document).find((each) => each.path === place.path)?.example ?? []) as object[];
    expect(check(place, [host])).toEqual([]);
    expect(check(place, [{ ...host, colour: 'green' }])).toEqual([expect.stringContaining('colour')]);
    expect(check(place, [{ ...host, name: undefined }])).not.toEqual([]);
    expect(check(place, [{ ...host, lastSeen: 'yesterday' }])).toEqual([expect.stringContaining('/0/lastSeen')]);
  });

  it('tells of every route of the API what may go wrong', () => {
    const silent = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/api/v1/'))
      .filter(
        ([, { get, post }]) => !['500', '503', '504'].every((status) => status in ((get ?? post)?.responses ?? {})),
      );
    expect(silent.map(([path]) => path)).toEqual([]);
    const asked = Object.entries(document.paths).filter(([, { get }]) =>
      get?.parameters?.some((each) => each.in === 'query'),
    );
    expect(asked.filter(([, { get }]) => !('400' in (get?.responses ?? {})))).toEqual([]);
  });

  it('tells of every route that asks for a sign-in that it does, and of no other but those of hosts that sign', () => {
    const told = Object.entries(document.paths).filter(
      ([, { get, post }]) => '401' in ((get ?? post)?.responses ?? {}),
    );
    const closed = Object.keys(document.paths).filter((path) => !isOpen(path, []));
    expect(told.map(([path]) => path).sort()).toEqual([...closed, ENROLMENT_PATH, RENEWAL_PATH].sort());
    expect(closed).toEqual(expect.arrayContaining(['/api/v1/hosts', '/api/v1/export/hosts.{format}', '/metrics']));
  });

  it('describes every parameter, with an example', () => {
    const bare = parameters().filter(
      ({ description, example, schema }) =>
        !description || (example ?? schema.example ?? schema.examples?.[0]) === undefined,
    );
    expect(bare.map(({ at, name }) => `${at} ${name}`)).toEqual([]);
    expect(parameters().length).toBeGreaterThan(100);
  });
});
