/** What a column would like: the width of its widest cell, and the least that it can do with. */
export interface Wish {
  readonly natural: number;
  readonly least: number;
}

/**
 * Widths of columns that fill `total`: each has what it would like where there is room, and what is left is shared out; else those that
 * can do with less give way, the widest first. Null where not even the least fits.
 */
export function columnWidths(wishes: readonly Wish[], total: number): number[] | null {
  const natural = sum(wishes.map((wish) => wish.natural));
  if (natural <= total) return wishes.map((wish) => wish.natural + (total - natural) / wishes.length);
  if (sum(wishes.map((wish) => Math.min(wish.least, wish.natural))) > total) return null;
  const cap = capOf(wishes, total);
  return wishes.map((wish) => capped(wish, cap));
}

/** The width that no column that can give way exceeds: by halves, until it is right to a thousandth of a point. */
function capOf(wishes: readonly Wish[], total: number): number {
  let [fits, tooMuch] = [0, Math.max(...wishes.map(({ natural }) => natural))];
  while (tooMuch - fits > 0.001) {
    const middle = (fits + tooMuch) / 2;
    if (sum(wishes.map((wish) => capped(wish, middle))) <= total) fits = middle;
    else tooMuch = middle;
  }
  return fits;
}

function capped({ natural, least }: Wish, cap: number): number {
  return Math.min(natural, Math.max(least, cap));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
