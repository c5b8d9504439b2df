import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { README, valuesOf, withValues } from './readme.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}

const schema = JSON.parse(readFileSync(new URL('../weir/values.schema.json', import.meta.url), 'utf8')) as Schema;

it('the README has the values as they are: else npm run readme -w @weir/chart', async () => {
  const path = fileURLToPath(README);
  const text = readFileSync(path, 'utf8');
  const made = await format(withValues(text), { ...(await resolveConfig(path)), filepath: path });
  expect(text).toBe(made);
});

it('every value is told of, and checked by the schema', () => {
  const values = valuesOf();
  expect(values.length).toBeGreaterThan(80);
  for (const { path, text } of values) {
    expect([path, text.length > 2, at(path) !== undefined]).toEqual([path, true, true]);
  }
  expect(() => valuesOf('agent:\n  # -- Told of\n  one: 1\n  two: 2\n')).toThrow('says nothing of agent.two');
});

it('the schema knows no value but those', () => {
  const told = valuesOf().map(({ path }) => path);
  const known = leaves(schema, '').filter((path) => path !== 'global');
  expect(known.filter((path) => !told.some((each) => path === each || path.startsWith(`${each}.`)))).toEqual([]);
});

function at(path: string): Schema | undefined {
  return path.split('.').reduce<Schema | undefined>((found, key) => resolved(found)?.properties?.[key], schema);
}

function leaves(of: Schema, prefix: string): string[] {
  return Object.entries(resolved(of)?.properties ?? {}).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    return resolved(value)?.properties ? leaves(value, `${path}.`) : [path];
  });
}

function resolved(of: Schema | undefined): Schema | undefined {
  const name = of?.$ref?.split('/').at(-1);
  return name ? (schema as unknown as { $defs: Record<string, Schema> }).$defs[name] : of;
}
