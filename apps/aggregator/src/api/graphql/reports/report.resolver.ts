import { Args, Query, Resolver } from '@nestjs/graphql';
import type { WholeReport } from '@weir/model';
import { requestAt } from '../../../report/content/report-asked.js';
import { Reports } from '../../../report/content/reports.js';
import { wholeReport } from '../../../report/render/json.js';
import { accepted } from '../errors.js';
import { outputOnly } from '../scalars.js';
import { asReport, ReportInput } from './report.input.js';

export const ReportDocument = outputOnly(
  'ReportDocument',
  'A report: `{"head": {"title", "about", "fromMs", "toMs", "timeZone", …}, "blocks": [{"type": "figures", …}, …]}`. Blocks are sections, ' +
    'texts, figures, tables and charts; docs/reports.md tells of each. Times are ms since 1970; null is what is not known.',
);

@Resolver()
export class ReportResolver {
  constructor(private readonly reports: Reports) {}

  @Query(() => ReportDocument, {
    description:
      'A report, for the screen: made while it is waited for, and cut after 2,000 blocks or 2 MB, which it then says. Longer ones are files.',
  })
  async report(
    @Args('input', { type: () => ReportInput, description: 'Which report, of which range.' }) input: ReportInput,
  ): Promise<WholeReport> {
    const request = accepted(requestAt(asReport(input), Date.now()));
    return wholeReport(accepted(await this.reports.open(request)));
  }
}
