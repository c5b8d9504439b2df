import { Controller, Get, NotFoundException, Param, type PipeTransform, Res } from '@nestjs/common';
import { REPORT_KINDS, type ReportKind } from '@weir/model';
import type { Response } from 'express';
import { currentCaller } from '../../query/caller.js';
import { requestAt } from '../../report/content/report-asked.js';
import { Reports } from '../../report/content/reports.js';
import { RENDERERS } from '../../report/render/formats.js';
import { ExportService } from '../export/export.service.js';
import { REST_PATH } from '../paths.js';
import { Parameters } from '../rest/parameters/decorators.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { accepted } from '../rest/refused.js';
import { ApiReport } from './report.docs.js';
import { asReport, kindOf, REPORT } from './report.parameters.js';

type FormatName = keyof typeof RENDERERS;
const FORMATS = Object.keys(RENDERERS) as FormatName[];
const NEVER = new AbortController().signal;

class KindPipe implements PipeTransform<string, ReportKind> {
  transform(value: string): ReportKind {
    const kind = kindOf(value);
    if (!kind) throw new NotFoundException(`There is no report "${value}": use ${REPORT_KINDS.join(', ')}`);
    return kind;
  }
}

class FormatPipe implements PipeTransform<string, FormatName> {
  transform(value: string): FormatName {
    const format = FORMATS.find((each) => each === value);
    if (!format) throw new NotFoundException(`There is no report that ends in ".${value}": use ${FORMATS.join(', ')}`);
    return format;
  }
}

/** Reports on demand, as files. */
@Controller(`${REST_PATH}/report`)
export class ReportController {
  constructor(
    private readonly reports: Reports,
    private readonly exports: ExportService,
  ) {}

  @Get(':kind.:format')
  @ApiReport()
  report(
    @Param('kind', KindPipe) kind: ReportKind,
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(REPORT) values: ValuesOf<typeof REPORT>,
    @Res() response: Response,
  ): Promise<void> {
    const { type, render } = RENDERERS[format];
    const request = accepted(requestAt(asReport(kind, values), Date.now()));
    const file = { name: `weir-report-${kind}.${format}`, type };
    return this.exports.sendFile(response, file, async () =>
      render(accepted(await this.reports.open(request)), currentCaller() ?? NEVER),
    );
  }
}
