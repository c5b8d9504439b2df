import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { Column } from '../../query/column.js';
import { onceEach } from './once-each.js';
import { RawJson } from './raw-json.js';

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

function parseMoment(value: unknown): Date {
  const moment = typeof value === 'string' && ISO_8601.test(value) ? new Date(value) : null;
  if (!moment || Number.isNaN(moment.getTime())) {
    throw new GraphQLError('DateTime must be ISO 8601 with a time zone, such as 2026-11-21T12:00:00Z', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return moment;
}

/** A moment with its time zone: without one, the same text would mean another moment on another machine. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in ISO 8601 with a time zone, such as `2026-11-21T12:00:00.000Z`. Answers are in UTC.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: parseMoment,
  parseLiteral: (node) => parseMoment(node.kind === Kind.STRING ? node.value : null),
});

/** Scalars that only answers carry; as input they are refused. */
export function outputOnly(
  name: string,
  description: string,
  serialize: (value: unknown) => unknown = (value) => value,
): GraphQLScalarType {
  const refuse = (): never => {
    throw new GraphQLError(`${name} is not an input`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize,
    parseValue: refuse,
    parseLiteral: refuse,
  });
}

/** Plain numbers, so that arrays of them stay small and need no parsing. */
export const Timestamp = outputOnly('Timestamp', 'A moment as ms since 1970 (UTC).');

/** One leaf instead of a list of point objects: a chart of 300 points is 300 numbers. */
export const SeriesColumns = outputOnly(
  'SeriesColumns',
  'Number arrays by name, one value for each entry of `at`: `{"rxBytesPerSecond": [1024.5, null, 0], …}` in bytes, packets, ' +
    'errors or drops per second. `null` is a gap: nothing is known of that time. Zero is known to be zero.',
  (columns) => new RawJson(textOfColumns(columns as Readonly<Record<string, Column>>)),
);

export const StateColumns = outputOnly(
  'StateColumns',
  'Number arrays by name, one value for each entry of `at`: `{"cpuPercent": [12.5, null, 0], …}`. The names end in their units; ' +
    'where this is answered it says which there are. `null` is a gap: nothing was told of that time. Zero is known to be zero.',
  (columns) => new RawJson(textOfColumns(columns as Readonly<Record<string, Column>>)),
);

export const Rates = outputOnly(
  'Rates',
  'Rates by name: `{"rxBytesPerSecond": 1024.5, …}` in bytes, packets, errors or drops per second.',
);

export const TrafficColumns = outputOnly(
  'TrafficColumns',
  'Columns of one tick: `{"interfaceIds": [id, …], "unread": [id, …], "rxBytes": [n, …], "txBytes", "rxPackets", "txPackets", ' +
    '"rxErrors", "txErrors", "rxDropped", "txDropped"}`, one entry for each of `interfaceIds`. Numbers are counts within the ' +
    'interval, not rates. Interfaces in neither list did not move; those in `unread` are unknown.',
  onceEach((columns) => JSON.stringify(columns)),
);

function textOfColumns(columns: Readonly<Record<string, Column>>): string {
  const texts = Object.entries(columns).map(([name, column]) => `${JSON.stringify(name)}:${column.toText()}`);
  return `{${texts.join()}}`;
}
