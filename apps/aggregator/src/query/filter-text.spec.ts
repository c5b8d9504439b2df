import { describe, expect, it } from '@jest/globals';
import { textSql } from './filter-text.sql.js';
import { Statement } from './sql.js';

function made(
  listed: Parameters<typeof textSql>[1],
  text: string,
): { readonly sql: string; readonly values: unknown[] } {
  const statement = new Statement();
  return { sql: textSql(statement, listed, text), values: statement.values };
}

describe('textSql', () => {
  it.each(['interface', 'container'] as const)('looks for plain letters in the folded names of an %s', (listed) => {
    const { sql, values } = made(listed, 'Shop-WEB');
    expect(sql).toContain(`strpos(${listed === 'interface' ? 'series' : 'container'}.names,`);
    expect(sql).not.toContain('lower(container.');
    expect(values).toContain('shop-web');
  });

  it.each(['Ünlich', '\u0001'])('looks for %j in each name apart', (text) => {
    const { sql } = made('interface', text);
    expect(sql).not.toContain('.names,');
    expect(sql).toMatch(/lower\(series\.key/);
  });

  it('looks for what may be an address in addresses, too', () => {
    expect(made('interface', '10.0.').sql).toContain('series.addresses');
    expect(made('interface', 'web').sql).not.toContain('series.addresses');
  });
});
