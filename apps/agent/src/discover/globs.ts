/** Whether a text fits any of the patterns, in which `*` stands for any characters and `?` for one. */
export function globs(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map(toExpression);
  return (text) => expressions.some((expression) => expression.test(text));
}

function toExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\/-]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
