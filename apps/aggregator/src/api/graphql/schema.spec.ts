import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  findBreakingChanges,
  getNamedType,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLInputType,
} from 'graphql';
import { schemaText } from './schema.js';

const FILE = new URL('../../../schema.graphql', import.meta.url);

/** The schema that clients were promised last; see CONTRIBUTING.md. */
const RELEASED = new URL('../../../schema.released.graphql', import.meta.url);

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly type?: GraphQLOutputType | GraphQLInputType;
  readonly args?: readonly GraphQLArgument[];
}

/** The types that are ours, their fields and the arguments of these. */
function described(source: string): Described[] {
  const types: GraphQLNamedType[] = Object.values(buildSchema(source).getTypeMap()).filter(({ astNode }) => astNode);
  const fields = types.flatMap((type): Described[] => {
    const ownFields: Described[] = 'getFields' in type ? Object.values(type.getFields()) : [];
    return ownFields.map((field) => ({ ...field, name: `${type.name}.${field.name}` }));
  });
  const args = fields.flatMap(({ name, args: own = [] }): Described[] =>
    own.map((arg) => ({ ...arg, name: `${name}(${arg.name})` })),
  );
  return [...types.filter(({ name }) => !['Query', 'Mutation', 'Subscription'].includes(name)), ...fields, ...args];
}

describe('schema.graphql', () => {
  let file = '';

  beforeAll(async () => {
    file = await readFile(FILE, 'utf8');
  });

  it('is what the code makes (else run: npm run schema -w apps/aggregator)', async () => {
    expect(file).toBe(await schemaText());
  });

  it('describes every type, field and argument', () => {
    const silent = described(file).filter(({ description }) => !description);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('names the unit of every number', () => {
    const unit =
      /\b(ms|seconds|bytes|bits per second|Mbit\/s|currency|points|how often|how many|first part|place|from 0|from 1|1 to \d+)\b|%|per second|percent/i;
    const numbers = described(file).filter(({ type }) => type && ['Int', 'Float'].includes(getNamedType(type).name));
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers.filter(({ description }) => !unit.test(description ?? '')).map(({ name }) => name)).toEqual([]);
  });

  it('breaks nothing that was released (a major release replaces the baseline: see CONTRIBUTING.md)', async () => {
    const broken = findBreakingChanges(buildSchema(await readFile(RELEASED, 'utf8')), buildSchema(file));
    expect(broken.map(({ description }) => description)).toEqual([]);
  });
});
