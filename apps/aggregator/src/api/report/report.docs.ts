import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { REPORT_KINDS, type WholeReport } from '@weir/model';
import { RENDERERS } from '../../report/render/formats.js';
import { ALL_SLOTS_TAKEN } from '../export/refusals.js';
import { REST_PATH } from '../paths.js';
import { ApiRefusals } from '../rest/answer.docs.js';
import { ApiParameters } from '../rest/parameters/decorators.js';
import { ApiProblem } from '../rest/problem.docs.js';
import { REPORT } from './report.parameters.js';

const PATH = `${REST_PATH}/report/host.json`;
const UNKNOWN_HOST = { field: 'host', reason: 'is the id of no host' };
const NO_SUCH = `There is no report that ends in ".html": use ${Object.keys(RENDERERS).join(', ')}`;

const EXAMPLE: WholeReport = {
  head: {
    ...{ v: 1, kind: 'fleet', title: 'Fleet', about: 'How much the hosts received and transmitted …' },
    ...{ madeAtMs: 1_796_083_200_000, timeZone: 'UTC', fromMs: 1_793_491_200_000, toMs: 1_796_083_200_000 },
    ...{ before: { fromMs: 1_790_812_800_000, toMs: 1_793_491_200_000 }, isEmpty: false },
  },
  blocks: [
    { type: 'section', id: 'summary', title: 'Summary', level: 1 },
    {
      type: 'figures',
      items: [{ label: 'Received', unit: 'bytes', value: 12_000_000_000_000, before: 11_000_000_000_000, note: null }],
    },
  ],
};

/** Describes the route of a report. */
export function ApiReport(): MethodDecorator {
  const type = (given: string): string => given.split(';')[0] ?? given;
  return applyDecorators(
    ApiTags('report'),
    ApiOperation({
      summary: 'Makes a report, and answers it as a file.',
      description:
        'Streamed as it is made. What a report says is told in docs/reports.md; one that takes long is better made in the background, ' +
        'by GraphQL. CSV: one table after another, each with a line that names it. JSON: a head, and blocks of figures, tables and charts. ' +
        'PDF: pages with a table of contents. Where something fails midway the connection is cut.',
    }),
    ApiParam({
      name: 'kind',
      description: 'What it is about.',
      schema: { type: 'string', enum: [...REPORT_KINDS], example: 'fleet' },
    }),
    ApiParam({
      name: 'format',
      description: 'How it is written.',
      schema: { type: 'string', enum: Object.keys(RENDERERS), example: 'json' },
    }),
    ApiParameters(REPORT),
    ApiProduces(...Object.values(RENDERERS).map((each) => type(each.type))),
    ApiOkResponse({
      description: 'The file.',
      headers: {
        'Content-Disposition': {
          description: 'The name to save it by.',
          schema: { type: 'string', example: 'attachment; filename="weir-report-fleet.json"' },
        },
      },
      content: {
        'application/pdf': { schema: { type: 'string' }, example: '%PDF-1.7 …' },
        'text/csv': {
          schema: { type: 'string' },
          example: 'Fleet\r\nHow much the hosts received and transmitted …\r\n',
        },
        'application/json': { schema: { type: 'object', additionalProperties: true }, example: EXAMPLE },
      },
    }),
    ApiRefusals(PATH, UNKNOWN_HOST),
    ApiProblem(404, NO_SUCH, `${REST_PATH}/report/fleet.html`),
    ApiProblem(429, ALL_SLOTS_TAKEN, PATH),
  );
}
