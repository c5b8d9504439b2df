import { describe, expect, it } from '@jest/globals';
import { RawJson, stringifyRaw } from './raw-json.js';
import { TrafficColumns } from './scalars.js';

describe('TrafficColumns', () => {
  const columns = { interfaceIds: ['a"b', 'c'], unread: [], rxBytes: [1, 2 ** 53 - 1] };

  it('makes the text of a tick once, however many subscribers it is sent to', () => {
    const made = TrafficColumns.serialize(columns);
    expect(made).toBeInstanceOf(RawJson);
    expect(TrafficColumns.serialize(columns)).toBe(made);
    expect(TrafficColumns.serialize({ ...columns })).not.toBe(TrafficColumns.serialize(columns));
  });

  it('answers the columns as they are', () => {
    const text = stringifyRaw({ data: TrafficColumns.serialize(columns) });
    expect(JSON.parse(text)).toEqual({ data: columns });
  });
});
