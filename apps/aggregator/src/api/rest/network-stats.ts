import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { PerCounter } from '@weir/model';
import { COUNTERS } from '@weir/model';

const EXAMPLE_TOTALS = ['184467440737', '99021348812', '171204411', '98112004', '0', '0', '12', '0'];
const EXAMPLE_RATES = [1_048_576, 65_536, 812, 430, 0, 0, 0, 0];
const examples = <T>(values: readonly T[], suffix: string): Record<string, T | undefined> =>
  Object.fromEntries(COUNTERS.map((counter, index) => [`${counter}${suffix}`, values[index]]));

/** Examples of answers, shown by Swagger. */
const TOTALS_EXAMPLE = examples(EXAMPLE_TOTALS, '');
const RATES_EXAMPLE = examples(EXAMPLE_RATES, 'PerSecond');
const AVERAGE_EXAMPLE = { coveredSeconds: 60, ...RATES_EXAMPLE };

const TEXT = { type: 'string', pattern: '^\\d+$' } as const;
const NUMBER = { type: 'number', minimum: 0 } as const;
const properties = (suffix: string, schema: object): Record<string, object> =>
  Object.fromEntries(COUNTERS.map((counter) => [`${counter}${suffix}`, schema]));

/** `rxBytesPerSecond` and so on. */
export type RatesPerSecond = { readonly [C in keyof PerCounter<number> as `${C}PerSecond`]: number };
export type AveragePerSecond = RatesPerSecond & { readonly coveredSeconds: number };

const RATES_SCHEMA = { type: 'object', properties: properties('PerSecond', NUMBER), example: RATES_EXAMPLE } as const;
const AVERAGE_SCHEMA = {
  type: 'object',
  nullable: true,
  description: 'Average rates over the window that ends at `lastUpdate`; null where nothing of it is known.',
  properties: { coveredSeconds: NUMBER, ...properties('PerSecond', NUMBER) },
  example: AVERAGE_EXAMPLE,
} as const;

/** The averages of an interface. */
export class NetworkAverages {
  @ApiProperty(AVERAGE_SCHEMA)
  readonly oneMinute: AveragePerSecond | null;

  @ApiProperty(AVERAGE_SCHEMA)
  readonly fiveMinutes: AveragePerSecond | null;

  @ApiProperty(AVERAGE_SCHEMA)
  readonly fifteenMinutes: AveragePerSecond | null;
}

/** What is known of one interface: one consistent picture at the moment `lastUpdate`. */
@ApiExtraModels(NetworkAverages)
export class NetworkStats {
  @ApiProperty({ description: 'Id of the interface.', example: 'qL0cV3x9T_2mZbYw' })
  readonly net_id: string;

  @ApiProperty({ description: 'Name of its host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({ description: 'Name of the interface.', example: 'eth0' })
  readonly name: string;

  @ApiProperty({
    type: 'object',
    nullable: true,
    description:
      'The kernel’s cumulative counters at `lastUpdate`, as decimal texts since they pass 2^53; null while unknown. A reset starts them anew.',
    properties: properties('', TEXT),
    example: TOTALS_EXAMPLE,
  })
  readonly totals: PerCounter<string> | null;

  @ApiProperty({
    ...RATES_SCHEMA,
    nullable: true,
    description: 'Rates of the newest sample, per second; null before the first.',
  })
  readonly rates: RatesPerSecond | null;

  @ApiProperty({
    allOf: [{ $ref: getSchemaPath(NetworkAverages) }],
    description:
      'Averages over the 1, 5 and 15 minutes that end at `lastUpdate`: what was counted ÷ the seconds known, idle seconds included, gaps left out.',
  })
  readonly averages: NetworkAverages;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'End of the newest sample, ISO 8601; all other figures are of this moment.',
    example: '2026-11-21T12:00:00.003Z',
  })
  readonly lastUpdate: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Seconds since these counters began (boot, start of the container, reset) at `lastUpdate`.',
    example: 86_400,
  })
  readonly uptimeSeconds: number | null;

  @ApiProperty({ type: 'integer', description: 'How often its counters began anew while weir watched.', example: 0 })
  readonly resets: number;
}

/** The example of a whole answer. */
export const NETWORK_STATS_EXAMPLE: NetworkStats = {
  net_id: 'qL0cV3x9T_2mZbYw',
  host: 'web-1',
  name: 'eth0',
  totals: TOTALS_EXAMPLE as PerCounter<string>,
  rates: RATES_EXAMPLE as RatesPerSecond,
  averages: {
    oneMinute: AVERAGE_EXAMPLE as AveragePerSecond,
    fiveMinutes: { ...(AVERAGE_EXAMPLE as AveragePerSecond), coveredSeconds: 300 },
    fifteenMinutes: { ...(AVERAGE_EXAMPLE as AveragePerSecond), coveredSeconds: 512 },
  },
  lastUpdate: '2026-11-21T12:00:00.003Z',
  uptimeSeconds: 86_400,
  resets: 0,
};
