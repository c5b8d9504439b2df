import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('csvLine', () => {
  it('quotes what RFC 4180 wants quoted, and nothing else', () => {
    expect(csvLine(['plain', 'a,b', 'say "no"', 'two\nlines', 'cr\rhere', ' spaced '])).toBe(
      'plain,"a,b","say ""no""","two\nlines","cr\rhere", spaced \r\n',
    );
  });

  it.each([
    ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'],
    ...['＝1+1', '＋1', '－1', '＠SUM(A1)'],
  ])('keeps a spreadsheet from running %j', (text) => {
    const line = csvLine([text]);
    expect(line.replace(/^"/, '')).toMatch(/^'/);
  });

  it('guards the parts of a list as a whole, and names within a text not at all', () => {
    expect(csvLine([['-a', '=b'], 'a=b', "'quoted", { '=k': 'v', b: '2' }])).toBe("'-a =b,a=b,'quoted,'=k=v b=2\r\n");
  });

  it('leaves numbers as they are, and unknown figures empty', () => {
    expect(csvLine([-1.5, 0, 9_007_199_254_740_991, '18446744073709551615', null, true, []])).toBe(
      '-1.5,0,9007199254740991,18446744073709551615,,true,\r\n',
    );
  });
});
