import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { MAX_ROOT_FIELDS, rootLimit } from './root-limit.js';

const schema = buildSchema('type Query { name: String node: Node } type Node { name: String }');
const errorsOf = (source: string): readonly string[] =>
  validate(schema, parse(source), [rootLimit]).map(({ message }) => message);
const aliases = (count: number): string => Array.from({ length: count }, (_, index) => `a${index}: name`).join(' ');

describe('rootLimit', () => {
  it('lets as many root fields pass as are allowed, and no more', () => {
    expect(errorsOf(`{ ${aliases(MAX_ROOT_FIELDS)} }`)).toEqual([]);
    expect(errorsOf(`{ ${aliases(MAX_ROOT_FIELDS + 1)} }`)).toEqual([expect.stringContaining('more than 50 fields')]);
  });

  it('looks into fragments', () => {
    expect(errorsOf(`{ ... on Query { ${aliases(51)} } }`)).toHaveLength(1);
    expect(errorsOf(`{ ...Half ...Half } fragment Half on Query { ${aliases(26)} }`)).toHaveLength(1);
    expect(errorsOf(`{ ...Half } fragment Half on Query { ${aliases(26)} }`)).toEqual([]);
  });

  it('counts the root alone', () => {
    expect(errorsOf(`{ node { ${aliases(200)} } }`)).toEqual([]);
    expect(errorsOf(getIntrospectionQuery())).toEqual([]);
  });

  it('ends, whatever fragments spread', () => {
    expect(errorsOf('{ ...Loop } fragment Loop on Query { ...Loop }')).toEqual([]);
    const twice = (index: number): string => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`;
    const doubling = Array.from({ length: 100 }, (_, index) => twice(index)).join(' ');
    expect(errorsOf(`{ ...F0 } ${doubling}`)).toEqual([]);
    expect(errorsOf(`{ ...F0 } ${doubling} fragment F100 on Query { name }`)).toHaveLength(1);
  });
});
