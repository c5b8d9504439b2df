import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isInputObjectType } from 'graphql';
import { redacted } from './redacted.js';

const SCHEMA = new URL('../../../../schema.graphql', import.meta.url);

describe('what is kept of a form', () => {
  it('is without secrets, wherever they lie', () => {
    const given = {
      ...{ name: 'Ann', password: 'a', next: 'b', isDisabled: null, current: null },
      input: { settings: { url: 'https://hook/secret', to: ['x'] }, yaml: 'x', list: [{ apiToken: 'c', label: 'd' }] },
    };
    expect(redacted(given)).toEqual({
      ...{ name: 'Ann', password: '(left out)', next: '(left out)', isDisabled: null, current: null },
      input: { settings: '(left out)', yaml: '(left out)', list: [{ apiToken: '(left out)', label: 'd' }] },
    });
  });

  it('is short, whatever was given', () => {
    const long = redacted({ text: 'x'.repeat(1e6), many: Array.from({ length: 1e5 }, () => 1) });
    expect(JSON.stringify(long).length).toBeLessThan(400);
    let deep: unknown = 1;
    for (let depth = 0; depth < 1_000; depth += 1) deep = { deep };
    expect(JSON.stringify(redacted(deep))).toContain('…');
  });

  it('cuts through no character', () => {
    const [almost, full] = ['x'.repeat(199), 'x'.repeat(200)];
    expect([`${almost}😀`, `${almost}😀x`, `${full}😀`].map((text) => redacted(text))).toEqual([
      ...[`${almost}😀`, `${almost}😀…`, `${full}…`],
    ]);
  });

  it('leaves out every field of the schema that says that it is secret', () => {
    const types = Object.values(buildSchema(readFileSync(SCHEMA, 'utf8')).getTypeMap()).filter(isInputObjectType);
    const fields = types.flatMap((type) => Object.values(type.getFields()));
    const secret = fields.filter(({ description }) => /password|secret/i.test(description ?? ''));
    expect(secret.length).toBeGreaterThan(1);
    expect(
      secret
        .filter(({ name }) => (redacted({ [name]: 'x' }) as Record<string, unknown>)[name] === 'x')
        .map(({ name }) => name),
    ).toEqual([]);
  });
});
