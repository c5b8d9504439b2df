import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLInputType,
} from 'graphql';
import { schemaText } from './schema.js';

const FILE = new URL('../../../schema.graphql', import.meta.url);

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly type?: GraphQLOutputType | GraphQLInputType;
}

/** The types that are ours, and their fields. */
function described(source: string): Described[] {
  const types: GraphQLNamedType[] = Object.values(buildSchema(source).getTypeMap()).filter(({ astNode }) => astNode);
  const fields = types.flatMap((type): Described[] => {
    const ownFields: Described[] = 'getFields' in type ? Object.values(type.getFields()) : [];
    return ownFields.map((field) => ({ ...field, name: `${type.name}.${field.name}` }));
  });
  return [...types.filter(({ name }) => !['Query', 'Mutation', 'Subscription'].includes(name)), ...fields];
}

describe('schema.graphql', () => {
  let file = '';

  beforeAll(async () => {
    file = await readFile(FILE, 'utf8');
  });

  it('is what the code makes (else run: npm run schema -w apps/aggregator)', async () => {
    expect(file).toBe(await schemaText());
  });

  it('describes every type and field', () => {
    const silent = described(file).filter(({ description }) => !description);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('names the unit of every number', () => {
    const unit = /\b(ms|seconds|bytes|bits per second|points|how often|how many|first part)\b/i;
    const numbers = described(file).filter(({ type }) => type && ['Int', 'Float'].includes(getNamedType(type).name));
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers.filter(({ description }) => !unit.test(description ?? '')).map(({ name }) => name)).toEqual([]);
  });
});
