import { describe, expect, it } from '@jest/globals';
import { type Piece, Placer } from './placer.js';

const [TOP, BOTTOM] = [10, 110];

/** Lays pieces on pages of 100 points, and tells what stands where. */
function laid(pieces: readonly Piece[]): string[][] {
  const pages: string[][] = [];
  drawn = (text) => void pages.at(-1)?.push(text);
  const placer = new Placer({ top: TOP, bottom: BOTTOM, turn: () => void pages.push([]) });
  for (const piece of pieces) placer.place(piece);
  placer.settle();
  return pages;
}

let drawn: (text: string) => void = () => {};
const piece = (name: string, height: number, more: Partial<Piece> = {}): Piece => ({
  ...{ height, gap: 0, draw: (top) => drawn(`${name} ${top}`) },
  ...more,
});

describe('Placer', () => {
  it('lays pieces below each other, and none of them across the end of a page', () => {
    expect(laid([piece('a', 60), piece('b', 40), piece('c', 30)])).toEqual([['a 10', 'b 70'], ['c 10']]);
    expect(laid([piece('a', 60), piece('b', 41)])).toEqual([['a 10'], ['b 10']]);
  });

  it('leaves room above a piece, but not at the top of a page', () => {
    const pieces = [piece('a', 50, { gap: 20 }), piece('b', 30, { gap: 20 }), piece('c', 10, { gap: 20 })];
    expect(laid(pieces)).toEqual([['a 10', 'b 80'], ['c 10']]);
  });

  it('keeps headings with what follows, also several', () => {
    const headings = ['h1', 'h2'].map((name) => piece(name, 10, { keepsWithNext: true }));
    expect(laid([piece('a', 75), ...headings, piece('b', 10)])).toEqual([['a 10'], ['h1 10', 'h2 20', 'b 30']]);
    expect(laid([piece('a', 70), ...headings, piece('b', 10)])).toEqual([['a 10', 'h1 80', 'h2 90', 'b 100']]);
  });

  it('draws a heading at the end although nothing follows', () => {
    expect(laid([piece('a', 10), piece('h', 10, { keepsWithNext: true })])).toEqual([['a 10', 'h 20']]);
  });

  it('draws the head of a table again where its rows go on on another page', () => {
    const head = piece('again', 10);
    const rows = ['r1', 'r2', 'r3'].map((name) => piece(name, 40, { head }));
    expect(laid([piece('head', 10, { keepsWithNext: true }), ...rows])).toEqual([
      ['head 10', 'r1 20', 'r2 60'],
      ['again 10', 'r3 20'],
    ]);
  });

  it('begins a page where one is asked for, unless half of one is left', () => {
    const section = (name: string): Piece => piece(name, 10, { startsPage: true, keepsWithNext: true });
    expect(laid([section('one'), piece('a', 41), section('two'), piece('b', 10)])).toEqual([
      ['one 10', 'a 20'],
      ['two 10', 'b 20'],
    ]);
    expect(laid([section('one'), piece('a', 40), section('two'), piece('b', 10), section('three')])).toEqual([
      ['one 10', 'a 20', 'two 60', 'b 70'],
      ['three 10'],
    ]);
  });

  it('takes pieces apart that no page holds together', () => {
    const heading = piece('h', 30, { keepsWithNext: true });
    expect(laid([piece('a', 50), heading, piece('b', 80)])).toEqual([['a 10', 'h 60'], ['b 10']]);
  });
});
