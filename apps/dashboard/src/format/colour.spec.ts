import { describe, expect, it } from '@jest/globals';
import { colourOf, ENTITY_COLOURS, shareOut, type Slots } from './colour.js';

const ids = Array.from({ length: 400 }, (_, index) => `id-${index}`);
const NOBODY: Slots = new Map();
const clash = ids.filter((id) => colourOf(id) === colourOf('id-0'));
const [first = '', second = '', third = ''] = clash;

describe('colourOf', () => {
  it('is the same for the same id, for ever', () => {
    expect(colourOf('h0_host_eth0')).toBe(colourOf('h0_host_eth0'));
    expect(colourOf('abcdefghijklmnop')).toMatch(/^--entity-[0-8]$/);
    // Pinned: a change of the hash would change the colours that people have learnt.
    expect([colourOf('eth0'), colourOf('web')]).toEqual(['--entity-2', '--entity-1']);
  });

  it('uses the whole palette about evenly', () => {
    const counts = new Map<string, number>();
    ids.forEach((id) => counts.set(colourOf(id), (counts.get(colourOf(id)) ?? 0) + 1));
    expect(counts.size).toBe(ENTITY_COLOURS);
    expect(Math.min(...counts.values())).toBeGreaterThan(ids.length / ENTITY_COLOURS / 2);
  });
});

describe('shareOut', () => {
  const colours = (slots: Slots, keys: readonly string[]): string[] => keys.map((key) => colourOf(key, slots));

  it('gives no two of one chart the same colour', () => {
    expect(new Set(shareOut([clash.slice(0, 3)], NOBODY).values()).size).toBe(3);
    expect(new Set(shareOut([ids.slice(0, ENTITY_COLOURS)], NOBODY).values()).size).toBe(ENTITY_COLOURS);
  });

  it('leaves each its own colour where that is free', () => {
    const slots = shareOut([[first, second], [third]], NOBODY);
    expect(colours(slots, [first, third])).toEqual([colourOf(first), colourOf(first)]);
    expect(colourOf(second, slots)).not.toBe(colourOf(second));
  });

  it('gives a thing one colour on all charts, though it clashes with others on each', () => {
    const slots = shareOut(
      [
        [first, second],
        [second, third],
        [third, first],
      ],
      NOBODY,
    );
    expect(new Set(colours(slots, [first, second, third])).size).toBe(3);
  });

  it('takes no colour away from who had one, whoever comes and goes', () => {
    const before = shareOut([[first, second]], NOBODY);
    const later = shareOut([[third, second]], shareOut([[third, second, first]], before));
    expect(colours(later, [first, second])).toEqual(colours(before, [first, second]));
  });

  it('moves the later of two that had the same and meet on one chart', () => {
    const apart = shareOut([[first], [second]], NOBODY);
    const met = shareOut([[second, first]], apart);
    expect(colours(met, [first])).toEqual(colours(apart, [first]));
    expect(colourOf(second, met)).not.toBe(colourOf(first, met));
  });

  it('uses all colours about evenly where there are more things than colours', () => {
    const slots = shareOut([ids.slice(0, 2 * ENTITY_COLOURS)], NOBODY);
    const uses = [...slots.values()].map((slot) => [...slots.values()].filter((other) => other === slot).length);
    expect(new Set(uses)).toEqual(new Set([2]));
  });

  it('forgets the oldest of very many, but nobody who is on a chart', () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `old-${index}`);
    const slots = shareOut([['old-0', 'new']], new Map(many.map((key) => [key, 0])));
    expect(slots.size).toBe(1_000);
    expect([slots.has('old-0'), slots.has('old-1'), slots.has('new')]).toEqual([true, false, true]);
  });
});
