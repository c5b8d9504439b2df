import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Refusal } from '@weir/model';
import { REST_PATH } from '../paths.js';
import { ApiRefusals } from '../rest/answer.docs.js';
import { ApiParameters } from '../rest/parameters/decorators.js';
import type { ParameterSet } from '../rest/parameters/parameter.js';
import { ApiProblem } from '../rest/problem.docs.js';
import { NotedExport } from './export-routes.js';
import { FORMAT, FORMATS } from './format.js';
import { ALL_SLOTS_TAKEN } from './refusals.js';
import type { Cell, Column } from './table.js';

/** What an export is described by. */
export interface Described<Row> {
  readonly name: string;
  readonly summary: string;
  readonly parameters: ParameterSet;
  readonly columns: readonly Column<Row>[];
  readonly example: Row;
  /** Describes an object of JSON; left out where its fields depend on what is asked. */
  readonly model?: Type<Row>;
  readonly refusal: Refusal;
}

/** Describes the route of an export, with an example in each format. */
export function ApiExport<Row>({
  name,
  summary,
  parameters,
  columns,
  example,
  model,
  refusal,
}: Described<Row>): MethodDecorator {
  const path = `${REST_PATH}/export/${name}.csv`;
  return applyDecorators(
    NotedExport(name, parameters),
    ApiTags('export'),
    ...(model ? [ApiExtraModels(model)] : []),
    ApiOperation({
      summary,
      description:
        'Streamed as it is read: CSV (RFC 4180, a header with units; cells that a spreadsheet would run begin with an apostrophe), ' +
        'JSON (one array) or NDJSON (an object a line). Where something fails midway the connection is cut.',
    }),
    ApiParam({
      name: 'format',
      description: 'How it is written.',
      schema: { type: 'string', enum: [...FORMATS], example: 'csv' },
    }),
    ApiParameters(parameters),
    ApiProduces(...FORMATS.map((format) => mediaType(FORMAT[format].type))),
    ApiOkResponse({
      description: 'The file.',
      headers: {
        'Content-Disposition': {
          description: 'The name to save it by.',
          schema: { type: 'string', example: `attachment; filename="weir-${name}.csv"` },
        },
      },
      content: contentOf(columns, example, model),
    }),
    ApiRefusals(path, refusal),
    ApiProblem(429, ALL_SLOTS_TAKEN, path),
  );
}

const mediaType = (type: string): string => type.split(';')[0] ?? type;

function contentOf<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  model: Type<Row> | undefined,
): Record<string, { schema: object; example: unknown }> {
  const cells: [string, Cell][] = columns.map(({ name, cell }) => [name, cell(row)]);
  const text = (format: 'csv' | 'ndjson'): string =>
    FORMAT[format].begin(columns) + FORMAT[format].rows(columns, [row], true);
  return {
    'text/csv': { schema: { type: 'string' }, example: text('csv') },
    'application/json': {
      schema: {
        type: 'array',
        items: model ? { $ref: getSchemaPath(model) } : { type: 'object', additionalProperties: true },
      },
      example: [Object.fromEntries(cells)],
    },
    'application/x-ndjson': { schema: { type: 'string' }, example: text('ndjson') },
  };
}
