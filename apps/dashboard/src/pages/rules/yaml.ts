/** Where a line and a character of it stand in a text; both count from 1. */
export function offsetOfLine(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(text.length, start + column - 1);
}

/** What became of a file that was taken. */
export function takenWords(taken: number, deleted: number): string {
  const were = (count: number): string => (count === 1 ? '1 rule was' : `${count} rules were`);
  return deleted > 0 ? `${were(taken)} taken, and ${were(deleted)} deleted.` : `${were(taken)} taken.`;
}
