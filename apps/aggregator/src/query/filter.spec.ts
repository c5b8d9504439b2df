import { describe, expect, it } from '@jest/globals';
import { filterSql, type InterfaceFilter } from './filter.js';
import { Statement } from './sql.js';

const HOSTILE = `'; DROP TABLE series; --`;
const EVERYTHING: InterfaceFilter = {
  ...{ hosts: [HOSTILE], classes: [HOSTILE], uplink: true, text: HOSTILE },
  ...{
    host: { eq: HOSTILE },
    interface: { in: [HOSTILE] },
    network: { contains: HOSTILE },
    container: { glob: HOSTILE },
  },
  ...{ image: { eq: HOSTILE }, stack: { eq: HOSTILE }, service: { eq: HOSTILE }, workload: { eq: HOSTILE } },
  labels: [{ key: HOSTILE, eq: HOSTILE, in: [HOSTILE], contains: HOSTILE, glob: HOSTILE }],
};

describe('filterSql', () => {
  it('puts nothing that came from outside into the text of a statement', () => {
    const statement = new Statement();
    const sql = filterSql(statement, EVERYTHING);
    expect(sql).not.toContain('DROP');
    expect(statement.values.flat()).toHaveLength(17);
  });

  it('asks for nothing where nothing is given', () => {
    expect(filterSql(new Statement(), { text: '', host: null, labels: [] })).toBe('true');
  });

  it('escapes what means something to LIKE alone', () => {
    const statement = new Statement();
    filterSql(statement, { host: { glob: '50%_\\*?' } });
    expect(statement.values).toEqual(['50\\%\\_\\\\%_']);
  });
});
