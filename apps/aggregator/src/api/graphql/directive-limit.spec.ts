import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { directiveLimit, MAX_DIRECTIVES } from './directive-limit.js';

const schema = buildSchema('type Query { a: Int }');
const errorsOf = (count: number): readonly string[] => {
  const fields = Array.from({ length: count }, (_, index) => `a${index}: a @include(if: true)`).join(' ');
  return validate(schema, parse(`{ ${fields} }`), [directiveLimit]).map(({ message }) => message);
};

describe('directiveLimit', () => {
  it('lets so many directives pass, and no more', () => {
    expect(errorsOf(MAX_DIRECTIVES)).toEqual([]);
    expect(errorsOf(MAX_DIRECTIVES + 1)).toEqual([expect.stringContaining('more than 50 directives')]);
    expect(errorsOf(3 * MAX_DIRECTIVES)).toHaveLength(1);
  });
});
