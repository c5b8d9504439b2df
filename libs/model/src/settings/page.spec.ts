import { describe, expect, it } from '@jest/globals';
import { withoutPadding, withTable } from './page.js';
import { asItIs, type Settings } from './setting.js';

const SETTINGS = {
  WEIR_A: { default: 'x', takes: 'a letter', meaning: 'what comes first', read: asItIs },
  WEIR_B: { default: '', takes: 'text', meaning: 'a password', isSecret: true, read: asItIs },
} satisfies Settings;
const [START, END] = ['<!-- settings of the agent, made by npm run settings -->', '<!-- end of settings -->'];
const TABLE = [
  '| variable | default | takes | meaning |',
  '| --- | --- | --- | --- |',
  '| `WEIR_A` | `x` | a letter | what comes first |',
  '| `WEIR_B` | (none) | text; secret | a password |',
].join('\n');

describe('the page of settings', () => {
  it('has the table between its marks, and all else as it was', () => {
    const page = `before\n\n${START}\nold\n${END}\n\nafter`;
    const written = withTable(page, 'agent', SETTINGS);
    expect(written).toBe(`before\n\n${START}\n\n${TABLE}\n\n${END}\n\nafter`);
    expect(withTable(written, 'agent', SETTINGS)).toBe(written);
  });

  it('has no table where it has no marks for it', () => {
    expect(() => withTable(`${START}\n${END}`, 'aggregator', SETTINGS)).toThrow(
      'no place for the settings of the aggregator',
    );
    expect(() => withTable(START, 'agent', SETTINGS)).toThrow('no place');
  });

  it('is compared without the blanks of its columns', () => {
    expect(withoutPadding('| a   | bc |\n| --- | ------ |')).toBe('| a | bc |\n| --- | --- |');
  });
});
